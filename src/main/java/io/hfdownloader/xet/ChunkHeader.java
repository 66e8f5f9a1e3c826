package io.hfdownloader.xet;

import org.jspecify.annotations.Nullable;

/**
 * What stands before each chunk of a serialized xorb.
 *
 * @param storedBytes length of the chunk as stored, without this header
 * @param scheme how it is stored
 * @param unpackedBytes length of the chunk itself
 */
record ChunkHeader(int storedBytes, Scheme scheme, int unpackedBytes) {

    static final int BYTES = 8;
    static final int MAX_UNPACKED_BYTES = 128 << 10;
    static final int MAX_STORED_BYTES = 256 << 10;

    /** How a chunk is stored; the order is that of the numbers in the header. */
    enum Scheme {
        /** As it is. */
        NONE,
        /** As an LZ4 frame. */
        LZ4,
        /** Its bytes at positions 0 mod 4 first, then those at 1, 2 and 3 mod 4, all as an LZ4 frame. */
        GROUPED_LZ4
    }

    /**
     * Reads a header.
     *
     * @throws BadXorbException when no chunk can be like that; nothing need be allocated to find out
     */
    static ChunkHeader read(byte[] bytes, int offset) {
        int version = bytes[offset] & 0xFF;
        int stored = threeBytes(bytes, offset + 1);
        Scheme scheme = scheme(bytes[offset + 4] & 0xFF);
        int unpacked = threeBytes(bytes, offset + 5);
        if (version != 0 || scheme == null) {
            throw new BadXorbException("A chunk is stored in a way that is not known here");
        }
        boolean possible = unpacked > 0
                && unpacked <= MAX_UNPACKED_BYTES
                && stored > 0
                && stored <= MAX_STORED_BYTES
                && (scheme != Scheme.NONE || stored == unpacked);
        if (!possible) {
            throw new BadXorbException("A chunk claims a length that it cannot have");
        }
        return new ChunkHeader(stored, scheme, unpacked);
    }

    private static @Nullable Scheme scheme(int number) {
        return number < Scheme.values().length ? Scheme.values()[number] : null;
    }

    private static int threeBytes(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
    }
}
