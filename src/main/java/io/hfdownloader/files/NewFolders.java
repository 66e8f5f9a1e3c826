package io.hfdownloader.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes folders in open ones, for which Java has no {@code mkdirat}: each is made in the root, whose path is trusted, under a
 * name of its own, and renamed into the open one. What a kill leaves is empty, hidden, and named as {@link AtomicFile} names
 * what it removes.
 */
final class NewFolders {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path root;

    /** A rename takes the place of an empty folder: also of one that another thread has just made and opened. */
    private final ReentrantLock turn = new ReentrantLock();

    NewFolders(Path root) {
        this.root = root;
    }

    /**
     * Makes a folder in an open one.
     *
     * @param folder where that one was when it was opened
     * @throws FileAlreadyExistsException when anything is there
     */
    void make(Path folder, SecureDirectoryStream<Path> in, Path name) throws IOException {
        takeTurn();
        try {
            if (isThere(in, name)) {
                throw new FileAlreadyExistsException(folder.resolve(name).toString());
            }
            if (!isRenamedInto(in, name)) {
                new DescriptorPath(folder, in).makeFolder(name);
            }
        } catch (FileSystemException failure) {
            throw FileFailure.at(folder.resolve(name), failure);
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn() throws IOException {
        try {
            if (!turn.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw DiskException.silent("The folder " + root);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped before a folder was made");
        }
    }

    /** False where the root cannot be written itself, or the open folder lies on another disk. */
    private boolean isRenamedInto(SecureDirectoryStream<Path> in, Path name) throws IOException {
        Path made = root.getFileSystem()
                .getPath(AtomicFile.TEMPORARY_PREFIX
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            Files.createDirectory(root.resolve(made));
        } catch (FileSystemException refused) {
            return false;
        }
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(root)) {
            return opened instanceof SecureDirectoryStream<Path> top && isRenamed(top, made, in, name);
        }
    }

    private static boolean isRenamed(
            SecureDirectoryStream<Path> top, Path made, SecureDirectoryStream<Path> in, Path name) throws IOException {
        try {
            top.move(made, in, name);
            return true;
        } catch (AtomicMoveNotSupportedException otherDisk) {
            remove(top, made, otherDisk);
            return false;
        } catch (IOException failure) {
            remove(top, made, failure);
            if (isThere(in, name)) { // made by another process meanwhile
                throw new FileAlreadyExistsException(name.toString());
            }
            throw failure;
        }
    }

    /** What went wrong first is what is told. */
    private static void remove(SecureDirectoryStream<Path> top, Path made, IOException failure) {
        try {
            top.deleteDirectory(made);
        } catch (IOException also) {
            failure.addSuppressed(also);
        }
    }

    static boolean isThere(SecureDirectoryStream<Path> in, Path name) throws IOException {
        try {
            BasicFileAttributes found = in.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }
}
