package io.hfdownloader.xet;

/**
 * Where some chunks of a xorb stand in the file: one term of a reconstruction.
 *
 * @param firstChunk first chunk in the xorb
 * @param endChunk the chunk after the last one
 * @param fileStart place of the first chunk's first byte in the file
 * @param length bytes of all its chunks, unpacked
 */
public record Placement(int firstChunk, int endChunk, long fileStart, long length) {

    public Placement {
        if (firstChunk < 0 || endChunk <= firstChunk || length <= 0 || length > Integer.MAX_VALUE * 2L + 1) {
            throw new IllegalArgumentException("No chunks can stand like that.");
        }
    }

    /** Place of the byte after its last one. */
    public long fileEnd() {
        return fileStart + length;
    }
}
