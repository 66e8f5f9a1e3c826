package io.hfdownloader.standin.xet.store;

import java.util.Arrays;

/** Stores a chunk in the shortest of the three ways. Not for several threads. */
final class ChunkEncoder {

    static final int HEADER = 8;

    private final Lz4Encoder lz4 = new Lz4Encoder();
    private byte[] grouped = new byte[0];

    /** A chunk as it stands in a xorb, header included. */
    record Stored(Scheme scheme, byte[] bytes) {}

    Stored encode(byte[] data, int length) {
        Scheme scheme = Scheme.NONE;
        byte[] payload = new byte[0];
        byte[] plain = lz4.frame(data, length, length);
        if (plain.length > 0) {
            scheme = Scheme.LZ4;
            payload = plain;
        }
        byte[] byGroups = lz4.frame(grouped(data, length), length, plain.length > 0 ? plain.length : length);
        if (byGroups.length > 0) {
            scheme = Scheme.BG4_LZ4;
            payload = byGroups;
        }
        return new Stored(
                scheme, withHeader(scheme, scheme == Scheme.NONE ? Arrays.copyOf(data, length) : payload, length));
    }

    private byte[] grouped(byte[] data, int length) {
        if (grouped.length < length) {
            grouped = new byte[Math.max(length, Chunker.LARGEST)];
        }
        int out = 0;
        for (int group = 0; group < 4; group++) {
            for (int i = group; i < length; i += 4) {
                grouped[out++] = data[i];
            }
        }
        return grouped;
    }

    private static byte[] withHeader(Scheme scheme, byte[] payload, int unpacked) {
        byte[] stored = new byte[HEADER + payload.length];
        threeBytes(stored, 1, payload.length);
        stored[4] = (byte) scheme.ordinal();
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
