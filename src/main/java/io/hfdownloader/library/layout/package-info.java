/**
 * Names of a repository and the places on disk that they become, and what is refused on the way. It must not know what is in
 * the library.
 */
@NullMarked
package io.hfdownloader.library.layout;

import org.jspecify.annotations.NullMarked;
