package io.hfdownloader.access;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON file among the program's state that nobody but its owner may read. It names its format: what a later program wrote
 * is neither read nor overwritten. All methods block.
 */
final class StateFile {

    static final int FORMAT = 1;

    private static final Logger LOG = Logger.getLogger(StateFile.class);
    private static final long LOOK_MILLIS = 20;
    private static final int MAX_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT_FIELD = "format";

    private final Supplier<RootFolder> root;
    private final Supplier<Path> place;

    /** @param place where it is; asked each time, and fails while the models directory is away */
    StateFile(Supplier<RootFolder> root, Supplier<Path> place) {
        this.root = root;
        this.place = place;
    }

    /** A change of what stands in it. */
    interface Change {
        /** @return what is to stand there, or null to leave it */
        @Nullable
        ObjectNode of(JsonNode before) throws IOException;
    }

    /** Changes when another process writes it. */
    Object version() throws IOException {
        try {
            BasicFileAttributes found = root.get().attributes(place.get());
            return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /** An empty object where there is no file. */
    JsonNode read() throws IOException {
        Path file = place.get();
        try (FileChannel channel = root.get().open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > MAX_BYTES) {
                throw new IOException(file + " is too large to be what this program wrote. Remove it.");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            JsonNode read = JSON.readTree(bytes.array(), 0, bytes.position());
            int format = read == null ? 0 : read.path(FORMAT_FIELD).asInt(0);
            if (format != FORMAT) {
                throw new IOException(file + " has format " + format + ", and this program knows " + FORMAT
                        + ". Use the version that wrote it, or remove the file.");
            }
            return read;
        } catch (NoSuchFileException none) {
            return JSON.createObjectNode();
        }
    }

    /**
     * Reads, changes and replaces it; another process that does the same waits meanwhile.
     *
     * @param wait how long to wait for such a process
     * @return false when that has not ended in this time, and nothing was changed
     */
    synchronized boolean change(Duration wait, Change change) throws IOException {
        Path file = place.get();
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = root.get().open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isLocked(channel, wait)) { // closing it gives the lock back
                return false;
            }
            ObjectNode next = change.of(read());
            if (next != null) {
                next.put(FORMAT_FIELD, FORMAT);
                AtomicFile.writePrivately(root.get(), file, JSON.writeValueAsBytes(next));
            }
            return true;
        }
    }

    /** Where the disk knows no locks, a command at the same moment is the only thing that one would be for. */
    private static boolean isLocked(FileChannel channel, Duration wait) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (!isFree(channel)) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The program ends");
        } catch (IOException noLocks) {
            LOG.debugf("No lock on this disk: %s", noLocks.getMessage());
        }
        return true;
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) { // this process has it, by another channel
            return false;
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
