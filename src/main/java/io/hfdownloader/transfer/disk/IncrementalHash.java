package io.hfdownloader.transfer.disk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.BlockSums;
import io.hfdownloader.files.ContentHash;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The hash of one file while it arrives: follows the bytes from the start as far as they are there without a gap.
 * Used by one worker at a time.
 */
final class IncrementalHash {

    private final RepoFile file;
    private final MessageDigest digest;
    private final @Nullable BlockSums sums;
    private long hashedBytes;

    IncrementalHash(RepoFile file) {
        this.file = file;
        this.sums = file.sizeBytes() < BlockSums.MIN_FILE_BYTES ? null : BlockSums.of(file.sizeBytes());
        this.digest = ContentHash.digestFor(file.etag(), file.sizeBytes());
    }

    /** Bytes hashed so far. */
    long hashedBytes() {
        return hashedBytes;
    }

    /** Blocks. Takes in the file up to {@code end}, which must be there. */
    long catchUp(PartialFile partial, long end) {
        partial.read(new ByteRange(hashedBytes, end), this::update);
        hashedBytes = end;
        return hashedBytes;
    }

    /** Takes in bytes that follow on what was hashed and are still in hand. Blocks as long as hashing takes. */
    void update(List<Buffer> buffers, long end) {
        for (Buffer buffer : buffers) {
            update(buffer.getByteBuf().nioBuffer());
        }
        hashedBytes = end;
    }

    private void update(ByteBuffer bytes) {
        if (sums != null) {
            sums.update(bytes);
        }
        digest.update(bytes);
    }

    /** The sums of its blocks, when all of it went through the hash; empty for a small file. */
    Optional<BlockSums> blockSums() {
        return Optional.ofNullable(sums).filter(BlockSums::isWhole);
    }

    /** To be asked once, when all bytes are in. */
    boolean matches() {
        return HexFormat.of().formatHex(digest.digest()).equals(file.etag());
    }
}
