package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import io.hfdownloader.files.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * One file of a repo at one commit, as the Hub lists it. There may be hundreds of thousands at a time, so all of it stands in a
 * table; {@link #path}, {@link #etag}, {@link #blobId} and {@link #xetHash} spell it each time.
 *
 * <p>The path is <em>not</em> checked: it comes from outside and may be hostile. Only
 * {@code RepoLayout} of the library turns it into a place on disk.
 *
 * @param table what all of it stands in
 * @param row where
 */
public record RepoFile(FileTable table, int row) {

    private static final HexFormat HEX = HexFormat.of();

    /** What is packed, in the first byte: a blob id alone; SHA-256 and blob id, and a Xet hash behind them; or texts that are no hashes. */
    private static final byte IN_GIT = 0;

    private static final byte IN_LFS = 1;
    private static final byte SPELLED = 2;

    static final int BLOB_BYTES = 20;
    static final int SHA256_BYTES = 32;
    private static final int BLOB_START = 1 + SHA256_BYTES;
    private static final int XET_START = BLOB_START + BLOB_BYTES;

    /**
     * A file by itself.
     *
     * @param path path from the repo's root, with {@code /}
     * @param sizeBytes length of the content
     * @param etag SHA-256 of the content (64 hex digits) for LFS and Xet files, git blob SHA-1 (40) for the rest
     * @param blobId git object id; for an LFS file that of its pointer
     * @param xetHash address in Xet storage, 64 hex digits, or null
     */
    public RepoFile(String path, long sizeBytes, String etag, String blobId, @Nullable String xetHash) {
        this(new FileTable(1), 0);
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("Negative size of " + path);
        }
        table.add(path, sizeBytes, packed(etag, blobId, xetHash));
    }

    /** Path from the repo's root, with {@code /}. */
    public String path() {
        return table.path(row);
    }

    /** Length of the content. */
    public long sizeBytes() {
        return table.sizeBytes(row);
    }

    /** Its hashes as a table keeps them. */
    static byte[] packed(String etag, String blobId, @Nullable String xetHash) {
        boolean blob = isHash(blobId, BLOB_BYTES);
        if (blob && etag.equals(blobId) && xetHash == null) {
            byte[] bytes = new byte[1 + BLOB_BYTES];
            bytes[0] = IN_GIT;
            parse(etag, bytes, 1);
            return bytes;
        }
        boolean stored = xetHash == null || isHash(xetHash, SHA256_BYTES);
        if (blob && stored && isHash(etag, SHA256_BYTES)) {
            byte[] bytes = new byte[xetHash == null ? XET_START : XET_START + SHA256_BYTES];
            bytes[0] = IN_LFS;
            parse(etag, bytes, 1);
            parse(blobId, bytes, BLOB_START);
            parse(xetHash == null ? "" : xetHash, bytes, XET_START);
            return bytes;
        }
        return spelled(etag + "\n" + blobId + (xetHash == null ? "" : "\n" + xetHash));
    }

    private static void parse(String hash, byte[] bytes, int start) {
        for (int at = 0; at < hash.length(); at += 2) {
            bytes[start + at / 2] =
                    (byte) (HexFormat.fromHexDigit(hash.charAt(at)) << 4 | HexFormat.fromHexDigit(hash.charAt(at + 1)));
        }
    }

    /** Whether it is a hash of so many bytes, in lower case; there may be a million of them. */
    static boolean isHash(String text, int bytes) {
        for (int at = 0; at < text.length(); at++) {
            char digit = text.charAt(at);
            if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return text.length() == 2 * bytes;
    }

    private static byte[] spelled(String texts) {
        byte[] bytes = texts.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[1 + bytes.length];
        all[0] = SPELLED;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }

    /** SHA-256 of the content for LFS and Xet files, git blob SHA-1 for the rest, in hex digits. */
    public String etag() {
        byte[] hashes = table.hashes(row);
        return switch (hashes[0]) {
            case IN_GIT -> HEX.formatHex(hashes, 1, 1 + BLOB_BYTES);
            case IN_LFS -> HEX.formatHex(hashes, 1, BLOB_START);
            default -> spelled(hashes)[0];
        };
    }

    /** Git object id; for an LFS file that of its pointer. */
    public String blobId() {
        byte[] hashes = table.hashes(row);
        return switch (hashes[0]) {
            case IN_GIT -> etag();
            case IN_LFS -> HEX.formatHex(hashes, BLOB_START, XET_START);
            default -> spelled(hashes)[1];
        };
    }

    /** Address in Xet storage, 64 hex digits, or null. */
    public @Nullable String xetHash() {
        byte[] hashes = table.hashes(row);
        return switch (hashes[0]) {
            case IN_GIT -> null;
            case IN_LFS -> hashes.length > XET_START ? HEX.formatHex(hashes, XET_START, hashes.length) : null;
            default -> spelled(hashes).length > 2 ? spelled(hashes)[2] : null;
        };
    }

    private static String[] spelled(byte[] hashes) {
        return new String(hashes, 1, hashes.length - 1, StandardCharsets.UTF_8).split("\n", 3);
    }

    /** True when the content is kept outside git, so that {@link #etag} is its SHA-256. */
    public boolean isLfs() {
        byte kind = table.hashes(row)[0];
        return kind == IN_LFS || kind == SPELLED && ContentHash.isSha256(etag());
    }

    /** The file's hash in Xet storage, if it is there. */
    public Optional<String> xet() {
        return Optional.ofNullable(xetHash());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof RepoFile file)) {
            return false;
        }
        return file == this
                || file.table == table && file.row == row
                || file.sizeBytes() == sizeBytes()
                        && file.path().equals(path())
                        && Arrays.equals(file.table.hashes(file.row), table.hashes(row));
    }

    @Override
    public int hashCode() {
        return path().hashCode();
    }

    @Override
    public String toString() {
        return path() + " (" + sizeBytes() + " bytes, " + etag() + ")";
    }
}
