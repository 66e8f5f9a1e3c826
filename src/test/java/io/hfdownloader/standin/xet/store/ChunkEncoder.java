package io.hfdownloader.standin.xet.store;

import java.util.Arrays;

/** Stores a chunk in the shortest of the three ways. Not for several threads. */
final class ChunkEncoder {

    static final int HEADER = 8;

    private final Lz4Encoder lz4 = new Lz4Encoder();
    private byte[] grouped = new byte[0];

    /** A chunk as it stands in a xorb, header included. */
    record Stored(CompressionScheme scheme, byte[] bytes) {}

    Stored encode(byte[] data, int length) {
        CompressionScheme compressionScheme = CompressionScheme.NONE;
        byte[] payload = new byte[0];
        byte[] plain = lz4.frame(data, length, length);
        if (plain.length > 0) {
            compressionScheme = CompressionScheme.LZ4;
            payload = plain;
        }
        byte[] byGroups = lz4.frame(grouped(data, length), length, plain.length > 0 ? plain.length : length);
        if (byGroups.length > 0) {
            compressionScheme = CompressionScheme.BG4_LZ4;
            payload = byGroups;
        }
        return new Stored(
                compressionScheme,
                withHeader(
                        compressionScheme,
                        compressionScheme == CompressionScheme.NONE ? Arrays.copyOf(data, length) : payload,
                        length));
    }

    private byte[] grouped(byte[] data, int length) {
        if (grouped.length < length) {
            grouped = new byte[Math.max(length, Chunker.MAX_BYTES)];
        }
        int out = 0;
        for (int group = 0; group < 4; group++) {
            for (int i = group; i < length; i += 4) {
                grouped[out++] = data[i];
            }
        }
        return grouped;
    }

    private static byte[] withHeader(CompressionScheme compressionScheme, byte[] payload, int unpacked) {
        byte[] stored = new byte[HEADER + payload.length];
        threeBytes(stored, 1, payload.length);
        stored[4] = (byte) compressionScheme.ordinal();
        threeBytes(stored, 5, unpacked);
        System.arraycopy(payload, 0, stored, HEADER, payload.length);
        return stored;
    }

    private static void threeBytes(byte[] target, int at, int value) {
        target[at] = (byte) value;
        target[at + 1] = (byte) (value >>> 8);
        target[at + 2] = (byte) (value >>> 16);
    }
}
