package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unpacks one block of LZ4 (<a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">format</a>). Whatever the
 * bytes say, nothing is read or written outside of the bounds that the caller gives.
 *
 * <p>Weights are short sequences: no literals or one, a match of four bytes or five. So a call costs more than the copy. Where
 * there is room, a whole word is written in one step, and the next copy overwrites what was too much.
 */
final class Lz4Block {

    private static final int MIN_MATCH_BYTES = 4;
    private static final int EXTENDED_LENGTH = 15;
    private static final int WORD = 8;

    /** From here on a call costs less than words. */
    private static final int LONG_COPY_BYTES = 64;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Lz4Block() {}

    /**
     * Unpacks a block.
     *
     * @param in packed bytes from {@code inStart} to {@code inEnd}
     * @param out receives the unpacked bytes from {@code outStart} on; up to {@code outEnd} it may be used meanwhile
     * @param outEnd where they must end at the latest
     * @param history where the bytes begin that matches may refer to; {@code outStart} for an independent block
     * @return where the unpacked bytes end
     * @throws BadXorbException when it is no such block
     */
    static int unpack(byte[] in, int inStart, int inEnd, byte[] out, int outStart, int outEnd, int history) {
        int from = inStart;
        int to = outStart;
        while (from < inEnd) {
            int token = in[from++] & 0xFF;
            int literals = token >>> 4;
            if (literals <= WORD && inEnd - from > WORD + 2 && outEnd - to >= WORD) {
                WORDS.set(out, to, (long) WORDS.get(in, from));
            } else {
                if (literals == EXTENDED_LENGTH) {
                    int more = extensionBytes(in, from, inEnd);
                    literals += extension(in, from, more);
                    from += more;
                }
                if (literals > inEnd - from || literals > outEnd - to) {
                    throw bad("has literals that lead beyond its end");
                }
                System.arraycopy(in, from, out, to, literals);
                if (from + literals == inEnd) {
                    return to + literals;
                }
                if (inEnd - from - literals < 2) {
                    throw bad("ends within an offset");
                }
            }
            from += literals;
            to += literals;

            int offset = (short) SHORTS.get(in, from) & 0xFFFF;
            from += 2;
            int length = token & EXTENDED_LENGTH;
            if (length == EXTENDED_LENGTH) {
                int more = extensionBytes(in, from, inEnd);
                length += extension(in, from, more);
                from += more;
            }
            length += MIN_MATCH_BYTES;
            if (offset == 0 || offset > to - history) {
                throw bad("refers to bytes that do not exist");
            }
            if (length > outEnd - to) {
                throw bad("has a match that leads beyond its end");
            }
            if (length <= WORD && offset >= WORD && outEnd - to >= WORD) {
                WORDS.set(out, to, (long) WORDS.get(out, to - offset));
            } else {
                copyMatch(out, to, offset, length, outEnd);
            }
            to += length;
        }
        throw bad("ends where a token should stand");
    }

    /** A match may run into itself: then what was just written is what is read. */
    private static void copyMatch(byte[] out, int to, int offset, int length, int outEnd) {
        if (length >= LONG_COPY_BYTES && length <= offset) {
            System.arraycopy(out, to - offset, out, to, length);
            return;
        }
        int end = to + length;
        int at = to;
        int distance = offset;
        if (offset < WORD) { // after the first word, each is read from a multiple of the offset further back
            for (; at < end && at < to + WORD; at++) {
                out[at] = out[at - offset];
            }
            distance += (WORD - 1) / offset * offset;
        }
        for (; at < end && at <= outEnd - WORD; at += WORD) {
            WORDS.set(out, at, (long) WORDS.get(out, at - distance));
        }
        for (; at < end; at++) {
            out[at] = out[at - distance];
        }
    }

    /** How many bytes a length of 15 or more goes on for: all but the last are 255. */
    private static int extensionBytes(byte[] in, int from, int inEnd) {
        int at = from;
        while (at < inEnd) {
            if (in[at++] != (byte) 0xFF) {
                return at - from;
            }
        }
        throw bad("ends within a length");
    }

    private static int extension(byte[] in, int from, int bytes) {
        return 0xFF * (bytes - 1) + (in[from + bytes - 1] & 0xFF);
    }

    private static BadXorbException bad(String what) {
        return new BadXorbException("The LZ4 block " + what);
    }
}
