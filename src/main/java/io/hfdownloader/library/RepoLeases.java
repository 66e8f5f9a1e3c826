package io.hfdownloader.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hfdownloader.library.layout.LibraryException;

/** Who works in which folder: many at once, or one who deletes. Never waits. */
final class RepoLeases {

    private final Map<Path, Integer> users = new HashMap<>();
    private final Set<Path> deleting = new HashSet<>();

    synchronized RepoLease takeShared(Path folder, String name) {
        if (deleting.stream().anyMatch(other -> overlap(other, folder))) {
            throw LibraryException.inUse(name, "deleting", name + " is being deleted. Try again when that is done.");
        }
        users.merge(folder, 1, Integer::sum);
        return once(() -> release(folder));
    }

    synchronized RepoLease takeExclusive(Path folder, String name) {
        return takeExclusive(folder, name, 0);
    }

    /** For a holder of a shared lease of the folder; nobody else may hold one. */
    synchronized RepoLease upgradeToExclusive(Path folder, String name) {
        return takeExclusive(folder, name, 1);
    }

    private RepoLease takeExclusive(Path folder, String name, int own) {
        if (users.getOrDefault(folder, 0) > own
                || users.keySet().stream().anyMatch(other -> !other.equals(folder) && overlap(other, folder))) {
            throw LibraryException.inUse(
                    name, "download", "A download uses " + name + ". Cancel it first, or wait until it has ended.");
        }
        if (deleting.stream().anyMatch(other -> overlap(other, folder))) {
            throw LibraryException.inUse(name, "deleting", name + " is being deleted already.");
        }
        deleting.add(folder);
        return once(() -> releaseExclusive(folder));
    }

    private synchronized void release(Path folder) {
        users.computeIfPresent(folder, (key, count) -> count == 1 ? null : count - 1);
    }

    private synchronized void releaseExclusive(Path folder) {
        deleting.remove(folder);
    }

    /** An old model without a namespace may have the folder that is another's namespace. */
    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static RepoLease once(Runnable release) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                release.run();
            }
        };
    }
}
