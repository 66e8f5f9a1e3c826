/**
 * Whether the files here are what the Hub has: read byte by byte, by the hashes that were noted when they came. Knows the library's
 * folders and notes; it must not know who asks, nor the Hub beyond its values.
 */
@NullMarked
package io.hfdownloader.library.integrity;

import org.jspecify.annotations.NullMarked;
