package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.files.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * One file of a repo at one commit, as the Hub lists it. There may be hundreds of thousands at a time, so hashes are kept as
 * bytes; {@link #etag}, {@link #blobId} and {@link #xetHash} spell them.
 *
 * <p>The path is <em>not</em> checked: it comes from outside and may be hostile. Only
 * {@code RepoLayout} of the library turns it into a place on disk.
 *
 * @param path path from the repo's root, with {@code /}
 * @param sizeBytes length of the content
 * @param hashes as the other constructor packs them
 */
public record RepoFile(String path, long sizeBytes, byte[] hashes) {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    /** What is packed, in the first byte: a blob id alone; SHA-256 and blob id, and a Xet hash behind them; or texts that are no hashes. */
    private static final byte IN_GIT = 0;

    private static final byte IN_LFS = 1;
    private static final byte SPELLED = 2;

    private static final int BLOB_BYTES = 20;
    private static final int SHA256_BYTES = 32;
    private static final int BLOB_START = 1 + SHA256_BYTES;
    private static final int XET_START = BLOB_START + BLOB_BYTES;

    public RepoFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("Negative size of " + path);
        }
    }

    /**
     * @param etag SHA-256 of the content (64 hex digits) for LFS and Xet files, git blob SHA-1 (40) for the rest
     * @param blobId git object id; for an LFS file that of its pointer
     * @param xetHash address in Xet storage, 64 hex digits, or null
     */
    public RepoFile(String path, long sizeBytes, String etag, String blobId, @Nullable String xetHash) {
        this(path, sizeBytes, packed(etag, blobId, xetHash));
    }

    private static byte[] packed(String etag, String blobId, @Nullable String xetHash) {
        boolean blob = SHA1.matcher(blobId).matches();
        if (blob && etag.equals(blobId) && xetHash == null) {
            return packed(IN_GIT, HEX.parseHex(etag));
        }
        boolean stored = xetHash == null || SHA256.matcher(xetHash).matches();
        return blob && stored && SHA256.matcher(etag).matches()
                ? packed(IN_LFS, HEX.parseHex(etag + blobId + (xetHash == null ? "" : xetHash)))
                : packed(
                        SPELLED,
                        (etag + "\n" + blobId + (xetHash == null ? "" : "\n" + xetHash))
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(byte kind, byte[] bytes) {
        byte[] all = new byte[1 + bytes.length];
        all[0] = kind;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }

    /** SHA-256 of the content for LFS and Xet files, git blob SHA-1 for the rest, in hex digits. */
    public String etag() {
        return switch (hashes[0]) {
            case IN_GIT -> HEX.formatHex(hashes, 1, 1 + BLOB_BYTES);
            case IN_LFS -> HEX.formatHex(hashes, 1, BLOB_START);
            default -> spelled()[0];
        };
    }

    /** Git object id; for an LFS file that of its pointer. */
    public String blobId() {
        return switch (hashes[0]) {
            case IN_GIT -> etag();
            case IN_LFS -> HEX.formatHex(hashes, BLOB_START, XET_START);
            default -> spelled()[1];
        };
    }

    /** Address in Xet storage, 64 hex digits, or null. */
    public @Nullable String xetHash() {
        return switch (hashes[0]) {
            case IN_GIT -> null;
            case IN_LFS -> hashes.length > XET_START ? HEX.formatHex(hashes, XET_START, hashes.length) : null;
            default -> spelled().length > 2 ? spelled()[2] : null;
        };
    }

    private String[] spelled() {
        return new String(hashes, 1, hashes.length - 1, StandardCharsets.UTF_8).split("\n", 3);
    }

    /** True when the content is kept outside git, so that {@link #etag} is its SHA-256. */
    public boolean isLfs() {
        return hashes[0] == IN_LFS || hashes[0] == SPELLED && ContentHash.isSha256(etag());
    }

    /** The file's hash in Xet storage, if it is there. */
    public Optional<String> xet() {
        return Optional.ofNullable(xetHash());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof RepoFile file
                        && file.path.equals(path)
                        && file.sizeBytes == sizeBytes
                        && Arrays.equals(file.hashes, hashes);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path + " (" + sizeBytes + " bytes, " + etag() + ")";
    }
}
