package io.hfdownloader.library;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.RepoLayout;

/** Keeps what the last scan found, and lets one scan serve all who wait for it. */
final class LibraryIndex {

    private static final long MAX_SCAN_WAIT_SECONDS = 60;

    private final RepoLayout layout;
    private final LibraryScan scan;
    private final ReentrantLock scanning = new ReentrantLock();
    private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), false, 0);

    private record Snapshot(
            List<LibraryModel> models, List<SkippedFolder> skippedFolders, boolean taken, long takenAt) {
        boolean isSince(long nanoTime) {
            return taken && takenAt - nanoTime >= 0;
        }
    }

    LibraryIndex(RepoLayout layout) {
        this.layout = layout;
        this.scan = new LibraryScan(layout.root());
    }

    List<LibraryModel> models() {
        return snapshot.models();
    }

    List<SkippedFolder> skippedFolders() {
        return snapshot.skippedFolders();
    }

    /** What a scan found that began at this {@link System#nanoTime} or later; an older one if that takes too long. Blocks. */
    List<LibraryModel> modelsSince(long nanoTime) throws IOException {
        refresh(nanoTime);
        return snapshot.models();
    }

    /** Makes sure that there was a scan since then. Blocks. */
    void refresh(long nanoTime) throws IOException {
        if (snapshot.isSince(nanoTime)) {
            return;
        }
        try {
            if (!scanning.tryLock(MAX_SCAN_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (!snapshot.isSince(nanoTime)) {
                long now = System.nanoTime();
                layout.requireRoot();
                List<LibraryModel> models = scan.run();
                layout.requireRoot(); // what stands in its place has no models, and what was known stands
                snapshot = new Snapshot(models, scan.skippedFolders(), true, now);
            }
        } finally {
            scanning.unlock();
        }
    }
}
