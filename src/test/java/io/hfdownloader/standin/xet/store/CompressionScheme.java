package io.hfdownloader.standin.xet.store;

/** How a chunk is stored; the order is that of the numbers in the header. */
public enum CompressionScheme {
    /** As it is. */
    NONE,
    /** An LZ4 frame. */
    LZ4,
    /** An LZ4 frame of the bytes at positions 0 mod 4, then 1, 2 and 3. */
    BG4_LZ4
}
