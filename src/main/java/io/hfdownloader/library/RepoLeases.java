package io.hfdownloader.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hfdownloader.library.layout.LibraryException;
import org.jspecify.annotations.Nullable;

/** Who works in which folder: many at once, or one who deletes. Never waits. */
final class RepoLeases {

    private final Map<Path, Integer> users = new HashMap<>();
    /** With the word for what is done there. */
    private final Map<Path, String> alone = new HashMap<>();

    private static final String DELETING = "deleting";
    private static final String MOVING = "moving";
    private static final String ADOPTING = "adopting";

    synchronized RepoLease takeShared(Path folder, String name) {
        String other = whoIsAlone(folder);
        if (other != null) {
            throw LibraryException.inUse(name, other, name + is(other) + ". Try again when that is done.");
        }
        users.merge(folder, 1, Integer::sum);
        return once(() -> release(folder));
    }

    synchronized RepoLease takeExclusive(Path folder, String name) {
        return takeExclusive(folder, name, 0, DELETING);
    }

    /** The same, for who neither deletes nor changes anything before all of it is somewhere else. */
    synchronized RepoLease takeToMove(Path folder, String name) {
        return takeExclusive(folder, name, 0, MOVING);
    }

    /** The same, for who puts files there that were found elsewhere. */
    synchronized RepoLease takeToAdopt(Path folder, String name) {
        return takeExclusive(folder, name, 0, ADOPTING);
    }

    private static String is(String doing) {
        return switch (doing) {
            case DELETING -> " is being deleted";
            case ADOPTING -> " is being adopted";
            default -> " is being moved to another directory";
        };
    }

    /** For a holder of a shared lease of the folder; nobody else may hold one. */
    synchronized RepoLease upgradeToExclusive(Path folder, String name) {
        return takeExclusive(folder, name, 1, DELETING);
    }

    private RepoLease takeExclusive(Path folder, String name, int own, String doing) {
        if (users.getOrDefault(folder, 0) > own
                || users.keySet().stream().anyMatch(other -> !other.equals(folder) && overlap(other, folder))) {
            throw LibraryException.inUse(
                    name, "download", "A download uses " + name + ". Cancel it first, or wait until it has ended.");
        }
        String other = whoIsAlone(folder);
        if (other != null) {
            throw LibraryException.inUse(
                    name,
                    other,
                    name + is(other) + (other.equals(doing) ? " already." : ". Try again when that is done."));
        }
        alone.put(folder, doing);
        return once(() -> releaseExclusive(folder));
    }

    private synchronized void release(Path folder) {
        users.computeIfPresent(folder, (key, count) -> count == 1 ? null : count - 1);
    }

    private synchronized void releaseExclusive(Path folder) {
        alone.remove(folder);
    }

    private @Nullable String whoIsAlone(Path folder) {
        return alone.entrySet().stream()
                .filter(other -> overlap(other.getKey(), folder))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
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
