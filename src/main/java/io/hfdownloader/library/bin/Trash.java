package io.hfdownloader.library.bin;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Deletes folders so that they are gone at once for everybody who looks, however long the rest takes. */
public final class Trash {

    private static final Logger LOG = Logger.getLogger(Trash.class);

    /** Folders that are open at the same time; each takes two handles. */
    private static final int MAX_DEPTH = 32;

    private final RootFolder root;
    private final Path folder;
    private final Queue<Path> contents = new ConcurrentLinkedQueue<>();
    private final Set<Path> reported = new HashSet<>(); // only by the thread that empties it
    private final ReentrantLock emptying = new ReentrantLock();

    /** @param folder made if missing; what is in it now was left by a server that did not end well */
    public Trash(RootFolder root, Path folder) throws IOException {
        this.root = root;
        this.folder = folder;
        List<Path> made = root.makeFolder(folder);
        contents.addAll(root.names(folder));
    }

    /** Takes a folder with all in it out of the way; links are taken, not followed. Blocks. */
    public void add(Path target) throws IOException {
        try (OpenFolder parent = root.openParent(target)) {
            Path name = Objects.requireNonNull(target.getFileName());
            try (OpenFolder trash = root.open(folder)) {
                add(parent, name, trash);
            } catch (AtomicMoveNotSupportedException e) { // the folder lies on a disk of its own
                deleteAll(parent, name, null);
            }
        }
    }

    private void add(OpenFolder parent, Path name, OpenFolder trash) throws IOException {
        Path moved = trash.name(UUID.randomUUID().toString());
        parent.move(name, trash, moved);
        contents.add(moved);
    }

    /**
     * Deletes what is in it, also what was left from before; what cannot be deleted now is kept for the next time. One thread
     * does it, a second one that comes meanwhile leaves it to that one. Blocks for as long as the disk takes.
     */
    public void empty() {
        if (emptying.tryLock()) {
            emptyAndUnlock();
        }
    }

    /** As {@link #empty}, and a second thread waits for the first. */
    public void emptyNow() {
        emptying.lock();
        emptyAndUnlock();
    }

    private void emptyAndUnlock() {
        try {
            List<Path> kept = new ArrayList<>();
            for (Path next = contents.poll(); next != null; next = contents.poll()) {
                if (!deleted(next)) {
                    kept.add(next);
                }
            }
            contents.addAll(kept);
        } finally {
            emptying.unlock();
        }
    }

    public boolean isEmpty() {
        return contents.isEmpty();
    }

    private boolean deleted(Path entry) {
        try (OpenFolder trash = root.open(folder)) {
            deleteAll(trash, entry, trash);
            reported.remove(entry);
            return true;
        } catch (IOException | RuntimeException e) {
            if (reported.add(entry)) {
                LOG.warnf("%s cannot be deleted yet and will be tried again: %s", folder.resolve(entry), e);
            }
            return false;
        }
    }

    /** @param trash takes up what lies deep, so that no more folders are open than there are handles for; null on another disk */
    private void deleteAll(OpenFolder parent, Path name, @Nullable OpenFolder trash) throws IOException {
        deleteAll(parent, name, trash, MAX_DEPTH);
    }

    private void deleteAll(OpenFolder parent, Path name, @Nullable OpenFolder trash, int depth) throws IOException {
        try {
            if (!parent.attributes(name).isDirectory()) {
                parent.deleteFile(name);
                return;
            }
            if (depth == 0 && trash != null) {
                add(parent, name, trash);
                return;
            }
            try (OpenFolder opened = parent.folder(name)) {
                for (Path child : opened.names()) {
                    deleteAll(opened, child, trash, depth - 1);
                }
            }
            parent.deleteFolder(name);
        } catch (NoSuchFileException gone) {
            // which is what was wanted
        }
    }
}
