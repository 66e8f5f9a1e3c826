/**
 * From a buffer to the partial file: batches, positioned writes, the running hash, the sidecars that survive a crash.
 * Knows nothing of networks or connections.
 */
@NullMarked
package io.hfdownloader.transfer.disk;

import org.jspecify.annotations.NullMarked;
