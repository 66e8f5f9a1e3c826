/**
 * What stands beside a partial file: which of its bytes are on the disk. Must not know who fetches the bytes, nor in which folder
 * the file is.
 */
@NullMarked
package io.hfdownloader.sidecar;

import org.jspecify.annotations.NullMarked;
