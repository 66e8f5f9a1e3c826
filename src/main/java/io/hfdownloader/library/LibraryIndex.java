package io.hfdownloader.library;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.hfdownloader.cache.SingleFlight;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.FolderWatch;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.store.VerifiedStore;
import io.hfdownloader.library.swap.MovingFolders;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/** Keeps what the last scan found, and lets one scan serve all who wait for it. */
final class LibraryIndex {

    private static final Logger LOG = Logger.getLogger(LibraryIndex.class);
    private static final Duration MAX_SCAN_WAIT = Duration.ofSeconds(60);

    private final RepoLayout layout;
    private final FolderWatch watch;
    private final LibraryScan scan;
    private final ReentrantLock scanning = new ReentrantLock();
    private final SingleFlight<Boolean> rescan =
            new SingleFlight<>(task -> Infrastructure.getDefaultWorkerPool().execute(task), this::rescan);
    private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), false, 0);

    private record Snapshot(
            List<LibraryModel> models, List<SkippedFolder> skippedFolders, boolean taken, long takenAt) {
        boolean isSince(long nanoTime) {
            return taken && takenAt - nanoTime >= 0;
        }
    }

    LibraryIndex(RepoLayout layout, MovingFolders moving, VerifiedStore verified) {
        this.layout = layout;
        this.watch = FolderWatch.of(layout.root());
        this.scan = new LibraryScan(layout.rootFolder(), moving, verified, watch);
    }

    void close() {
        try {
            watch.close();
        } catch (IOException | RuntimeException atTheEnd) {
            LOG.debug("What watched the folders could not be closed", atTheEnd);
        }
    }

    List<LibraryModel> models() {
        return snapshot.models();
    }

    /** Whether there was a scan at all. */
    boolean hasScanned() {
        return snapshot.taken();
    }

    /** Whether the last scan began at this {@link System#nanoTime} or later. */
    boolean isSince(long nanoTime) {
        return snapshot.isSince(nanoTime);
    }

    List<SkippedFolder> skippedFolders() {
        return snapshot.skippedFolders();
    }

    /** What a scan found that began at this {@link System#nanoTime} or later; an older one if that takes too long. Blocks. */
    List<LibraryModel> modelsSince(long nanoTime) throws IOException {
        refresh(nanoTime);
        return snapshot.models();
    }

    /**
     * As {@link #modelsSince(long)}, for many: nobody blocks, and all who wait share a scan. Fails when the disk does not answer.
     *
     * @param patience how long the disk may take for one answer; a scan needs many
     */
    Uni<List<LibraryModel>> modelsSince(long nanoTime, Duration patience) {
        long askedAt = System.nanoTime();
        return Uni.createFrom().deferred(() -> modelsSince(nanoTime, patience, askedAt));
    }

    private Uni<List<LibraryModel>> modelsSince(long nanoTime, Duration patience, long askedAt) {
        boolean takesTooLong = System.nanoTime() - askedAt > MAX_SCAN_WAIT.toNanos();
        if (snapshot.isSince(nanoTime) || takesTooLong && snapshot.taken()) {
            return Uni.createFrom().item(snapshot.models());
        }
        return rescan.result()
                .ifNoItem()
                .after(patience)
                .on(WaitTimers.shared())
                .recoverWithUni(() -> takesTooLong || scan.isSilentFor(patience)
                        ? Uni.createFrom().failure(DiskException.silent(layout.title()))
                        : Uni.createFrom().item(false))
                .chain(done -> modelsSince(nanoTime, patience, askedAt));
    }

    private boolean rescan() throws IOException {
        refresh(System.nanoTime());
        return true;
    }

    /** Nobody waits behind a scan to which the disk does not answer any more. */
    private boolean hasTurn() {
        long since = System.nanoTime();
        try {
            while (!scanning.tryLock(LibraryDisk.ANSWER_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                if (scan.isSilentFor(LibraryDisk.ANSWER_TIMEOUT)) {
                    throw DiskException.silent(layout.title());
                }
                if (System.nanoTime() - since > MAX_SCAN_WAIT.toNanos()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes sure that there was a scan since then. Blocks. */
    void refresh(long nanoTime) throws IOException {
        if (snapshot.isSince(nanoTime)) {
            return;
        }
        if (!hasTurn()) {
            return;
        }
        scan.begin();
        try {
            if (!snapshot.isSince(nanoTime)) {
                long now = System.nanoTime();
                layout.requireRoot();
                List<LibraryModel> models = scan.run();
                layout.requireRoot(); // what stands in its place has no models, and what was known stands
                snapshot = new Snapshot(models, scan.skippedFolders(), true, now);
            }
        } finally {
            scan.end();
            scanning.unlock();
        }
    }
}
