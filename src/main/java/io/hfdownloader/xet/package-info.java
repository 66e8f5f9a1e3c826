/**
 * The protocol of the Hub's content-addressed storage (Xet): hashes, chunks, reconstructions, tokens, signed addresses.
 * Knows the Hub's values and addresses; nothing of transfers, downloads, disks or pages.
 */
@NullMarked
package io.hfdownloader.xet;

import org.jspecify.annotations.NullMarked;
