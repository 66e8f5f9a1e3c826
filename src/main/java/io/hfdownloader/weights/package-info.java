/**
 * What the heads of a repo's weight files say, read from the Hub by range and remembered for a while. Must not know what is on
 * the disk, nor what is done with it.
 */
@NullMarked
package io.hfdownloader.weights;

import org.jspecify.annotations.NullMarked;
