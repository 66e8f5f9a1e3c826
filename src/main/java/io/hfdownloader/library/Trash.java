package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Deletes folders so that they are gone at once for everybody who looks, however long the rest takes. */
final class Trash {

    private static final Logger LOG = Logger.getLogger(Trash.class);

    private final Path folder;
    private final Queue<Path> contents = new ConcurrentLinkedQueue<>();
    private final Set<Path> reported = new HashSet<>(); // only by the thread that empties it
    private final ReentrantLock emptying = new ReentrantLock();

    /** @param folder made if missing; what is in it now was left by a server that did not end well */
    Trash(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(contents::add);
        }
    }

    /** Takes a folder with all in it out of the way; links are taken, not followed. Blocks. */
    void add(Path target) throws IOException {
        Path moved = folder.resolve(UUID.randomUUID().toString());
        try {
            Files.move(target, moved, StandardCopyOption.ATOMIC_MOVE);
            contents.add(moved);
        } catch (AtomicMoveNotSupportedException e) { // the folder lies on a disk of its own
            deleteAll(target);
        }
    }

    /**
     * Deletes what is in it, also what was left from before; what cannot be deleted now is kept for the next time. One thread
     * does it, a second one that comes meanwhile leaves it to that one. Blocks for as long as the disk takes.
     */
    void empty() {
        if (!emptying.tryLock()) {
            return;
        }
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

    boolean isEmpty() {
        return contents.isEmpty();
    }

    private boolean deleted(Path entry) {
        try {
            deleteAll(entry);
            reported.remove(entry);
            return true;
        } catch (IOException | RuntimeException e) {
            if (reported.add(entry)) {
                LOG.warnf("%s cannot be deleted yet and will be tried again: %s", entry, e);
            }
            return false;
        }
    }

    private static void deleteAll(Path top) throws IOException {
        if (Files.notExists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
