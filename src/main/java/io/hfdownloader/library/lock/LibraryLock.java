package io.hfdownloader.library.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.OpenedFile;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.program.ShutdownLimits;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server out of a models directory. The system releases it when this process ends, however it ends; on disks that several
 * machines share, or that know no locks, its file tells as well whether the {@link LockHolder} is alive.
 */
public final class LibraryLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LibraryLock.class);
    private static final int MAX_HOLDER_BYTES = 400;
    private static final Pattern SHARED = Pattern.compile(
            "nfs\\d?|cifs|smb\\w*|afpfs|9p|virtiofs|afs|ceph|glusterfs|lustre|gpfs|beegfs|ocfs2|gfs2?|webdav|davfs|fuse\\..*|fuseblk|fuse");

    private final RootFolder root;
    private final Path file;
    private final boolean isShared;
    private final ReentrantLock turn = new ReentrantLock();
    private OpenedFile held; // only in turn

    private LibraryLock(RootFolder root, Path file, boolean isShared, OpenedFile held) {
        this.root = root;
        this.file = file;
        this.isShared = isShared;
        this.held = held;
    }

    /**
     * Takes the lock. Blocks, but does not wait for another holder.
     *
     * @throws LibraryUnavailableException that says who holds it
     */
    public static LibraryLock acquire(RootFolder root, Path file) throws IOException {
        return acquire(root, file, isShared(kindOfDisk(Objects.requireNonNull(file.getParent()))));
    }

    /** Not told where a container has no list of its disks; that is no reason not to start. */
    private static String kindOfDisk(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException untold) {
            LOG.debugf("The kind of the models directory's disk is not known: %s", untold.getMessage());
            return "";
        }
    }

    /** @param isShared whether other machines may use the disk, too */
    public static LibraryLock acquire(RootFolder root, Path file, boolean isShared) throws IOException {
        return new LibraryLock(root, file, isShared, open(root, file, isShared));
    }

    /** Whether other machines may use a disk of this kind, whose locks may be of one machine alone. */
    public static boolean isShared(String kind) {
        return SHARED.matcher(kind.toLowerCase(Locale.ROOT)).matches();
    }

    private static OpenedFile open(RootFolder root, Path file, boolean isShared) throws IOException {
        OpenedFile opened =
                OpenedFile.of(root, file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileChannel channel = opened.channel();
            Optional<LockHolder> before = LockHolder.parse(read(channel));
            boolean knowsLocks = true;
            try {
                if (!isLocked(channel)) {
                    throw taken(before.map(LockHolder::toString).orElse("which does not tell its name"));
                }
            } catch (IOException noLocks) {
                knowsLocks = false;
                LOG.warnf(
                        "The models directory's disk knows no locks (%s): see that only one server uses it.",
                        noLocks.getMessage());
            }
            LockHolder self = LockHolder.self(isShared || !knowsLocks);
            if (before.isPresent()) {
                refuseLiving(root, file, before.get(), self, knowsLocks);
            }
            sign(opened, self, knowsLocks);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.channel().close();
            throw e;
        }
    }

    /** On a full disk the lock of the system has to do, so that somebody can make room there. */
    private static void sign(OpenedFile opened, LockHolder self, boolean knowsLocks) throws IOException {
        try {
            write(opened, self.text());
        } catch (IOException failure) {
            if (!knowsLocks || !DiskException.isNoRoom(failure)) {
                throw failure;
            }
            opened.channel().truncate(0); // half of a name is nobody's
            LOG.warn("The disk is full, so that others are not told which server works there.");
        }
    }

    private static void refuseLiving(RootFolder root, Path file, LockHolder before, LockHolder self, boolean knowsLocks)
            throws IOException {
        Duration silence = silence(root, file);
        if (before.isAlive(self, knowsLocks, silence)) {
            throw taken(before + ", whose last sign of life is " + Math.max(0, silence.toSeconds())
                    + " s old; one that has crashed is passed over after " + LockHolder.LIFE.toSeconds() + " s");
        }
        LOG.infof("%s had the models directory and has ended without letting go of it", before);
    }

    /** By the clock of the disk alone: those of two machines may differ. */
    private static Duration silence(RootFolder root, Path file) throws IOException {
        Path probe = file.resolveSibling(file.getFileName() + "-clock");
        AtomicFile.write(root, probe, new byte[0]); // which takes no room
        Instant now = root.attributes(probe).lastModifiedTime().toInstant();
        root.delete(probe);
        return Duration.between(root.attributes(file).lastModifiedTime().toInstant(), now);
    }

    /** The refusal that tells who has it. */
    public static LibraryUnavailableException taken(String holder) {
        return new LibraryUnavailableException("Another server works in this models directory (" + holder
                + "). Stop it, or give this one a directory of its own.");
    }

    /**
     * Gives a sign of life where one is needed, and takes it anew where its file was removed or replaced, so that others find it. To be
     * called twice a minute. Blocks.
     *
     * @throws LibraryUnavailableException when another server has taken it meanwhile
     */
    public void renew() throws IOException {
        turn.lock();
        try {
            OpenedFile before = held;
            if (before.key() == null || before.key().equals(found())) {
                giveSign(before);
                return;
            }
            held = open(root, file, isShared);
            before.channel().close();
        } finally {
            turn.unlock();
        }
    }

    /** A machine that has slept may find that another server took it for dead, and the file for itself. */
    private void giveSign(OpenedFile opened) throws IOException {
        String text = read(opened.channel());
        Optional<LockHolder> holder = LockHolder.parse(text);
        if (text.isEmpty()) {
            sign(opened, LockHolder.self(isShared), true); // there may be room by now
        }
        if (holder.isEmpty() || !holder.get().givesSigns()) {
            return;
        }
        if (!holder.equals(LockHolder.parse(LockHolder.self(true).text()))) {
            throw taken(holder.get().toString());
        }
        write(opened, holder.get().text());
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
            if (!turn.tryLock(ShutdownLimits.LOCK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The models directory is locked until this process has ended: its disk does not answer.");
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        try (FileChannel closing = held.channel()) {
            closing.truncate(0); // whoever finds it knows that nobody has crashed
        } finally {
            turn.unlock();
        }
    }

    /** @throws IOException when the disk knows no locks */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        int length = channel.read(text, 0);
        return new String(text.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    private static void write(OpenedFile opened, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int written = opened.channel().write(ByteBuffer.wrap(bytes), 0);
        opened.channel().truncate(written);
        opened.channel().force(true);
    }
}
