package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the numbers and texts of a GGUF header from bytes that may end anywhere. Nothing is allocated by an unchecked length. */
final class LittleEndianReader {

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

    /** So many bytes as text. */
    String text(int length) {
        requireBytes(length);
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    void skip(int count) {
        requireBytes(count);
        bytes.position(bytes.position() + count);
    }

    /** Bytes that were read or passed over. */
    int position() {
        return bytes.position();
    }

    /** Bytes at hand. */
    int remaining() {
        return bytes.remaining();
    }

    private void requireBytes(int count) {
        if (count > bytes.remaining()) {
            throw new EndOfBytesException();
        }
    }
}
