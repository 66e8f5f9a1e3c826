/**
 * Takes a model from one directory into another: copies, compares, publishes as one. Knows places and bytes, and neither who asks
 * nor what else is done in a library.
 */
@NullMarked
package io.hfdownloader.library.move;

import org.jspecify.annotations.NullMarked;
