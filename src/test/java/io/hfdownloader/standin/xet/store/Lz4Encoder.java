package io.hfdownloader.standin.xet.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes LZ4 frames of one block, with the flags that the reference writes. Packs greedily. Not for several threads. */
final class Lz4Encoder {

    /** Bytes of a frame before its block: magic, flags, sizes, header checksum, length of the block. */
    static final int BLOCK_AT = 11;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAGIC = 0x184D2204;
    private static final int SMALL_BLOCK = 64 * 1024;
    private static final int HASH_BITS = 14;
    private static final int MIN_MATCH_BYTES = 4;
    private static final int END_LITERALS = 5;
    private static final int NO_MATCH_NEAR_END = 12;
    private static final int MAX_OFFSET = 65_535;
    private static final int RUN = 15;
    /** Where nothing matches, steps grow by one after this many bytes (as a power of two). */
    private static final int SKIP_TRIGGER = 6;

    private final int[] places = new int[1 << HASH_BITS];
    private byte[] out = new byte[0];
    private int position;

    /** A frame of the data, or an empty array if it would not be shorter than {@code limit}. */
    byte[] frame(byte[] data, int length, int limit) {
        out = new byte[length + length / 255 + 64];
        position = BLOCK_AT;
        block(data, length);
        int blockLength = position - BLOCK_AT;
        position += 4; // end mark
        if (position >= limit || blockLength >= length) {
            return new byte[0];
        }
        INTS.set(out, 0, MAGIC);
        out[4] = 0x60;
        out[5] = (byte) (length <= SMALL_BLOCK ? 0x40 : 0x50);
        out[6] = (byte) (length <= SMALL_BLOCK ? 0x82 : 0xFB);
        INTS.set(out, 7, blockLength);
        return Arrays.copyOf(out, position);
    }

    private void block(byte[] data, int length) {
        Arrays.fill(places, -1);
        int anchor = 0;
        int last = length - NO_MATCH_NEAR_END;
        int at = 0;
        while (at <= last) {
            int word = (int) INTS.get(data, at);
            int slot = (word * 0x9E3779B1) >>> (32 - HASH_BITS);
            int before = places[slot];
            places[slot] = at;
            if (before < 0 || at - before > MAX_OFFSET || (int) INTS.get(data, before) != word) {
                at += 1 + ((at - anchor) >>> SKIP_TRIGGER);
                continue;
            }
            int match = MIN_MATCH_BYTES;
            while (at + match < length - END_LITERALS && data[at + match] == data[before + match]) {
                match++;
            }
            sequence(data, anchor, at - anchor, at - before, match);
            at += match;
            anchor = at;
        }
        literals(data, anchor, length - anchor, 0);
    }

    private void sequence(byte[] data, int from, int count, int offset, int match) {
        int rest = match - MIN_MATCH_BYTES;
        literals(data, from, count, Math.min(rest, RUN));
        out[position++] = (byte) offset;
        out[position++] = (byte) (offset >>> 8);
        if (rest >= RUN) {
            number(rest - RUN);
        }
    }

    private void literals(byte[] data, int from, int count, int matchNibble) {
        out[position++] = (byte) (Math.min(count, RUN) << 4 | matchNibble);
        if (count >= RUN) {
            number(count - RUN);
        }
        System.arraycopy(data, from, out, position, count);
        position += count;
    }

    private void number(int value) {
        int left = value;
        for (; left >= 255; left -= 255) {
            out[position++] = (byte) 255;
        }
        out[position++] = (byte) left;
    }
}
