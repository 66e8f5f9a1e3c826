package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;

/**
 * Copies a file to another disk, and holds each byte to the Hub's hash on its way. What was not copied whole leaves nothing; after a kill
 * the beginning lies among the partial files, where it counts as left over. All methods block.
 */
final class FileCopy {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final String SUFFIX = ".copy.incomplete";

    private final RootFolder from;
    private final RootFolder to;
    private final Progress progress;

    FileCopy(RootFolder from, RootFolder to, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * Makes a file with the content of another one, which is forced to the disk. Outside of all locks: it takes as long as the disks take.
     *
     * @param gathers a name for the partial file of these contents, beside which the copy gathers
     * @return where it is; to be moved from there, or removed
     * @throws AdoptException when the content is another than the Hub's
     * @throws CancellationException when the work is stopped
     */
    Path copy(Path source, Path gathers, RepoFile file) throws IOException {
        Path copy = gathers.resolveSibling(gathers.getFileName() + SUFFIX);
        boolean isWhole = false;
        try {
            isWhole = through(source, copy, file).equals(file.etag());
        } finally {
            if (!isWhole) {
                remove(copy);
            }
        }
        if (!isWhole) {
            throw AdoptException.changed(from.path().relativize(source).toString());
        }
        return copy;
    }

    private String through(Path source, Path copy, RepoFile file) throws IOException {
        MessageDigest digest = ContentHash.digestFor(file.etag(), file.sizeBytes());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long left = file.sizeBytes();
        try (FileChannel in = from.open(source, StandardOpenOption.READ);
                FileChannel out = to.open(
                        copy,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int count = in.read(buffer);
                    count >= 0 && left >= 0;
                    count = in.read(buffer)) { // one that grows is another
                if (progress.isStopped()) {
                    throw new CancellationException("The adoption was stopped");
                }
                left -= count;
                buffer.flip();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    int written = out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of one that is not wanted any more; what cannot be removed is a leftover, which is found. */
    void remove(Path copy) {
        try {
            to.delete(copy);
        } catch (IOException moved) {
            return;
        }
    }
}
