package io.hfdownloader.standin.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Content that costs no memory: each eight bytes are a mix (SplitMix64) of the seed and their position. */
final class GeneratedContent extends Content {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Hashes of what is slow to hash, by a compiler without the processor's instructions; all tests that serve the same share them. */
    private static final Map<Key, String> KNOWN_HASHES = new ConcurrentHashMap<>();

    private static final int MAX_KNOWN_HASHES = 10_000;
    private static final long MIN_KNOWN_HASH_BYTES = 16 * 1024;

    private final byte[] head;
    private final long seed;

    GeneratedContent(byte[] head, long seed, long size) {
        super(size);
        if (head.length > size) {
            throw new IllegalArgumentException("A head of " + head.length + " bytes does not fit into " + size);
        }
        this.head = head.clone();
        this.seed = seed;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        int at = 0;
        while (at < length && offset + at < head.length) {
            target[at] = head[(int) offset + at];
            at++;
        }
        while (at < length && ((offset + at) & 7) != 0) {
            target[at] = byteAt(offset + at);
            at++;
        }
        long word = (offset + at) >>> 3;
        for (; at + 8 <= length; at += 8) {
            LONGS.set(target, at, mix(word++));
        }
        for (; at < length; at++) {
            target[at] = byteAt(offset + at);
        }
    }

    @Override
    String hash(String algorithm, byte[] prefix) {
        if (size() < MIN_KNOWN_HASH_BYTES) {
            return super.hash(algorithm, prefix);
        }
        if (KNOWN_HASHES.size() > MAX_KNOWN_HASHES) {
            KNOWN_HASHES.clear();
        }
        Key key = new Key(algorithm, Arrays.hashCode(head), head.length, seed, size());
        return KNOWN_HASHES.computeIfAbsent(key, ignored -> super.hash(algorithm, prefix));
    }

    private byte byteAt(long offset) {
        return (byte) (mix(offset >>> 3) >>> ((offset & 7) * 8));
    }

    private long mix(long word) {
        long z = seed + (word + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private record Key(String algorithm, int headHash, int headLength, long seed, long size) {}
}
