/**
 * Brings a file from the content-addressed storage: plans ranges of xorbs, proves and copies what is on this disk already.
 * Knows nothing of plain HTTP, nor of what a failure means for the transfer.
 */
@NullMarked
package io.hfdownloader.transfer.xet;

import org.jspecify.annotations.NullMarked;
