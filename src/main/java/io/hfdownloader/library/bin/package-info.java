/**
 * What was deleted or replaced and can be taken back for a while. Must not know how models are found or who downloads: what
 * it needs of the library is handed to it.
 */
@NullMarked
package io.hfdownloader.library.bin;

import org.jspecify.annotations.NullMarked;
