package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of LZ4 frames (<a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">XXH32</a>), with seed 0. */
final class XxHash32 {

    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int STRIPE_BYTES = 16;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash32() {}

    static int of(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        int hash;
        if (length < STRIPE_BYTES) {
            hash = PRIME_5;
        } else {
            int a = 0x24234428; // PRIME_1 + PRIME_2, wrapped
            int b = PRIME_2;
            int c = 0;
            int d = -PRIME_1;
            for (; end - position >= STRIPE_BYTES; position += STRIPE_BYTES) {
                a = round(a, word(bytes, position));
                b = round(b, word(bytes, position + 4));
                c = round(c, word(bytes, position + 8));
                d = round(d, word(bytes, position + 12));
            }
            hash = Integer.rotateLeft(a, 1)
                    + Integer.rotateLeft(b, 7)
                    + Integer.rotateLeft(c, 12)
                    + Integer.rotateLeft(d, 18);
        }
        hash += length;
        for (; end - position >= 4; position += 4) {
            hash = Integer.rotateLeft(hash + word(bytes, position) * PRIME_3, 17) * PRIME_4;
        }
        for (; position < end; position++) {
            hash = Integer.rotateLeft(hash + (bytes[position] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }

    private static int round(int lane, int word) {
        return Integer.rotateLeft(lane + word * PRIME_2, 13) * PRIME_1;
    }

    private static int word(byte[] bytes, int at) {
        return (int) WORDS.get(bytes, at);
    }
}
