package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Undoes the grouping of bytes by their position modulo 4, which makes floating-point weights compress better. */
final class ByteGroups {

    private static final int GROUPS = 4;
    private static final int WORD = 8;
    private static final long BYTES = 0x00FF00FF00FF00FFL;
    private static final long PAIRS = 0x0000FFFF0000FFFFL;
    private static final long FOURS = 0x00000000FFFFFFFFL;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteGroups() {}

    /** Puts the first {@code length} grouped bytes back into their order, into the first bytes of {@code out}. */
    static void undo(byte[] grouped, byte[] out, int length) {
        int minLength = length / GROUPS;
        int longer = length % GROUPS; // this many of the groups have one byte more
        int second = minLength + (longer > 0 ? 1 : 0);
        int third = second + minLength + (longer > 1 ? 1 : 0);
        int fourth = third + minLength + (longer > 2 ? 1 : 0);
        int i = 0;
        for (; i <= minLength - WORD; i += WORD) {
            long a = (long) WORDS.get(grouped, i);
            long b = (long) WORDS.get(grouped, second + i);
            long c = (long) WORDS.get(grouped, third + i);
            long d = (long) WORDS.get(grouped, fourth + i);
            join(a, b, c, d, out, GROUPS * i);
        }
        for (; i < minLength; i++) {
            int at = GROUPS * i;
            out[at] = grouped[i];
            out[at + 1] = grouped[second + i];
            out[at + 2] = grouped[third + i];
            out[at + 3] = grouped[fourth + i];
        }
        int rest = GROUPS * minLength;
        if (longer > 0) {
            out[rest] = grouped[minLength];
        }
        if (longer > 1) {
            out[rest + 1] = grouped[second + minLength];
        }
        if (longer > 2) {
            out[rest + 2] = grouped[third + minLength];
        }
    }

    /** Eight bytes of each group at once: neighbours to pairs, pairs to fours, and two of those to each word. */
    private static void join(long a, long b, long c, long d, byte[] out, int at) {
        long evenAb = a & BYTES | (b & BYTES) << 8; // a0 b0 a2 b2 ...
        long oddAb = a >>> 8 & BYTES | b & ~BYTES; // a1 b1 a3 b3 ...
        long evenCd = c & BYTES | (d & BYTES) << 8;
        long oddCd = c >>> 8 & BYTES | d & ~BYTES;
        long zeroAndFour = evenAb & PAIRS | evenCd << 16 & ~PAIRS; // a0 b0 c0 d0 a4 b4 c4 d4
        long twoAndSix = evenAb >>> 16 & PAIRS | evenCd & ~PAIRS;
        long oneAndFive = oddAb & PAIRS | oddCd << 16 & ~PAIRS;
        long threeAndSeven = oddAb >>> 16 & PAIRS | oddCd & ~PAIRS;
        WORDS.set(out, at, zeroAndFour & FOURS | oneAndFive << 32);
        WORDS.set(out, at + WORD, twoAndSix & FOURS | threeAndSeven << 32);
        WORDS.set(out, at + 2 * WORD, zeroAndFour >>> 32 | oneAndFive & ~FOURS);
        WORDS.set(out, at + 3 * WORD, twoAndSix >>> 32 | threeAndSeven & ~FOURS);
    }
}
