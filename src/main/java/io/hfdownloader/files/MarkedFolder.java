package io.hfdownloader.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A folder that is recognised by a random id in a small file inside of it, wherever its disk is mounted again. What stands in its
 * place when the disk has gone, an empty mount point or another folder, is not taken for it. All methods block, briefly.
 */
public final class MarkedFolder {

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);
    private static final int MAX_LOOKS_BEFORE = 12;

    private final RootFolder root;
    private final Path folder;
    private final Path marker;
    private final String title;
    private final MarkerLock lock;
    private final Duration patience;
    private final @Nullable Object key;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Long lookingSince;
    private volatile @Nullable Seen confirmed;

    /** Null on a full disk that has not taken a marker yet: then the folder itself, as the system numbers it, has to be the same. */
    private volatile @Nullable String id;

    /** See {@link #setTaken}. */
    private volatile boolean taken;

    /** Which file of the system the marker was when the id was read last: one look at it tells whether it is the same. */
    private record Seen(Object key, FileTime modified) {}

    private MarkedFolder(RootFolder root, Path marker, String title, Duration patience) throws IOException {
        this.root = root;
        this.folder = root.path();
        this.marker = marker;
        this.title = title;
        this.lock = new MarkerLock(root, marker, patience);
        this.patience = patience;
        this.key = key(folder);
        mark();
    }

    /**
     * Recognises the folder as it is now, and marks it when nobody has; a full disk is marked when there is room.
     *
     * @param marker a file in it, whose own folder is there
     * @param title what users call it, as the beginning of a sentence
     */
    public static MarkedFolder of(RootFolder root, Path marker, String title) throws IOException {
        return of(root, marker, title, MAX_WAIT);
    }

    /** @param patience how long a look may take before nobody waits for it any more */
    static MarkedFolder of(RootFolder root, Path marker, String title, Duration patience) throws IOException {
        return new MarkedFolder(root, marker, title, patience);
    }

    private void mark() throws IOException {
        try {
            if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
                AtomicFile.write(root, marker, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            id = lock.read();
        } catch (IOException full) {
            if (key == null || !DiskException.isNoRoom(full)) {
                throw full;
            }
        }
    }

    private static @Nullable Object key(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }

    /** Where it is, or was. */
    public Path folder() {
        return folder;
    }

    /** Returns when it is there, and fails with a sentence when it is not. */
    public void require() {
        Optional<DiskException> absence = absence();
        if (absence.isPresent()) {
            throw absence.get();
        }
    }

    /**
     * Why it cannot be used now; empty when it is there. On a disk that does not answer only the first one waits for ever: one
     * looks at a time, and who waits behind a look that takes too long is told so.
     */
    public Optional<DiskException> absence() {
        return absence(taken);
    }

    private Optional<DiskException> absence(boolean isTaken) {
        if (!hasTurn()) {
            return Optional.of(DiskException.silent(title));
        }
        try {
            lookingSince = System.nanoTime();
            Optional<DiskException> away = lookedAt();
            return away.isPresent() || !isTaken ? away : Optional.of(takenByAnother());
        } finally {
            lookingSince = null;
            looking.unlock();
        }
    }

    private boolean hasTurn() {
        long arrived = System.nanoTime();
        try {
            for (long left = patience.toNanos(); left > 0; left = left(arrived)) {
                if (looking.tryLock() || looking.tryLock(Math.min(left, left(arrived)), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long to wait for the look that runs; one of which the beginning is not known has begun on arrival, or later. */
    private long left(long arrived) {
        long now = System.nanoTime();
        Long began = lookingSince;
        long left = patience.toNanos() - (now - (began == null ? arrived : began));
        return Math.min(left, MAX_LOOKS_BEFORE * patience.toNanos() - (now - arrived));
    }

    private Optional<DiskException> lookedAt() {
        try {
            String known = id;
            if (known == null) {
                return Objects.equals(key, key(folder)) ? Optional.empty() : away("another folder is there now", null);
            }
            Seen now = look();
            if (now == null || !now.equals(confirmed)) {
                if (!lock.read().equals(known)) {
                    return away("the folder that is there now is another one, by its marker " + marker(), null);
                }
                confirmed = now;
            }
            return Optional.empty();
        } catch (NoSuchFileException missing) {
            return away(
                    Files.isDirectory(folder)
                            ? "what is there now, perhaps an empty mount point, has not its marker " + marker()
                            : "nothing is there",
                    missing);
        } catch (IOException failure) {
            DiskException told = DiskException.of("it", failure);
            return away(
                    told.kind() == DiskException.Kind.DISCONNECTED
                            ? "the connection to its disk is lost"
                            : String.valueOf(failure.getMessage()),
                    failure);
        }
    }

    private Optional<DiskException> away(String reason, @Nullable IOException cause) {
        return Optional.of(DiskException.away(
                title + " is not there: " + reason
                        + ". Mount it or put it back; nothing is written meanwhile. To use what is there now, restart"
                        + " the server.",
                cause));
    }

    private DiskException takenByAnother() {
        return DiskException.away(
                title + " cannot be used: another server has taken it. Stop that one, or give this"
                        + " one a directory of its own; nothing is written meanwhile.",
                null);
    }

    private Path marker() {
        return folder.relativize(marker);
    }

    /** Null where the system does not tell files apart. */
    private @Nullable Seen look() throws IOException {
        BasicFileAttributes found = Files.readAttributes(marker, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.fileKey() == null ? null : new Seen(found.fileKey(), found.lastModifiedTime());
    }

    /**
     * Locks the marker until {@link #release}, so that no other process takes the folder for its own; again where it was replaced.
     *
     * @return false when another process has locked it. True also where the disk knows no locks
     * @throws DiskException when the folder is away, so that another one's marker is not locked
     */
    public boolean hold() throws IOException {
        Optional<DiskException> absence = absence(false);
        if (absence.isPresent()) {
            throw absence.get();
        }
        if (id == null) {
            mark();
        }
        return id == null || lock.hold();
    }

    /** From now on, or until it is told otherwise, this folder is another server's: it counts as away. */
    public void setTaken(boolean taken) {
        this.taken = taken;
    }

    /** Lets others lock it. */
    public void release() throws IOException {
        lock.release();
    }

    /**
     * Makes a folder in it, with those above; never below what stands in its place when it is away.
     *
     * @throws DiskException when it is away
     */
    public void makeFolder(Path below) throws IOException {
        if (Files.isDirectory(below)) {
            return;
        }
        require();
        List<Path> made;
        try {
            made = root.makeFolder(below);
        } catch (IOException failure) {
            require(); // it may have gone away in this very moment
            throw failure;
        }
        Optional<DiskException> absence = absence();
        if (absence.isPresent()) { // it went away in this very moment
            for (int last = made.size() - 1; last >= 0; last--) {
                root.delete(made.get(last));
            }
            throw absence.get();
        }
    }
}
