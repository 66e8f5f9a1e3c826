package io.hfdownloader.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A folder whose own path is trusted, and the only way to change what lies below it. Whoever else may write there can exchange
 * a folder for a link at any moment; so each call opens the folders on its way one in the other, follows no link, and works in
 * the last one. All methods block. Paths given are those of the root and below.
 */
public final class RootFolder {

    private final Path root;
    private final NewFolders newFolders;

    /** Null until the root was opened for the first time. */
    private volatile @Nullable Boolean secure;

    private RootFolder(Path root) {
        this.root = root;
        this.newFolders = new NewFolders(root);
    }

    /** @param root absolute or not, through links or not: nobody but its owner may exchange it */
    public static RootFolder of(Path root) {
        return new RootFolder(root.normalize());
    }

    /** The root itself. */
    public Path path() {
        return root;
    }

    /** False where a folder can be exchanged for a link between a look and a write, as the system or its disk has no better way. */
    public boolean isSecure() throws IOException {
        try (OpenFolder opened = openRoot()) {
            return opened instanceof SecureFolder;
        }
    }

    /**
     * Opens a folder.
     *
     * @throws NoSuchFileException when it is not there
     * @throws LinkException when a link stands in its way
     */
    public OpenFolder open(Path folder) throws IOException {
        OpenFolder top = openRoot();
        Path relative = relative(folder);
        if (relative.toString().isEmpty()) {
            return top;
        }
        try (top) {
            return top.descend(relative);
        }
    }

    /** Opens the folder that a file is or will be in. */
    public OpenFolder openParent(Path file) throws IOException {
        return open(parent(file));
    }

    /** Opens a file; fails where it is a link. */
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        try (OpenFolder folder = openParent(file)) {
            return folder.open(name(file), options);
        }
    }

    /** What is there, a link as such. */
    public BasicFileAttributes attributes(Path file) throws IOException {
        try (OpenFolder folder = openParent(file)) {
            return folder.attributes(name(file));
        }
    }

    /** The names in a folder; none when it is not there. */
    public List<Path> names(Path folder) throws IOException {
        try (OpenFolder opened = open(folder)) {
            return opened.names();
        } catch (NoSuchFileException missing) {
            return List.of();
        }
    }

    /** Removes a file, a link or an empty folder, if it is there. */
    public void delete(Path place) throws IOException {
        try (OpenFolder folder = openParent(place)) {
            folder.delete(name(place));
        } catch (NoSuchFileException noFolder) {
            // and so nothing in it
        }
    }

    /** Removes a folder and those above it as far as they are empty, none of them {@code top} or outside of it. */
    public void deleteEmpty(@Nullable Path folder, Path top) throws IOException {
        for (Path next = folder; next != null && !next.equals(top) && next.startsWith(top); next = next.getParent()) {
            try (OpenFolder above = openParent(next)) {
                above.deleteFolder(name(next));
            } catch (NoSuchFileException gone) {
                // so is what was in it
            } catch (FileSystemException stays) { // it holds something, is none, or a disk is mounted there
                return;
            }
        }
    }

    /** Renames a file or folder, in one step; a file in the new place is replaced. */
    public void move(Path source, Path target) throws IOException {
        try (OpenFolder from = openParent(source);
                OpenFolder to = openParent(target)) {
            from.move(name(source), to, name(target));
        }
    }

    /**
     * Makes a folder with those above it.
     *
     * @return those that were not there, from the top
     * @throws FileAlreadyExistsException when a file stands in its place
     */
    public List<Path> makeFolder(Path folder) throws IOException {
        List<Path> made = new ArrayList<>();
        OpenFolder step = openRoot();
        try {
            for (Path name : relative(folder)) {
                OpenFolder above = step;
                try {
                    step = folderIn(above, name, made);
                } finally {
                    above.close();
                }
            }
            return made;
        } finally {
            step.close();
        }
    }

    private static OpenFolder folderIn(OpenFolder above, Path name, List<Path> made) throws IOException {
        if (name.toString().isEmpty()) {
            return above;
        }
        Optional<OpenFolder> there = openIfThere(above, name);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            above.makeFolder(name);
            made.add(above.path().resolve(name));
        } catch (FileAlreadyExistsException meanwhile) {
            // by somebody else: the next line tells what it is
        }
        return above.folder(name);
    }

    private static Optional<OpenFolder> openIfThere(OpenFolder above, Path name) throws IOException {
        try {
            return Optional.of(above.folder(name));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (NotDirectoryException file) {
            throw new FileAlreadyExistsException(above.path().resolve(name).toString());
        }
    }

    /** Makes renames within a folder last through a power failure, where the system can. */
    public void force(Path folder) {
        try (OpenFolder opened = open(folder)) {
            opened.force();
        } catch (IOException gone) {
            // and nothing in it is to last
        }
    }

    private OpenFolder openRoot() throws IOException {
        if (!Boolean.FALSE.equals(secure)) {
            Optional<OpenFolder> opened = SecureFolder.root(root, newFolders);
            secure = opened.isPresent();
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        return new PathFolder(root);
    }

    private Path relative(Path folder) {
        if (!folder.startsWith(root)) {
            throw new IllegalArgumentException(folder + " is not below " + root);
        }
        return root.relativize(folder);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Every place has a folder");
        }
        return parent;
    }

    static Path name(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("Every place has a name");
        }
        return name;
    }
}
