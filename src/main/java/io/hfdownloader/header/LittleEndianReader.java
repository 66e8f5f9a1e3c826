package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the numbers and texts of a GGUF header from bytes that may end anywhere. Nothing is allocated by an unchecked length. */
final class LittleEndianReader {

    private static final int MAX_TEXT_BYTES = 64 * 1024;

    private final ByteBuffer bytes;

    /** The bytes at hand end before the header does. */
    static final class EndOfBytesException extends RuntimeException {
        EndOfBytesException() {
            super("The header goes on beyond the bytes at hand", null, false, false);
        }
    }

    LittleEndianReader(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int u8() {
        requireBytes(1);
        return bytes.get() & 0xff;
    }

    int u16() {
        requireBytes(2);
        return bytes.getShort() & 0xffff;
    }

    int i32() {
        requireBytes(4);
        return bytes.getInt();
    }

    long u32() {
        return i32() & 0xffff_ffffL;
    }

    /** As it stands; values beyond 2^63 come out negative and are for the caller to refuse. */
    long i64() {
        requireBytes(8);
        return bytes.getLong();
    }

    float f32() {
        requireBytes(4);
        return bytes.getFloat();
    }

    double f64() {
        requireBytes(8);
        return bytes.getDouble();
    }

    /** A text with its length in front; a longer one than any name is passed over and comes out cut. */
    String text() {
        long length = length();
        int kept = (int) Math.min(length, MAX_TEXT_BYTES);
        byte[] text = new byte[kept];
        bytes.get(text);
        skip(length - kept);
        return new String(text, StandardCharsets.UTF_8);
    }

    void skipText() {
        skip(length());
    }

    void skip(long count) {
        requireBytes(count);
        bytes.position(bytes.position() + (int) count);
    }

    private long length() {
        long length = i64();
        requireBytes(length);
        return length;
    }

    private void requireBytes(long count) {
        if (count < 0) {
            throw new InvalidHeaderException("The file's header names a length that cannot be.");
        }
        if (count > bytes.remaining()) {
            throw new EndOfBytesException();
        }
    }
}
