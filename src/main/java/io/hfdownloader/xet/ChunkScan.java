package io.hfdownloader.xet;

import java.io.IOException;

/** Cuts bytes that are on the disk into chunks and hashes them. Blocks; used by one thread. */
public final class ChunkScan {

    private final byte[] buffer = new byte[2 * Chunker.MAX_CHUNK_BYTES];
    private final XetHasher hasher = new XetHasher();

    /** Reads bytes of a file. */
    public interface Bytes {

        /** Fills the array from {@code offset} with {@code length} bytes that stand at {@code position} of the file. */
        void read(long position, byte[] into, int offset, int length) throws IOException;
    }

    /** Takes chunks as they are found. */
    public interface HashedChunkConsumer {

        /** @param position place of its first byte in the file */
        void chunk(XetHash hash, long position, int length);
    }

    /** The chunks from {@code start}, where one begins, to {@code end}, where one ends. */
    public void scan(Bytes bytes, long start, long end, HashedChunkConsumer hashedChunkConsumer) throws IOException {
        long position = start;
        int from = 0;
        int filled = 0;
        while (position < end) {
            if (filled - from < Chunker.MAX_CHUNK_BYTES && position + (filled - from) < end) {
                System.arraycopy(buffer, from, buffer, 0, filled - from);
                filled -= from;
                from = 0;
                int more = (int) Math.min(buffer.length - filled, end - position - filled);
                bytes.read(position + filled, buffer, filled, more);
                filled += more;
            }
            int length = Chunker.length(buffer, from, filled - from);
            hashedChunkConsumer.chunk(hasher.chunk(buffer, from, length), position, length);
            from += length;
            position += length;
        }
    }

    /** True when these bytes are all the chunks of a xorb, one after the other. */
    public boolean isXorb(Bytes bytes, long start, long end, int chunks, XetHash xorb) throws IOException {
        MerkleTree tree = new MerkleTree();
        int[] count = {0};
        scan(bytes, start, end, (hash, position, length) -> {
            tree.add(hash, length);
            count[0]++;
        });
        return count[0] == chunks && tree.root().equals(xorb);
    }
}
