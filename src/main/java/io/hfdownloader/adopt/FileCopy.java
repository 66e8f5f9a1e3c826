package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
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
     * Where nothing is yet, a file with the content of another one.
     *
     * @param gathers a name for the partial file of these contents, beside which the copy gathers
     * @throws AdoptException when the content is another than the Hub's
     * @throws CancellationException when the work is stopped
     */
    void copy(Path source, Path gathers, Path place, RepoFile file) throws IOException {
        checkRoom(source, file);
        Path copy = gathers.resolveSibling(gathers.getFileName() + SUFFIX);
        try {
            String hash = through(source, copy, file);
            if (!hash.equals(file.etag())) {
                throw AdoptException.changed(from.path().relativize(source).toString());
            }
            to.move(copy, place);
        } finally {
            deleteQuietly(copy);
        }
    }

    /** Better than to find it out after an hour; what comes meanwhile is told as a full disk, too. */
    private void checkRoom(Path source, RepoFile file) throws IOException {
        long free = Files.getFileStore(to.path()).getUsableSpace();
        if (free < file.sizeBytes()) {
            throw new FileSystemException(source.toString(), null, "No space left on device");
        }
    }

    private String through(Path source, Path copy, RepoFile file) throws IOException {
        MessageDigest digest = ContentHash.digestFor(file.etag(), file.sizeBytes());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel in = from.open(source, StandardOpenOption.READ);
                FileChannel out = to.open(
                        copy,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (progress.isStopped()) {
                    throw new CancellationException("The adoption was stopped");
                }
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

    private void deleteQuietly(Path copy) {
        try {
            to.delete(copy);
        } catch (IOException moved) {
            return; // or a leftover, which is found
        }
    }
}
