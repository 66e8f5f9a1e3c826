package io.hfdownloader.xet;

/**
 * Cuts bytes into the chunks that the storage cuts them into: where a chunk ends is decided by its last 64 bytes, so that
 * equal parts of files have equal chunks.
 */
public final class Chunker {

    /** No chunk is longer. */
    public static final int MAX_CHUNK_BYTES = ChunkHeader.MAX_UNPACKED_BYTES;

    private static final int MIN_CHUNK_BYTES = 8 << 10;
    private static final int WINDOW_BYTES = 64;
    private static final long MASK = 0xFFFF000000000000L;
    private static final long[] GEAR = GearTable.values();

    private Chunker() {}

    /**
     * Length of the chunk that begins at {@code offset}.
     *
     * @param available bytes from there on: at least {@link #MAX_CHUNK_BYTES}, or all that are left of the file
     */
    public static int length(byte[] bytes, int offset, int available) {
        int maxLength = Math.min(available, MAX_CHUNK_BYTES);
        long hash = 0;
        // what lies further back has left the hash by the time a chunk may end
        for (int at = Math.min(maxLength, MIN_CHUNK_BYTES - WINDOW_BYTES - 1); at < maxLength; at++) {
            hash = (hash << 1) + GEAR[bytes[offset + at] & 0xFF];
            if ((hash & MASK) == 0 && at + 1 >= MIN_CHUNK_BYTES) {
                return at + 1;
            }
        }
        return maxLength;
    }
}
