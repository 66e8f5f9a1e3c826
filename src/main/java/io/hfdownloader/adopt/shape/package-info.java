/**
 * Tells in which shapes programs keep models on a disk, by looks alone: one class for each shape. It must not know what is in the
 * library, nor what the Hub has; it changes nothing and follows no link that leads out.
 */
@NullMarked
package io.hfdownloader.adopt.shape;

import org.jspecify.annotations.NullMarked;
