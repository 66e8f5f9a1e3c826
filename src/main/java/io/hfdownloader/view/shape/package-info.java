/**
 * Which file of a model is to be where in the shape of another program, and what has no place there. Reads no disk and writes
 * none; knows nothing of how views are kept.
 */
@NullMarked
package io.hfdownloader.view.shape;

import org.jspecify.annotations.NullMarked;
