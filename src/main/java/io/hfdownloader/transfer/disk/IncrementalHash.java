package io.hfdownloader.transfer.disk;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.vertx.core.buffer.Buffer;

/**
 * The hash of one file while it arrives: follows the bytes from the start as far as they are there without a gap.
 * Used by one worker at a time.
 */
final class IncrementalHash {

    private final RepoFile file;
    private final MessageDigest digest;
    private long hashedBytes;

    IncrementalHash(RepoFile file) {
        this.file = file;
        this.digest = ContentHash.digestFor(file.etag(), file.sizeBytes());
    }

    /** Bytes hashed so far. */
    long hashedBytes() {
        return hashedBytes;
    }

    /** Blocks. Takes in the file up to {@code end}, which must be there. */
    long catchUp(PartialFile partial, long end) {
        partial.digest(digest, new ByteRange(hashedBytes, end));
        hashedBytes = end;
        return hashedBytes;
    }

    /** Takes in bytes that follow on what was hashed and are still in hand. Blocks as long as hashing takes. */
    void update(List<Buffer> buffers, long end) {
        for (Buffer buffer : buffers) {
            digest.update(buffer.getByteBuf().nioBuffer());
        }
        hashedBytes = end;
    }

    /** To be asked once, when all bytes are in. */
    boolean matches() {
        return HexFormat.of().formatHex(digest.digest()).equals(file.etag());
    }
}
