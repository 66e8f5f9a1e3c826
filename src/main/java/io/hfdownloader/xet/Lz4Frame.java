package io.hfdownloader.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unpacks one LZ4 frame (<a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">format</a>) of known
 * unpacked length: any frame of version 1 without a dictionary, checksums checked where it has them.
 */
final class Lz4Frame {

    private static final int MAGIC = 0x184D2204;
    private static final int VERSION_BITS = 0xC0;
    private static final int VERSION_1 = 0x40;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUMS = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED_AND_DICTIONARY = 0x03;
    private static final int RAW = 0x80000000;
    private static final int MIN_BLOCK_CODE = 4;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] in;
    private final int end;
    private final byte[] out;
    private final int length;
    private int from;
    private int to;

    private Lz4Frame(byte[] in, int start, int end, byte[] out, int length) {
        this.in = in;
        this.from = start;
        this.end = end;
        this.out = out;
        this.length = length;
    }

    /**
     * Unpacks the frame that fills {@code in} from {@code start} to {@code end} into the first {@code length} bytes of
     * {@code out}.
     *
     * @throws BadXorbException when it is no such frame, or does not unpack to exactly that length
     */
    static void unpack(byte[] in, int start, int end, byte[] out, int length) {
        new Lz4Frame(in, start, end, out, length).unpack();
    }

    private void unpack() {
        int descriptor = from + 4;
        if (word("its magic number") != MAGIC) {
            throw bad("does not begin as one");
        }
        int flags = octet();
        int sizes = octet();
        boolean known = (flags & VERSION_BITS) == VERSION_1 && (flags & RESERVED_AND_DICTIONARY) == 0;
        if (!known || (sizes & 0x8F) != 0 || sizes >> 4 < MIN_BLOCK_CODE) {
            throw bad("is of a kind that is not known here");
        }
        if ((flags & CONTENT_SIZE) != 0) {
            require(8, "its content size");
            if ((long) LONGS.get(in, from) != length) {
                throw bad("announces another length than the chunk");
            }
            from += 8;
        }
        int descriptorEnd = from;
        if (octet() != (XxHash32.of(in, descriptor, descriptorEnd - descriptor) >>> 8 & 0xFF)) {
            throw bad("has a header with a wrong checksum");
        }
        blocks(flags, 1 << 2 * (sizes >> 4) + 8);
        if (to != length) {
            throw bad("unpacks to " + to + " bytes instead of " + length);
        }
        if ((flags & CONTENT_CHECKSUM) != 0 && word("its checksum") != XxHash32.of(out, 0, length)) {
            throw bad("has content with a wrong checksum");
        }
        if (from != end) {
            throw bad("ends before the chunk does");
        }
    }

    private void blocks(int flags, int maxBlockBytes) {
        for (int size = word("its end mark"); size != 0; size = word("its end mark")) {
            int stored = size & ~RAW;
            if (stored > maxBlockBytes) {
                throw bad("has a block that is larger than it may be");
            }
            require(stored, "a block");
            int outEnd = Math.min(length, to > length - maxBlockBytes ? length : to + maxBlockBytes);
            int start = to;
            if ((size & RAW) == 0) {
                int history = (flags & INDEPENDENT) != 0 ? start : 0;
                to = Lz4Block.unpack(in, from, from + stored, out, start, outEnd, history);
            } else {
                if (stored > outEnd - start) {
                    throw bad("unpacks to more bytes than the chunk has");
                }
                System.arraycopy(in, from, out, start, stored);
                to += stored;
            }
            from += stored;
            if ((flags & BLOCK_CHECKSUMS) != 0
                    && word("a block's checksum") != XxHash32.of(in, from - 4 - stored, stored)) {
                throw bad("has a block with a wrong checksum");
            }
        }
    }

    private int octet() {
        require(1, "its header");
        return in[from++] & 0xFF;
    }

    private int word(String what) {
        require(4, what);
        int word = (int) WORDS.get(in, from);
        from += 4;
        return word;
    }

    private void require(int bytes, String what) {
        if (bytes > end - from) {
            throw bad("ends before " + what);
        }
    }

    private static BadXorbException bad(String what) {
        return new BadXorbException("The LZ4 frame " + what);
    }
}
