package io.hfdownloader.standin.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Keyed BLAKE3 of 32 bytes, as its specification describes it. */
final class Blake3 {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int[] IV = {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
    };
    private static final int[] PERMUTATION = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    private static final int ROUNDS = 7;
    private static final int[][] SCHEDULE = schedule();

    private static final int CHUNK = 1024;
    private static final int BLOCK = 64;
    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 2;
    private static final int PARENT = 4;
    private static final int ROOT = 8;
    private static final int KEYED = 16;

    private final int[] key = new int[8];
    private final int[] message = new int[16];
    private final int[] state = new int[16];

    private Blake3(byte[] key) {
        for (int i = 0; i < 8; i++) {
            this.key[i] = (int) INTS.get(key, 4 * i);
        }
    }

    static byte[] keyed(byte[] key, byte[] data, int length) {
        Blake3 blake3 = new Blake3(key);
        int[] root = blake3.subtree(data, 0, length, 0, ROOT);
        byte[] hash = new byte[32];
        for (int i = 0; i < 8; i++) {
            INTS.set(hash, 4 * i, root[i]);
        }
        return hash;
    }

    /** The chaining value of a stretch; its left part is the largest power of two of chunks that leaves some for the right. */
    private int[] subtree(byte[] data, int from, int length, long firstChunk, int flags) {
        if (length <= CHUNK) {
            return chunk(data, from, length, firstChunk, flags);
        }
        int left = CHUNK * Integer.highestOneBit((length - 1) / CHUNK);
        int[] leftValue = subtree(data, from, left, firstChunk, 0);
        int[] rightValue = subtree(data, from + left, length - left, firstChunk + left / CHUNK, 0);
        System.arraycopy(leftValue, 0, message, 0, 8);
        System.arraycopy(rightValue, 0, message, 8, 8);
        int[] value = key.clone();
        compress(value, 0, BLOCK, PARENT | KEYED | flags);
        return value;
    }

    private int[] chunk(byte[] data, int from, int length, long number, int flags) {
        int[] value = key.clone();
        int blocks = Math.max(1, (length + BLOCK - 1) / BLOCK);
        for (int i = 0; i < blocks; i++) {
            int at = from + i * BLOCK;
            int size = Math.min(BLOCK, from + length - at);
            load(data, at, size);
            int blockFlags = KEYED | (i == 0 ? CHUNK_START : 0) | (i == blocks - 1 ? CHUNK_END | flags : 0);
            compress(value, number, size, blockFlags);
        }
        return value;
    }

    private void load(byte[] data, int at, int size) {
        byte[] source = data;
        int from = at;
        if (size < BLOCK) {
            source = new byte[BLOCK];
            System.arraycopy(data, at, source, 0, size);
            from = 0;
        }
        for (int i = 0; i < 16; i++) {
            message[i] = (int) INTS.get(source, from + 4 * i);
        }
    }

    private void compress(int[] value, long counter, int size, int flags) {
        int[] v = state;
        System.arraycopy(value, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 4);
        v[12] = (int) counter;
        v[13] = (int) (counter >>> 32);
        v[14] = size;
        v[15] = flags;
        for (int[] s : SCHEDULE) {
            mix(v, 0, 4, 8, 12, message[s[0]], message[s[1]]);
            mix(v, 1, 5, 9, 13, message[s[2]], message[s[3]]);
            mix(v, 2, 6, 10, 14, message[s[4]], message[s[5]]);
            mix(v, 3, 7, 11, 15, message[s[6]], message[s[7]]);
            mix(v, 0, 5, 10, 15, message[s[8]], message[s[9]]);
            mix(v, 1, 6, 11, 12, message[s[10]], message[s[11]]);
            mix(v, 2, 7, 8, 13, message[s[12]], message[s[13]]);
            mix(v, 3, 4, 9, 14, message[s[14]], message[s[15]]);
        }
        for (int i = 0; i < 8; i++) {
            value[i] = v[i] ^ v[i + 8];
        }
    }

    private static void mix(int[] v, int a, int b, int c, int d, int x, int y) {
        int va = v[a] + v[b] + x;
        int vd = Integer.rotateRight(v[d] ^ va, 16);
        int vc = v[c] + vd;
        int vb = Integer.rotateRight(v[b] ^ vc, 12);
        va += vb + y;
        vd = Integer.rotateRight(vd ^ va, 8);
        vc += vd;
        v[a] = va;
        v[b] = Integer.rotateRight(vb ^ vc, 7);
        v[c] = vc;
        v[d] = vd;
    }

    private static int[][] schedule() {
        int[][] rounds = new int[ROUNDS][16];
        for (int i = 0; i < 16; i++) {
            rounds[0][i] = i;
        }
        for (int round = 1; round < ROUNDS; round++) {
            for (int i = 0; i < 16; i++) {
                rounds[round][i] = rounds[round - 1][PERMUTATION[i]];
            }
        }
        return rounds;
    }
}
