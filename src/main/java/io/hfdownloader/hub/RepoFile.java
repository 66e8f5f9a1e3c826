package io.hfdownloader.hub;

import java.util.Optional;

import io.hfdownloader.files.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * One file of a repo at one commit, as the Hub lists it.
 *
 * <p>The path is <em>not</em> checked: it comes from outside and may be hostile. Only
 * {@code RepoLayout} of the library turns it into a place on disk.
 *
 * @param path path from the repo's root, with {@code /}
 * @param sizeBytes length of the content
 * @param etag SHA-256 of the content (64 hex digits) for LFS and Xet files, git blob SHA-1 (40) for the rest
 * @param blobId git object id; for an LFS file that of its pointer
 * @param xetHash address in Xet storage, 64 hex digits, or null
 */
public record RepoFile(
        String path,
        long sizeBytes,
        String etag,
        String blobId,
        @Nullable String xetHash) {

    public RepoFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("Negative size of " + path);
        }
    }

    /** True when the content is kept outside git, so that {@link #etag} is its SHA-256. */
    public boolean isLfs() {
        return ContentHash.isSha256(etag);
    }

    /** The file's hash in Xet storage, if it is there. */
    public Optional<String> xet() {
        return Optional.ofNullable(xetHash);
    }
}
