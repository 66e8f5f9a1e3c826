package io.hfdownloader.xet;

import org.jspecify.annotations.Nullable;

/**
 * Unpacks the chunks of a serialized xorb while its bytes arrive in pieces of any size. Keeps one stored and two unpacked
 * chunks at the most. Used by one thread after the other.
 */
public final class ChunkReader {

    private final ChunkConsumer chunkConsumer;
    private final byte[] header = new byte[ChunkHeader.BYTES];
    private byte[] stored = new byte[0];
    private byte[] unpacked = new byte[0];
    private byte[] grouped = new byte[0];
    private int headerBytes;
    private int storedBytes;
    private @Nullable ChunkHeader current;

    /** Takes chunks as they come. */
    public interface ChunkConsumer {

        /**
         * The next chunk.
         *
         * @param bytes holds the chunk from its first byte on; overwritten after this call
         * @param length bytes of the chunk
         * @param storedLength bytes that it took in the xorb, its header included
         */
        void chunk(byte[] bytes, int length, int storedLength);
    }

    public ChunkReader(ChunkConsumer chunkConsumer) {
        this.chunkConsumer = chunkConsumer;
    }

    /**
     * The next bytes of the xorb.
     *
     * @throws BadXorbException when they are no chunks; chunks told before are right as far as can be known
     */
    public void feed(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            ChunkHeader chunk = current;
            if (chunk == null) {
                int part = Math.min(end - from, ChunkHeader.BYTES - headerBytes);
                System.arraycopy(bytes, from, header, headerBytes, part);
                headerBytes += part;
                from += part;
                if (headerBytes == ChunkHeader.BYTES) {
                    start(ChunkHeader.read(header, 0));
                }
            } else if (storedBytes == 0 && end - from >= chunk.storedBytes()) {
                unpack(chunk, bytes, from); // all of it is here: no copy
                from += chunk.storedBytes();
            } else {
                int part = Math.min(end - from, chunk.storedBytes() - storedBytes);
                stored = grown(stored, chunk.storedBytes());
                System.arraycopy(bytes, from, stored, storedBytes, part);
                storedBytes += part;
                from += part;
                if (storedBytes == chunk.storedBytes()) {
                    unpack(chunk, stored, 0);
                }
            }
        }
    }

    /** True when what was taken ends with a chunk's last byte. */
    public boolean isBetweenChunks() {
        return current == null && headerBytes == 0;
    }

    /** Forgets what came of a chunk that is not complete. */
    void reset() {
        current = null;
        headerBytes = 0;
        storedBytes = 0;
    }

    private void start(ChunkHeader chunk) {
        current = chunk;
        storedBytes = 0;
    }

    private void unpack(ChunkHeader chunk, byte[] bytes, int from) {
        int length = chunk.unpackedBytes();
        int to = from + chunk.storedBytes();
        unpacked = grown(unpacked, length);
        switch (chunk.scheme()) {
            case NONE -> System.arraycopy(bytes, from, unpacked, 0, length);
            case LZ4 -> Lz4Frame.unpack(bytes, from, to, unpacked, length);
            case GROUPED_LZ4 -> {
                grouped = grown(grouped, length);
                Lz4Frame.unpack(bytes, from, to, grouped, length);
                ByteGroups.undo(grouped, unpacked, length);
            }
        }
        reset();
        chunkConsumer.chunk(unpacked, length, ChunkHeader.BYTES + chunk.storedBytes());
    }

    private static byte[] grown(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }
}
