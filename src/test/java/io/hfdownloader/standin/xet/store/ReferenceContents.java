package io.hfdownloader.standin.xet.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What the files of the fixtures hold: they were made by formulas, and are made again here. */
final class ReferenceContents {

    private static final String[] WORDS = {
        "tensor", "weight", "layer", "norm", "attention", "query", "key", "value",
        "bias", "embedding", "token", "model", "shard", "index", "hidden", "head"
    };
    private static final int DIGEST = 32;

    private ReferenceContents() {}

    static Map<String, byte[]> all() {
        byte[] random = stream("random", 400_001);
        byte[] block = stream("block", 150_000);
        byte[] edit = stream("edit", 420_000);
        byte[] text = text(14_000);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("empty.bin", new byte[0]);
        files.put("one.bin", ascii("A"));
        files.put("tiny.txt", ascii("Hello, Xet!\n"));
        files.put("text.txt", text);
        files.put("random.bin", random);
        files.put("bf16.bin", joined(bf16(160_001), new byte[] {0x7F}));
        files.put("f32.bin", joined(f32(80_000), new byte[] {1, 2, 3}));
        files.put("zeros.bin", new byte[400_000]);
        files.put("repeat.bin", joined(block, part(text, 0, 150_000), block, new byte[300_000], block));
        files.put("edit-v1.bin", edit);
        files.put(
                "edit-v2.bin",
                joined(part(edit, 0, 210_000), ascii("<<a small edit>>"), part(edit, 210_000, edit.length)));
        files.put(
                "patchwork.bin",
                joined(
                        part(random, 0, 170_000),
                        part(text, 0, 200_000),
                        part(random, 260_000, random.length),
                        block,
                        part(text, 350_000, text.length),
                        part(random, 0, 100_000)));
        return files;
    }

    /** Pseudo-random bytes: SHA-256 of the seed and a counter. */
    static byte[] stream(String seed, int length) {
        byte[] all = new byte[(length + DIGEST - 1) / DIGEST * DIGEST];
        for (int i = 0; i * DIGEST < length; i++) {
            System.arraycopy(sha256(seed + ":" + i), 0, all, i * DIGEST, DIGEST);
        }
        return Arrays.copyOf(all, length);
    }

    /** Numbered lines of six words. */
    static byte[] text(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            byte[] digest = sha256("text:" + i);
            text.append(String.format("%08d", i));
            for (int j = 0; j < 6; j++) {
                text.append(' ').append(WORDS[digest[j] & 15]);
            }
            text.append('\n');
        }
        return ascii(text.toString());
    }

    /** Half-precision weights: likely exponents, any mantissa. */
    static byte[] bf16(int count) {
        ByteBuffer random = words("bf16", count);
        ByteBuffer out = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int word = random.getInt();
            out.putShort((short) ((word >>> 7 & 1) << 15 | exponent(word) << 7 | word & 127));
        }
        return out.array();
    }

    private static byte[] f32(int count) {
        ByteBuffer random = words("f32", 2 * count);
        ByteBuffer out = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int word = random.getInt();
            int mantissa = random.getInt();
            out.putInt((word >>> 7 & 1) << 31 | exponent(word) << 23 | (mantissa & 0xFFFF) << 7);
        }
        return out.array();
    }

    private static int exponent(int word) {
        return 118 + Integer.bitCount(word >>> 8 & 255) - 4;
    }

    private static ByteBuffer words(String seed, int count) {
        return ByteBuffer.wrap(stream(seed, 4 * count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] bytes : parts) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ascii(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
