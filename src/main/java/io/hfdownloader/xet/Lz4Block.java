package io.hfdownloader.xet;

import java.util.Arrays;

/**
 * Unpacks one block of LZ4 (<a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">format</a>). Whatever the
 * bytes say, nothing is read or written outside of the bounds that the caller gives.
 */
final class Lz4Block {

    private static final int MIN_MATCH_BYTES = 4;
    private static final int EXTENDED_LENGTH = 15;

    private final byte[] in;
    private final byte[] out;
    private int from;
    private int to;

    private Lz4Block(byte[] in, int from, byte[] out, int to) {
        this.in = in;
        this.from = from;
        this.out = out;
        this.to = to;
    }

    /**
     * Unpacks a block.
     *
     * @param in packed bytes from {@code inStart} to {@code inEnd}
     * @param out receives the unpacked bytes from {@code outStart} on
     * @param outEnd where they must end at the latest
     * @param history where the bytes begin that matches may refer to; {@code outStart} for an independent block
     * @return where the unpacked bytes end
     * @throws BadXorbException when it is no such block
     */
    static int unpack(byte[] in, int inStart, int inEnd, byte[] out, int outStart, int outEnd, int history) {
        return new Lz4Block(in, inStart, out, outStart).unpack(inEnd, outEnd, history);
    }

    private int unpack(int inEnd, int outEnd, int history) {
        while (true) {
            if (from >= inEnd) {
                throw bad("ends where a token should stand");
            }
            int token = in[from++] & 0xFF;
            int literals = token >>> 4;
            if (literals == EXTENDED_LENGTH) {
                literals = extendedLength(literals, inEnd, outEnd - to);
            }
            if (literals > inEnd - from || literals > outEnd - to) {
                throw bad("has literals that lead beyond its end");
            }
            System.arraycopy(in, from, out, to, literals);
            from += literals;
            to += literals;
            if (from == inEnd) {
                return to;
            }
            copyMatch(token & EXTENDED_LENGTH, inEnd, outEnd, history);
        }
    }

    private void copyMatch(int lengthCode, int inEnd, int outEnd, int history) {
        if (inEnd - from < 2) {
            throw bad("ends within an offset");
        }
        int offset = in[from] & 0xFF | (in[from + 1] & 0xFF) << 8;
        from += 2;
        int length = lengthCode;
        if (length == EXTENDED_LENGTH) {
            length = extendedLength(length, inEnd, outEnd - to);
        }
        length += MIN_MATCH_BYTES;
        if (offset == 0 || offset > to - history) {
            throw bad("refers to bytes that do not exist");
        }
        if (length > outEnd - to) {
            throw bad("has a match that leads beyond its end");
        }
        int source = to - offset;
        int end = to + length;
        if (offset == 1) {
            Arrays.fill(out, to, end, out[source]);
        } else {
            for (int at = to; at < end; ) { // a match may run into itself: what is copied doubles each time
                int step = Math.min(at - source, end - at);
                System.arraycopy(out, source, out, at, step);
                at += step;
            }
        }
        to = end;
    }

    /** Lengths from 15 on go on in further bytes, 255 in each but the last. */
    private int extendedLength(int start, int inEnd, int maxLength) {
        int length = start;
        int more;
        do {
            if (from >= inEnd) {
                throw bad("ends within a length");
            }
            more = in[from++] & 0xFF;
            length += more;
            if (length > maxLength) { // and so never overflows
                throw bad("has a length that leads beyond its end");
            }
        } while (more == 0xFF);
        return length;
    }

    private static BadXorbException bad(String what) {
        return new BadXorbException("The LZ4 block " + what);
    }
}
