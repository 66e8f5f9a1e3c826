package io.hfdownloader.library.swap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.hub.RepoId;

/** The folders in which the files of a swap move, for those who look at them meanwhile. From memory; any thread. */
public final class MovingFolders {

    private final Path root;

    /** With a sentence where it does not go on by itself. */
    private final Map<RepoId, Optional<String>> moving = new HashMap<>();

    private final Set<Look> looks = new HashSet<>();

    /** @param root the models directory */
    public MovingFolders(Path root) {
        this.root = root;
    }

    /** Why the files of a folder are not all in their places, as a sentence; empty where no swap was interrupted. */
    public synchronized Optional<String> stuck(RepoId folder) {
        Optional<String> reason = moving.get(folder);
        return reason == null ? Optional.empty() : reason;
    }

    /** The folders with a swap that was interrupted. */
    public synchronized List<RepoId> allStuck() {
        return moving.entrySet().stream()
                .filter(swap -> swap.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized boolean isMoving(RepoId folder) {
        return moving.containsKey(folder);
    }

    synchronized void begin(RepoId folder) {
        moving.put(folder, Optional.empty());
        looks.forEach(look -> look.touched.add(path(folder)));
    }

    synchronized void end(RepoId folder) {
        moving.remove(folder);
    }

    synchronized void refused(RepoId folder, String reason) {
        moving.put(folder, Optional.of(reason));
    }

    /** It has not ended, and nobody has told why. */
    synchronized void interrupted(RepoId folder) {
        moving.computeIfPresent(
                folder,
                (key, reason) -> reason.isPresent()
                        ? reason
                        : Optional.of("The files of the update are not all in their places yet."));
    }

    private Path path(RepoId folder) {
        return root.resolve(folder.type().filePrefix() + folder.folder());
    }

    /** Begins a look at all folders; to be closed. */
    public synchronized Look look() {
        Look look = new Look();
        moving.keySet().forEach(folder -> look.touched.add(path(folder)));
        looks.add(look);
        return look;
    }

    /** Tells afterwards which folders are not to be believed as they were seen. */
    public final class Look implements AutoCloseable {

        private final Set<Path> touched = new HashSet<>();

        private Look() {}

        /** Whether files have moved in this folder since the look began, or still do. */
        public boolean isTouched(Path folder) {
            synchronized (MovingFolders.this) {
                return touched.contains(folder);
            }
        }

        /** Whether they do not go on moving by themselves. */
        public boolean isStuck(Path folder) {
            return allStuck().stream().anyMatch(swap -> path(swap).equals(folder));
        }

        @Override
        public void close() {
            synchronized (MovingFolders.this) {
                looks.remove(this);
            }
        }
    }
}
