package io.hfdownloader.standin.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, readable from any offset without being held in memory.
 * Hashes are computed when first asked for, which blocks for as long as it takes to read the content once.
 */
public abstract class Content implements RandomAccessBytes {

    private static final int BLOCK = 256 * 1024;
    private static final long MAX_ARRAY_BYTES = 64L * 1024 * 1024;

    private final long size;
    private @Nullable String sha256;
    private @Nullable String gitSha1;

    Content(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("Negative size " + size);
        }
        this.size = size;
    }

    /** Exactly these bytes. */
    public static Content of(byte[] bytes) {
        return new ArrayContent(bytes);
    }

    /** This text in UTF-8. */
    public static Content of(String text) {
        return new ArrayContent(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Pseudo-random bytes that are the same for the same seed and size, made while they are read. */
    public static Content generated(long seed, long size) {
        return new GeneratedContent(new byte[0], seed, size);
    }

    /** Like {@link #generated} but beginning with the given bytes, which count towards the size. */
    public static Content generated(byte[] head, long seed, long size) {
        return new GeneratedContent(head, seed, size);
    }

    /** Pseudo-random bf16 weights, which can be packed by about a tenth; the same for the same seed, made while read. */
    public static Content weights(long seed, long size) {
        return new Bf16WeightsContent(seed, size);
    }

    /** These contents one after the other, which need not be held in memory. */
    public static Content joined(Content... parts) {
        return new ConcatenatedContent(
                Arrays.stream(parts).map(ConcatenatedContent.Slice::whole).toList());
    }

    /** The bytes from {@code from} up to {@code to}, the latter not included. */
    public final Content part(long from, long to) {
        return new ConcatenatedContent(List.of(new ConcatenatedContent.Slice(this, from, to - from)));
    }

    /** Of any size, to be listed but not fetched: reading it fails. */
    public static Content hollow(long size) {
        return hollow(new byte[0], size);
    }

    /** As {@link #hollow(long)}, but it begins with these bytes, which can be read, and nothing but zeros comes after them. */
    public static Content hollow(byte[] head, long size) {
        return new ListedOnlyContent(head, size);
    }

    /** Length in bytes. */
    @Override
    public final long size() {
        return size;
    }

    /** Copies {@code length} bytes from {@code offset} on to the start of {@code target}. */
    @Override
    public abstract void read(long offset, byte[] target, int length);

    /** All bytes; for small files only. */
    public final byte[] bytes() {
        if (size > MAX_ARRAY_BYTES) {
            throw new IllegalStateException(size + " bytes are too many for an array");
        }
        byte[] all = new byte[(int) size];
        read(0, all, all.length);
        return all;
    }

    /** Blocks. SHA-256 in hex. */
    public final synchronized String sha256() {
        if (sha256 == null) {
            sha256 = hash("SHA-256", new byte[0]);
        }
        return sha256;
    }

    /** Blocks. The id git gives to a blob with this content, in hex. */
    public final synchronized String gitSha1() {
        if (gitSha1 == null) {
            gitSha1 = hash("SHA-1", ("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        return gitSha1;
    }

    String hash(String algorithm, byte[] prefix) {
        MessageDigest digest = digest(algorithm);
        digest.update(prefix);
        byte[] block = new byte[(int) Math.min(BLOCK, size)];
        for (long offset = 0; offset < size; offset += block.length) {
            int length = (int) Math.min(block.length, size - offset);
            read(offset, block, length);
            digest.update(block, 0, length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String sha1Hex(String text) {
        return HexFormat.of().formatHex(digest("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String sha256Hex(String text) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    final void checkRange(long offset, byte[] target, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        Objects.checkFromIndexSize(0, length, target.length);
    }
}
