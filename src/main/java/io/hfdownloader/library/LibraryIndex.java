package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps what the last scan found, and lets one scan serve all who wait for it. */
final class LibraryIndex {

    private static final long MAX_SCAN_WAIT_SECONDS = 60;

    private final LibraryScan scan;
    private final ReentrantLock scanning = new ReentrantLock();
    private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), false, 0);

    private record Snapshot(
            List<LibraryModel> models, List<SkippedFolder> skippedFolders, boolean taken, long takenAt) {
        boolean isSince(long nanoTime) {
            return taken && takenAt - nanoTime >= 0;
        }
    }

    LibraryIndex(Path root) {
        this.scan = new LibraryScan(root);
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
                snapshot = new Snapshot(scan.run(), scan.skippedFolders(), true, now);
            }
        } finally {
            scanning.unlock();
        }
    }
}
