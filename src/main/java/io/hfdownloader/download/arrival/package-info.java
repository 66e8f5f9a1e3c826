/**
 * What downloads mean for the models that are here: which of them arrive, how far, and what came of it in the end. Must not know
 * the queue, nor how a download works.
 */
@NullMarked
package io.hfdownloader.download.arrival;

import org.jspecify.annotations.NullMarked;
