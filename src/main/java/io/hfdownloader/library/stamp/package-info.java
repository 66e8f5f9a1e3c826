/**
 * Sizes and times of very many files, in little memory.
 * Must not know whose files they are.
 */
@NullMarked
package io.hfdownloader.library.stamp;

import org.jspecify.annotations.NullMarked;
