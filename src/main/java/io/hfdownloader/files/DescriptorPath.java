package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The path under which Linux shows an open folder of this process: it leads to that folder whatever has become of its name.
 * Found among all open files, so for what is done seldom.
 */
final class DescriptorPath {

    private static final Path OWN = Path.of("/proc/self/fd");
    private static final int MAX_TRIES = 10;

    private final Path folder;
    private final SecureDirectoryStream<Path> opened;

    /** @param folder where it was opened */
    DescriptorPath(Path folder, SecureDirectoryStream<Path> opened) {
        this.folder = folder;
        this.opened = opened;
    }

    /**
     * Makes a folder in it. Which of the descriptors that show this folder is our own, which stays, nobody tells: one of another
     * thread may be closed, and given to another folder, at any moment. So each is tried, and it is looked at where the new one is.
     */
    void makeFolder(Path name) throws IOException {
        FileSystemException refused =
                new NoSuchFileException(folder.resolve(name).toString());
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            for (Path shown : shown()) {
                try {
                    Files.createDirectory(shown.resolve(name));
                    if (NewFolders.isThere(opened, name)) {
                        return;
                    }
                    removeEmpty(shown, name);
                } catch (NoSuchFileException closed) {
                    // by another thread: the next one, or the next look, finds our own
                } catch (FileAlreadyExistsException there) {
                    if (NewFolders.isThere(opened, name)) {
                        throw there;
                    }
                } catch (FileSystemException failure) {
                    refused = failure;
                }
            }
        }
        throw refused;
    }

    /** By its name in an open folder: never anything but an empty folder. */
    private static void removeEmpty(Path elsewhere, Path name) {
        try (DirectoryStream<Path> other = Files.newDirectoryStream(elsewhere)) {
            if (other instanceof SecureDirectoryStream<Path> secure) {
                secure.deleteDirectory(name);
            }
        } catch (IOException gone) {
            // or no place of ours any more
        }
    }

    /** Its own path where nobody shows descriptors, or not to a program with rights of its own (capabilities). */
    private List<Path> shown() throws IOException {
        if (!Files.isReadable(OWN)) {
            return List.of(folder);
        }
        Object key = opened.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
        return find(key).stream()
                .map(descriptor -> folder.getFileSystem().getPath(descriptor.toString()))
                .toList();
    }

    private List<Path> find(Object key) throws IOException {
        String end = "/" + folder.getFileName();
        List<Path> found = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN)) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (target.endsWith(end) && isSame(descriptor, key)) {
                    found.add(descriptor);
                } else if (target.startsWith("/")) {
                    others.add(descriptor);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        // Only now are files looked at that lie elsewhere, perhaps on a disk that does not answer.
        return found.isEmpty()
                ? others.stream().filter(descriptor -> isSame(descriptor, key)).toList()
                : found;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static boolean isSame(Path descriptor, Object key) {
        try {
            return key.equals(
                    Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey());
        } catch (IOException closed) {
            return false;
        }
    }
}
