package io.hfdownloader.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows by the events of the system in which folders nothing has changed, so that nobody has to look there. Where there are no events, or
 * not of all (other systems, disks of other machines, too many folders), it knows of nothing that it is unchanged, and all is looked at.
 * Not for two threads at once.
 *
 * <p>Above the folders that are asked about are their shelves, up to the root: what is put there or taken away are whole folders.
 */
public final class FolderWatch implements AutoCloseable {

    /** Of each about four hundred bytes are here, and a thousand in the system. */
    public static final int MAX_DIRECTORIES = 65_536;

    private static final Logger LOG = Logger.getLogger(FolderWatch.class);

    /** What no event tells, as writes by a mapping of memory, is seen after so long. */
    private static final long MAX_TRUST_NANOS = Duration.ofMinutes(10).toNanos();

    private static final long MAX_WAIT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Path SYSTEM_LIMIT = Path.of("/proc/sys/fs/inotify/max_user_watches");

    /** Those that only this machine writes to. */
    private static final Set<String> LOCAL =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "jfs", "tmpfs", "overlay");

    private static final WatchEvent.Kind<?>[] ALL = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final Path root;
    private final @Nullable WatchService events;
    private final @Nullable WatchSignal signal;
    private final @Nullable Object device;
    private final int limit;
    private final Map<WatchKey, Watched> watched = new HashMap<>();
    private final Set<Path> shelves = new HashSet<>();
    private final Set<Path> unchanged = new HashSet<>();
    private long trustedSinceNanos = System.nanoTime();
    private boolean full;

    /** @param folder that a directory belongs to; a shelf belongs to itself */
    private record Watched(Path folder, boolean isShelf) {}

    private FolderWatch(
            Path root,
            @Nullable WatchService events,
            @Nullable WatchSignal signal,
            @Nullable Object device,
            int limit) {
        this.root = root;
        this.events = events;
        this.signal = signal;
        this.device = device;
        this.limit = limit;
    }

    /** Knows of nothing that it is unchanged. */
    public static FolderWatch none(Path root) {
        return new FolderWatch(root, null, null, null, 0);
    }

    /** Watches folders below this one, where that can be done. Blocks briefly. */
    public static FolderWatch of(Path root) {
        return of(root, MAX_DIRECTORIES);
    }

    static FolderWatch of(Path root, int most) {
        try {
            if (System.getProperty("os.name", "").equals("Linux")
                    && LOCAL.contains(Files.getFileStore(root).type())) {
                return opened(root, (int) Math.min(most, systemLimit() / 2));
            }
        } catch (IOException | RuntimeException | LinkageError refused) {
            LOG.debugf(refused, "Changes in %s are looked for, as the system does not tell of them", root);
        }
        return none(root);
    }

    private static FolderWatch opened(Path root, int limit) throws IOException {
        WatchService events = FileSystems.getDefault().newWatchService();
        try {
            WatchSignal signal = WatchSignal.open(events);
            return new FolderWatch(root, events, signal, deviceOf(root), limit);
        } catch (IOException | RuntimeException refused) {
            events.close();
            throw refused;
        }
    }

    private static long systemLimit() throws IOException {
        try (InputStream in = Files.newInputStream(SYSTEM_LIMIT)) { // of such a file a second read gives nothing
            return Long.parseLong(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
        }
    }

    private static @Nullable Object deviceOf(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the system tells of changes at all; it has few such services to give, and each process may want one. */
    boolean isWatching() {
        return events != null;
    }

    /** Hears of all changes that were made before this is called. Blocks briefly. */
    public void look() {
        if (events == null || signal == null) {
            return;
        }
        boolean isTrusted = System.nanoTime() - trustedSinceNanos < MAX_TRUST_NANOS && hear(events, signal);
        if (!isTrusted) {
            unchanged.clear();
            trustedSinceNanos = System.nanoTime();
        }
    }

    /** False when not all was heard. */
    private boolean hear(WatchService events, WatchSignal signal) {
        try {
            signal.give();
            long since = System.nanoTime();
            boolean isHeard = false;
            while (!isHeard) {
                WatchKey key = events.poll(MAX_WAIT_NANOS - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
                if (key == null) {
                    return false;
                }
                isHeard = signal.isIn(key);
                if (!isHeard) {
                    handle(key);
                }
            }
            // What came to a directory while its key was read stands behind the signal, for each once.
            for (int left = watched.size(); left > 0; left--) {
                WatchKey late = events.poll(); // one that is taken and not reset is never heard of again
                if (late == null) {
                    break;
                }
                handle(late);
            }
            return true;
        } catch (IOException | RuntimeException refused) {
            LOG.debug("Changes cannot be heard of now", refused);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void handle(WatchKey key) {
        Watched of = watched.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                unchanged.clear();
            } else if (of != null) {
                changed(of.isShelf() ? of.folder().resolve((Path) event.context()) : of.folder());
            }
        }
        if (!key.reset()) {
            watched.remove(key);
            if (of != null) {
                shelves.remove(of.folder());
                changed(of.folder());
            }
        }
    }

    private void changed(Path folder) {
        unchanged.remove(folder);
        if (shelves.removeIf(shelf -> shelf.startsWith(folder))) { // perhaps others now, to be watched anew
            unchanged.removeIf(other -> other.startsWith(folder));
        }
    }

    /** What was read of this folder is not kept by who read it. */
    public void forget(Path folder) {
        unchanged.remove(folder);
    }

    /** The same of all folders. */
    public void forgetAll() {
        unchanged.clear();
    }

    /** Whether nothing in this folder has changed between the look that was noted last and the last {@link #look}. */
    public boolean isUnchanged(Path folder) {
        if (!unchanged.contains(folder)) {
            return false;
        }
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (!shelves.contains(above)) {
                return false;
            }
            if (above.equals(root)) {
                return true;
            }
        }
        return false;
    }

    /** A folder of folders is about to be read. */
    public void shelf(Path directory) {
        if (events != null && !shelves.contains(directory) && watch(directory, new Watched(directory, true)) != null) {
            shelves.add(directory);
        }
    }

    /** A folder is about to be looked at. */
    public FolderLook look(Path folder) {
        unchanged.remove(folder);
        return new FolderLook(folder);
    }

    private @Nullable WatchKey watch(Path directory, Watched of) {
        if (events == null || full || watched.size() >= limit) {
            return null;
        }
        try {
            if (!Objects.equals(device, deviceOf(directory))) {
                return null; // of another disk, of which nothing is known
            }
            WatchKey key = directory.register(events, ALL);
            watched.put(key, of);
            return key;
        } catch (AccessDeniedException notOurs) {
            return null;
        } catch (IOException | RuntimeException refused) {
            full = Files.isDirectory(directory); // else it has gone meanwhile
            if (full) {
                LOG.infof(
                        "The system watches no more than %d folders (%s); others are looked at again and again.",
                        watched.size(), refused.getMessage());
            }
            return null;
        }
    }

    /** One look at a folder, to be watched from then on. */
    public final class FolderLook {

        private final Path folder;
        private final List<WatchKey> keys = new ArrayList<>();
        private boolean isWhole = events != null;

        FolderLook(Path folder) {
            this.folder = folder;
        }

        /** A directory of it is about to be read. */
        public void directory(Path directory) {
            WatchKey key = isWhole ? watch(directory, new Watched(folder, false)) : null;
            if (key == null) {
                isWhole = false;
            } else {
                keys.add(key);
            }
        }

        /**
         * All was read.
         *
         * @param isAtRest false where it is written to just now: events of each write are worth nothing
         */
        public void end(boolean isAtRest) {
            if (isWhole && isAtRest) {
                unchanged.add(folder);
            } else {
                keys.forEach(key -> {
                    key.cancel();
                    watched.remove(key);
                });
                shelves.remove(folder);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (events != null) {
            events.close();
        }
        if (signal != null) {
            signal.close();
        }
    }
}
