package io.hfdownloader.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a second server out of a models directory. The system releases it when this process ends, however it ends. */
final class LibraryLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LibraryLock.class);
    private static final int MAX_HOLDER_BYTES = 300;

    private final FileChannel channel;

    private LibraryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Blocks, but does not wait for another holder.
     *
     * @throws LibraryUnavailableException that says who holds it
     */
    static LibraryLock acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            if (lock(channel) == null) {
                throw new LibraryUnavailableException("Another server works in this models directory ("
                        + holder(channel) + "). Stop it, or give this one a directory of its own.");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new LibraryLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The lock, an object without one where the disk knows no locks, or null when it is taken. */
    private static @Nullable Object lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock;
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            LOG.warnf(
                    "The models directory's disk knows no locks (%s): see that only one server uses it.",
                    e.getMessage());
            return channel;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        int length = channel.read(text, 0);
        return UntrustedText.name(new String(text.array(), 0, Math.max(0, length), StandardCharsets.UTF_8));
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** Not by {@code InetAddress}, which may wait for a name server. */
    private static String host() {
        try {
            return Files.readString(Path.of("/etc/hostname")).strip();
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", "this host"));
        }
    }
}
