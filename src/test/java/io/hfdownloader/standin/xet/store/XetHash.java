package io.hfdownloader.standin.xet.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/** 32 bytes as four little-endian numbers, which is how their text is written. */
public record XetHash(long a, long b, long c, long d) {

    /** The hash of nothing. */
    public static final XetHash ZERO = new XetHash(0, 0, 0, 0);

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{64}");

    static XetHash ofRaw(byte[] raw) {
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        return new XetHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Reads 64 hex digits; empty for anything else. */
    public static Optional<XetHash> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new XetHash(word(text, 0), word(text, 1), word(text, 2), word(text, 3)));
    }

    byte[] raw() {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** Whether a group of a Merkle tree may end with it. */
    boolean endsGroup() {
        return (d & 3) == 0;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x%016x%016x", a, b, c, d);
    }

    private static long word(String text, int index) {
        return Long.parseUnsignedLong(text.substring(16 * index, 16 * index + 16), 16);
    }
}
