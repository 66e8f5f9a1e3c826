package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The compression function of BLAKE3 (<a href="https://github.com/BLAKE3-team/BLAKE3-specs">specification</a>, section
 * 2.2), cut to the eight words that a tree of 32-byte hashes needs.
 */
final class Blake3Compression {

    static final int BLOCK_BYTES = 64;
    static final int CV_WORDS = 8;

    private static final int[] IV = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A};
    private static final int ROUNDS = 7;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Blake3Compression() {}

    /**
     * Compresses one block. Chaining value, message and state are 40 local numbers, which the compiler keeps in registers
     * as far as they go: three times as fast as arrays.
     *
     * @param cv chaining value that goes in; may be {@code out}
     * @param block holds the 64 bytes, padded with zeros
     * @param offset where they begin
     * @param length how many of them are data
     * @param out receives the chaining value that comes out
     */
    static void compress(int[] cv, byte[] block, int offset, int length, long counter, int flags, int[] out) {
        int m0 = (int) WORDS.get(block, offset + 0);
        int m1 = (int) WORDS.get(block, offset + 4);
        int m2 = (int) WORDS.get(block, offset + 8);
        int m3 = (int) WORDS.get(block, offset + 12);
        int m4 = (int) WORDS.get(block, offset + 16);
        int m5 = (int) WORDS.get(block, offset + 20);
        int m6 = (int) WORDS.get(block, offset + 24);
        int m7 = (int) WORDS.get(block, offset + 28);
        int m8 = (int) WORDS.get(block, offset + 32);
        int m9 = (int) WORDS.get(block, offset + 36);
        int m10 = (int) WORDS.get(block, offset + 40);
        int m11 = (int) WORDS.get(block, offset + 44);
        int m12 = (int) WORDS.get(block, offset + 48);
        int m13 = (int) WORDS.get(block, offset + 52);
        int m14 = (int) WORDS.get(block, offset + 56);
        int m15 = (int) WORDS.get(block, offset + 60);
        int v0 = cv[0];
        int v1 = cv[1];
        int v2 = cv[2];
        int v3 = cv[3];
        int v4 = cv[4];
        int v5 = cv[5];
        int v6 = cv[6];
        int v7 = cv[7];
        int v8 = IV[0];
        int v9 = IV[1];
        int v10 = IV[2];
        int v11 = IV[3];
        int v12 = (int) counter;
        int v13 = (int) (counter >>> 32);
        int v14 = length;
        int v15 = flags;
        for (int round = 1; ; round++) {
            v0 += v4 + m0;
            v12 = Integer.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v0 += v4 + m1;
            v12 = Integer.rotateRight(v12 ^ v0, 8);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 7);
            v1 += v5 + m2;
            v13 = Integer.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v1 += v5 + m3;
            v13 = Integer.rotateRight(v13 ^ v1, 8);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 7);
            v2 += v6 + m4;
            v14 = Integer.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 12);
            v2 += v6 + m5;
            v14 = Integer.rotateRight(v14 ^ v2, 8);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 7);
            v3 += v7 + m6;
            v15 = Integer.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 12);
            v3 += v7 + m7;
            v15 = Integer.rotateRight(v15 ^ v3, 8);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 7);
            v0 += v5 + m8;
            v15 = Integer.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 12);
            v0 += v5 + m9;
            v15 = Integer.rotateRight(v15 ^ v0, 8);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 7);
            v1 += v6 + m10;
            v12 = Integer.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 12);
            v1 += v6 + m11;
            v12 = Integer.rotateRight(v12 ^ v1, 8);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 7);
            v2 += v7 + m12;
            v13 = Integer.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v2 += v7 + m13;
            v13 = Integer.rotateRight(v13 ^ v2, 8);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 7);
            v3 += v4 + m14;
            v14 = Integer.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v3 += v4 + m15;
            v14 = Integer.rotateRight(v14 ^ v3, 8);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 7);
            if (round == ROUNDS) {
                break;
            }
            int t0 = m0;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = t0;
            int t1 = m1;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = t1;
        }
        out[0] = v0 ^ v8;
        out[1] = v1 ^ v9;
        out[2] = v2 ^ v10;
        out[3] = v3 ^ v11;
        out[4] = v4 ^ v12;
        out[5] = v5 ^ v13;
        out[6] = v6 ^ v14;
        out[7] = v7 ^ v15;
    }
}
