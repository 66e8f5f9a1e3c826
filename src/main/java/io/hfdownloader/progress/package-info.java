/**
 * Counters in, snapshots out: how far each download is. Writers only add; readers only look.
 * Knows nothing of networks, disks or the queue.
 */
@NullMarked
package io.hfdownloader.progress;

import org.jspecify.annotations.NullMarked;
