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

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.UntrustedText;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a second server out of a models directory. The system releases it when this process ends, however it ends. */
final class LibraryLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LibraryLock.class);
    private static final int MAX_HOLDER_BYTES = 300;

    private final RootFolder root;
    private final Path file;
    private FileChannel channel;
    private @Nullable Object key;

    private LibraryLock(RootFolder root, Path file, FileChannel channel) throws IOException {
        this.root = root;
        this.file = file;
        this.channel = channel;
        this.key = root.attributes(file).fileKey();
    }

    /**
     * Takes the lock. Blocks, but does not wait for another holder.
     *
     * @throws LibraryUnavailableException that says who holds it
     */
    static LibraryLock acquire(RootFolder root, Path file) throws IOException {
        FileChannel channel = open(root, file);
        try {
            return new LibraryLock(root, file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(RootFolder root, Path file) throws IOException {
        FileChannel channel =
                root.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
        return channel;
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
    synchronized void renew() throws IOException {
        if (key == null || key.equals(found())) {
            return;
        }
        FileChannel before = channel;
        channel = open(root, file);
        key = root.attributes(file).fileKey();
        before.close();
    }

    private @Nullable Object found() throws IOException {
        try {
            return root.attributes(file).fileKey();
        } catch (NoSuchFileException removed) {
            return null;
        }
    }

    @Override
    public synchronized void close() throws IOException {
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
