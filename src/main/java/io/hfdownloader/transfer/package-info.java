/**
 * The transfer engine: brings one file at a time, in parallel ranges, into a partial file and proves its hash.
 * Knows the Hub's addresses and errors; nothing of downloads, of the library's layout or of pages.
 */
@NullMarked
package io.hfdownloader.transfer;

import org.jspecify.annotations.NullMarked;
