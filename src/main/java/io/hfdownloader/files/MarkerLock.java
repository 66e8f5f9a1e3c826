package io.hfdownloader.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.hfdownloader.program.ShutdownLimits;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The marker of a folder, which is read and locked. Whoever closes a file loses the locks that this process has on it (POSIX):
 * so the one that is locked is not opened again, and nobody opens it while it is being locked. All methods block.
 */
final class MarkerLock {

    private static final Logger LOG = Logger.getLogger(MarkerLock.class);
    private static final int MAX_BYTES = 100;

    /** Behind all that is in it: some systems let nobody read what is locked. */
    private static final long LOCKED_BYTE = 1 << 20;

    private final RootFolder root;
    private final Path marker;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable OpenedFile held; // only in turn

    /** @param patience how long to wait, at the end, for a disk that does not answer */
    MarkerLock(RootFolder root, Path marker, Duration patience) {
        this.root = root;
        this.marker = marker;
        this.patience = patience;
    }

    /**
     * Locks it, again where it was replaced.
     *
     * @return false when another process has locked it. True also where the disk knows no locks
     */
    boolean hold() throws IOException {
        turn.lock();
        try {
            OpenedFile before = held;
            Object key = root.attributes(marker).fileKey();
            if (key == null || before != null && key.equals(before.key())) {
                return true;
            }
            return lock(OpenedFile.of(root, marker, StandardOpenOption.READ, StandardOpenOption.WRITE), before);
        } finally {
            turn.unlock();
        }
    }

    private boolean lock(OpenedFile opened, @Nullable OpenedFile before) throws IOException {
        boolean knowsLocks = true;
        boolean isLocked = false;
        try {
            isLocked = opened.channel().tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException byThisProcess) {
            // which is another one, too
        } catch (IOException noLocks) {
            knowsLocks = false;
        }
        if (!isLocked) {
            opened.channel().close();
            return !knowsLocks;
        }
        held = opened;
        if (before != null) {
            before.channel().close();
        }
        return true;
    }

    /** Lets others lock it; where the disk does not answer, they may when this process has ended. */
    void release() throws IOException {
        try {
            if (!turn.tryLock(Math.min(patience.toNanos(), ShutdownLimits.LOCK.toNanos()), TimeUnit.NANOSECONDS)) {
                LOG.warnf("%s is locked until this process has ended: its disk does not answer.", marker);
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            OpenedFile before = held;
            held = null;
            if (before != null) {
                before.channel().close();
            }
        } finally {
            turn.unlock();
        }
    }

    /** What is in it, without white space around it. */
    String read() throws IOException {
        turn.lock();
        try {
            OpenedFile now = held;
            if (now == null || !isStill(now)) {
                return read(marker);
            }
            ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
            int length = Math.max(0, now.channel().read(bytes, 0));
            return new String(bytes.array(), 0, length, StandardCharsets.US_ASCII).strip();
        } finally {
            turn.unlock();
        }
    }

    private boolean isStill(OpenedFile file) throws IOException {
        Object found = Files.readAttributes(marker, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return found != null && found.equals(file.key());
    }

    private static String read(Path marker) throws IOException {
        try (InputStream in = Files.newInputStream(marker, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }
}
