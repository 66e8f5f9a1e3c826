package io.hfdownloader.standin.xet.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

import io.hfdownloader.standin.content.RandomAccessBytes;

/** A finished xorb, kept in a file. Safe for all threads. */
public final class Xorb implements RandomAccessBytes {

    private static final int FRAME_TOKEN = ChunkEncoder.HEADER + Lz4Encoder.BLOCK_AT;

    private final XetHash hash;
    private final List<Chunk> chunks;
    private final FileChannel channel;
    private final long size;

    Xorb(XetHash hash, List<Chunk> chunks, FileChannel channel) throws IOException {
        this.hash = hash;
        this.chunks = List.copyOf(chunks);
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Where a chunk stands.
     *
     * @param offset of its header in the xorb
     * @param storedLength header included
     * @param length unpacked
     */
    public record Chunk(XetHash hash, CompressionScheme scheme, long offset, int storedLength, int length) {

        /** One behind its last byte in the xorb. */
        public long end() {
            return offset + storedLength;
        }
    }

    /** The name it goes by. */
    public XetHash hash() {
        return hash;
    }

    /** All chunks, in the order of their indexes. */
    public List<Chunk> chunks() {
        return chunks;
    }

    /**
     * Offset in the xorb of a byte that is content and nothing else, so that a change of it is no error of format: the
     * first literal of a frame, the first byte of a chunk that is stored as it is.
     */
    public long contentByte(int chunk) {
        Chunk place = chunks.get(chunk);
        if (place.scheme() == CompressionScheme.NONE) {
            return place.offset() + ChunkEncoder.HEADER;
        }
        long at = place.offset() + FRAME_TOKEN;
        int literals = byteAt(at) >>> 4;
        at++;
        if (literals == 15) {
            while (byteAt(at) == 255) {
                at++;
            }
            at++;
        }
        return at;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new IllegalArgumentException("Nothing at " + (offset + buffer.position()) + " of " + hash);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    private int byteAt(long offset) {
        byte[] one = new byte[1];
        read(offset, one, 1);
        return one[0] & 0xFF;
    }
}
