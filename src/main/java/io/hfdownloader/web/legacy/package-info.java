/**
 * The API that scripts of the program before this one call; its bodies and answers are kept exact.
 * May know the current API; nothing may know it.
 */
@NullMarked
package io.hfdownloader.web.legacy;

import org.jspecify.annotations.NullMarked;
