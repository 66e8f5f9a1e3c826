package io.hfdownloader.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.hfdownloader.files.OpenedFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a second server out of a models directory. The system releases it when this process ends, however it ends. */
final class LibraryLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LibraryLock.class);
    private static final int MAX_HOLDER_BYTES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RootFolder root;
    private final Path file;
    private final ReentrantLock turn = new ReentrantLock();
    private OpenedFile held; // only in turn

    private LibraryLock(RootFolder root, Path file, OpenedFile held) {
        this.root = root;
        this.file = file;
        this.held = held;
    }

    /**
     * Takes the lock. Blocks, but does not wait for another holder.
     *
     * @throws LibraryUnavailableException that says who holds it
     */
    static LibraryLock acquire(RootFolder root, Path file) throws IOException {
        return new LibraryLock(root, file, open(root, file));
    }

    private static OpenedFile open(RootFolder root, Path file) throws IOException {
        OpenedFile opened =
                OpenedFile.of(root, file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel channel = opened.channel();
        try {
            if (lock(channel) == null) {
                throw taken(holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return opened;
    }

    static LibraryUnavailableException taken(String holder) {
        return new LibraryUnavailableException("Another server works in this models directory (" + holder
                + "). Stop it, or give this one a directory of its own.");
    }

    /**
     * Takes it anew where its file was removed or replaced, so that others find it. Blocks.
     *
     * @throws LibraryUnavailableException when another server has taken it meanwhile
     */
    void renew() throws IOException {
        turn.lock();
        try {
            OpenedFile before = held;
            if (before.key() == null || before.key().equals(found())) {
                return;
            }
            held = open(root, file);
            before.channel().close();
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Object found() throws IOException {
        try {
            return root.attributes(file).fileKey();
        } catch (NoSuchFileException removed) {
            return null;
        }
    }

    /** Where the disk does not answer, others may have it when this process has ended. */
    @Override
    public void close() throws IOException {
        try {
            if (!turn.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The models directory is locked until this process has ended: its disk does not answer.");
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            held.channel().close();
        } finally {
            turn.unlock();
        }
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
