package io.hfdownloader.xet;

/**
 * Cuts bytes into the chunks that the storage cuts them into: where a chunk ends is decided by its last 64 bytes, so that
 * equal parts of files have equal chunks.
 */
public final class Chunker {

    /** No chunk is longer. */
    public static final int LARGEST_BYTES = ChunkHeader.LARGEST_UNPACKED;

    private static final int SMALLEST_BYTES = 8 << 10;
    private static final int WINDOW_BYTES = 64;
    private static final long MASK = 0xFFFF000000000000L;
    private static final long[] GEAR = GearTable.values();

    private Chunker() {}

    /**
     * Length of the chunk that begins at {@code offset}.
     *
     * @param available bytes from there on: at least {@link #LARGEST_BYTES}, or all that are left of the file
     */
    public static int length(byte[] bytes, int offset, int available) {
        int most = Math.min(available, LARGEST_BYTES);
        long hash = 0;
        // what lies further back has left the hash by the time a chunk may end
        for (int at = Math.min(most, SMALLEST_BYTES - WINDOW_BYTES - 1); at < most; at++) {
            hash = (hash << 1) + GEAR[bytes[offset + at] & 0xFF];
            if ((hash & MASK) == 0 && at + 1 >= SMALLEST_BYTES) {
                return at + 1;
            }
        }
        return most;
    }
}
