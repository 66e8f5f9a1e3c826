/**
 * What all transfers share of the network: connections and bytes per second.
 * Knows nothing of files, and of transfers only that they wait.
 */
@NullMarked
package io.hfdownloader.transfer.limit;

import org.jspecify.annotations.NullMarked;
