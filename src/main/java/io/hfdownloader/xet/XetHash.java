package io.hfdownloader.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A hash of 32 bytes as four numbers, the way Xet writes it: each group of eight bytes is a little-endian number, printed
 * with 16 hex digits. So its text is not the hex of its bytes.
 */
public record XetHash(long first, long second, long third, long fourth) {

    /** The file hash of a file without content. */
    public static final XetHash EMPTY = new XetHash(0, 0, 0, 0);

    static final int BYTES = 32;

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{64}");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when these are not 64 hex digits
     */
    public static XetHash parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("A Xet hash has 64 hex digits.");
        }
        return new XetHash(word(text, 0), word(text, 16), word(text, 32), word(text, 48));
    }

    /** From the bytes themselves. */
    static XetHash of(byte[] raw) {
        if (raw.length != BYTES) {
            throw new IllegalArgumentException("A Xet hash has " + BYTES + " bytes, not " + raw.length + ".");
        }
        return read(ByteBuffer.wrap(raw));
    }

    /** From the next 32 bytes. */
    static XetHash read(ByteBuffer bytes) {
        ByteBuffer words = bytes.slice(bytes.position(), BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + BYTES);
        return new XetHash(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** The 32 bytes. */
    byte[] raw() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** The text form, as it stands in addresses and answers. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }

    private static long word(String text, int at) {
        return HexFormat.fromHexDigitsToLong(text, at, at + 16);
    }
}
