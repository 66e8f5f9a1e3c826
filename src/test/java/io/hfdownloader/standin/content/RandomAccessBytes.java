package io.hfdownloader.standin.content;

/** Bytes that can be read from any offset. */
public interface RandomAccessBytes {

    /** How many there are. */
    long size();

    /** Blocks. Copies {@code length} bytes from {@code offset} on to the start of {@code target}. */
    void read(long offset, byte[] target, int length);
}
