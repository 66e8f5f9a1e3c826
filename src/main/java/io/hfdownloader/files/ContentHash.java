package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/** The two hashes the Hub names content by. */
public final class ContentHash {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int SHA256_DIGITS = 64;

    private ContentHash() {}

    /** Whether the hash that an etag names is SHA-256, as for all that is kept outside git; else it is that of a git blob. */
    public static boolean isSha256(String etag) {
        return etag.length() == SHA256_DIGITS;
    }

    /** A hash that is of the same kind as the etag: SHA-256, or that of a git blob of this size (SHA-1). */
    public static MessageDigest digestFor(String etag, long sizeBytes) {
        try {
            if (isSha256(etag)) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + sizeBytes + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has both
        }
    }

    /**
     * Whether a file's content is that of the etag. Blocks for as long as reading takes.
     *
     * @param cancelled asked after each MiB
     * @param hashed told after each MiB how many bytes from the start have gone through the hash
     * @throws CancellationException when cancelled
     */
    public static boolean matches(Path file, String etag, BooleanSupplier cancelled, LongConsumer hashed)
            throws IOException {
        return matches(file, etag, null, cancelled, hashed);
    }

    /**
     * The same, and has the sums of its blocks made on the way.
     *
     * @param sums of a file of this size, told nothing yet; null for none
     */
    public static boolean matches(
            Path file, String etag, @Nullable BlockSums sums, BooleanSupplier cancelled, LongConsumer hashed)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest digest = digestFor(etag, channel.size());
            long done = 0;
            for (int count = channel.read(buffer); count >= 0; count = channel.read(buffer)) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("Hashing was cancelled");
                }
                buffer.flip();
                if (sums != null) {
                    sums.update(buffer);
                }
                digest.update(buffer);
                buffer.clear();
                done += count;
                hashed.accept(done);
            }
            return HexFormat.of().formatHex(digest.digest()).equals(etag);
        }
    }
}
