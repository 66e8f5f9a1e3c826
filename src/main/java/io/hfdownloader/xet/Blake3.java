package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * BLAKE3 in keyed mode with 32 bytes of output, as the hashes of Xet are. One instance serves one thread after the
 * other; it keeps its buffers and never allocates but for the result.
 */
final class Blake3 {

    /** Bytes of a key and of a hash. */
    static final int HASH_BYTES = 32;

    private static final int CHUNK_BYTES = 1024;
    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 1 << 1;
    private static final int PARENT = 1 << 2;
    private static final int ROOT = 1 << 3;
    private static final int KEYED_HASH = 1 << 4;
    private static final int MAX_DEPTH = 54;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] key = new int[Blake3Compression.CV_WORDS];
    private final int[] value = new int[Blake3Compression.CV_WORDS];
    private final byte[] block = new byte[Blake3Compression.BLOCK_BYTES];
    private final byte[] stack = new byte[MAX_DEPTH * HASH_BYTES];

    Blake3(byte[] key) {
        if (key.length != HASH_BYTES) {
            throw new IllegalArgumentException("A key has " + HASH_BYTES + " bytes, not " + key.length);
        }
        for (int i = 0; i < this.key.length; i++) {
            this.key[i] = (int) WORDS.get(key, 4 * i);
        }
    }

    /** The hash of these bytes. */
    byte[] hash(byte[] bytes) {
        return hash(bytes, 0, bytes.length);
    }

    /** The hash of a part of these bytes. */
    byte[] hash(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int position = offset;
        int depth = 0; // subtrees on the stack, left to right; each is a power of two of chunks, the larger first
        long chunk = 0;
        for (; end - position > CHUNK_BYTES; position += CHUNK_BYTES) {
            chunk(bytes, position, CHUNK_BYTES, chunk++, 0);
            for (long whole = chunk; (whole & 1) == 0; whole >>= 1) {
                parent(--depth, 0);
            }
            push(depth++);
        }
        chunk(bytes, position, end - position, chunk, depth == 0 ? ROOT : 0);
        while (depth > 0) {
            parent(--depth, depth == 0 ? ROOT : 0);
        }
        byte[] hash = new byte[HASH_BYTES];
        write(hash, 0);
        return hash;
    }

    /** Leaves the chaining value of a chunk of at most 1,024 bytes in {@link #value}. */
    private void chunk(byte[] bytes, int offset, int length, long counter, int rootFlag) {
        System.arraycopy(key, 0, value, 0, key.length);
        int flags = KEYED_HASH | CHUNK_START;
        int position = offset;
        int end = offset + length;
        for (; end - position > Blake3Compression.BLOCK_BYTES; position += Blake3Compression.BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, position, Blake3Compression.BLOCK_BYTES, counter, flags, value);
            flags = KEYED_HASH;
        }
        int rest = end - position;
        flags |= CHUNK_END | rootFlag;
        if (rest == Blake3Compression.BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, position, rest, counter, flags, value);
        } else {
            Arrays.fill(block, rest, block.length, (byte) 0);
            System.arraycopy(bytes, position, block, 0, rest);
            Blake3Compression.compress(value, block, 0, rest, counter, flags, value);
        }
    }

    /** Joins the subtree at this place of the stack with the one in {@link #value}. */
    private void parent(int place, int rootFlag) {
        System.arraycopy(stack, place * HASH_BYTES, block, 0, HASH_BYTES);
        write(block, HASH_BYTES);
        Blake3Compression.compress(key, block, 0, block.length, 0, KEYED_HASH | PARENT | rootFlag, value);
    }

    private void push(int place) {
        write(stack, place * HASH_BYTES);
    }

    private void write(byte[] to, int offset) {
        for (int i = 0; i < value.length; i++) {
            WORDS.set(to, offset + 4 * i, value[i]);
        }
    }
}
