package io.hfdownloader.library.leftover;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.leftover.Leftover.Kind;
import org.jboss.logging.Logger;

/**
 * What lies about in the folders of models and is of use to nobody. Nothing that was changed within the last day, that a download
 * or a program at work may need, or that somebody has locked is ever among it. Any thread; methods block for as long as it takes to
 * walk the folders.
 */
public final class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class);
    private static final int MAX_FOUND = 100_000;

    /** Walking all folders is much for what changes by the day. */
    private static final Duration CARE_INTERVAL = Duration.ofHours(6);

    private final RepoLayout layout;
    private final RootFolder root;
    private final Duration window;
    private final LeftoversHost host;
    private Instant nextCare = Instant.MIN;

    /** @param window after which they go by themselves; nothing for never */
    public Leftovers(RepoLayout layout, Duration window, LeftoversHost host) {
        this.layout = layout;
        this.root = layout.rootFolder();
        this.window = window;
        this.host = host;
    }

    /** All that is left, the largest first. */
    public List<Leftover> find() throws IOException {
        layout.requireRoot();
        HeldLocks locks = new HeldLocks();
        Instant now = Instant.now();
        List<ModelFolder> folders = host.folders();
        Set<Path> models = folders.stream().map(ModelFolder::folder).collect(Collectors.toSet());
        List<Leftover> found = new ArrayList<>();
        for (ModelFolder folder : folders) {
            if (found.size() < MAX_FOUND) {
                found.addAll(in(folder, models, locks, now));
            }
        }
        found.sort(Comparator.comparingLong(Leftover::bytes).reversed().thenComparing(Leftover::path));
        return found;
    }

    /**
     * Removes what is left at these places for good; what has changed since, or somebody works at, stays.
     *
     * @return what was removed
     */
    public List<Leftover> remove(Collection<String> paths) throws IOException {
        return remove(new HashSet<>(paths)::contains, leftover -> true);
    }

    /** Removes what was left for longer than the window, now and then. */
    public synchronized void care(Instant now) throws IOException {
        if (window.isZero() || now.isBefore(nextCare)) {
            return;
        }
        nextCare = now.plus(CARE_INTERVAL);
        List<Leftover> gone =
                remove(path -> true, leftover -> leftover.modified().isBefore(now.minus(window)));
        if (!gone.isEmpty()) {
            LOG.infof(
                    "%d files and folders that nobody has needed for %d days were removed",
                    gone.size(), window.toDays());
        }
    }

    private List<Leftover> remove(Predicate<String> places, Predicate<Leftover> chosen) throws IOException {
        layout.requireRoot();
        HeldLocks locks = new HeldLocks();
        List<ModelFolder> folders = host.folders();
        Set<Path> models = folders.stream().map(ModelFolder::folder).collect(Collectors.toSet());
        List<Leftover> removed = new ArrayList<>();
        for (ModelFolder folder : folders) {
            if (in(folder, models, locks, Instant.now()).stream()
                    .noneMatch(found -> places.test(found.path()) && chosen.test(found))) {
                continue; // nobody is kept out of it for nothing
            }
            try (LeftoversHost.Lease lease =
                    host.lease(folder)) { // looked at again while nobody can begin to work there
                for (Leftover leftover : in(folder, models, locks, Instant.now())) {
                    if (places.test(leftover.path()) && chosen.test(leftover) && remove(leftover)) {
                        removed.add(leftover);
                    }
                }
            } catch (LibraryException busy) {
                LOG.debugf("What is left in %s stays for now: %s", folder.repo(), busy.getMessage());
            }
        }
        return removed;
    }

    private List<Leftover> in(ModelFolder folder, Set<Path> models, HeldLocks locks, Instant now) throws IOException {
        boolean isWanted = host.isWanted(folder.repo());
        Predicate<Path> skipped = inside -> models.contains(inside) || host.isForeign(folder.folder(), inside);
        return new FolderSearch(layout.root(), folder, skipped, locks, now).run(isWanted);
    }

    private boolean remove(Leftover leftover) {
        Path place = layout.root().resolve(leftover.path());
        try {
            if (leftover.kind() == Kind.EMPTY_FOLDER) {
                try (OpenFolder above = root.openParent(place)) {
                    above.deleteFolder(above.name(String.valueOf(place.getFileName())));
                }
            } else if (leftover.kind() == Kind.PARTIAL_FILE) {
                removePartial(place);
            } else {
                root.delete(place);
            }
            return true;
        } catch (FileSystemException stays) {
            LOG.debugf(stays, "%s stays", place);
            return false;
        } catch (IOException stays) {
            LOG.debugf(stays, "%s cannot be removed", place);
            return false;
        }
    }

    /** What tells of it goes last: without it the file would be taken for one that begins at its start. */
    private void removePartial(Path place) throws IOException {
        String stem = FolderSearch.stem(String.valueOf(place.getFileName()));
        try (OpenFolder folder = root.openParent(place)) {
            folder.delete(folder.name(stem + RepoLayout.PARTIAL_SUFFIX.substring(1)));
            for (Path name : folder.names()) {
                if (name.toString().startsWith(stem) && RepoLayout.isPartialName(name.toString())) {
                    folder.delete(name);
                }
            }
        }
    }
}
