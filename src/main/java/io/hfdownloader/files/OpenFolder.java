package io.hfdownloader.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * A folder below a {@link RootFolder}, held open. Names are looked up in this very folder, whatever stands at its path by now,
 * and no link is followed. They are paths of one name each: a text does not hold every name that a disk does. What fails names
 * the whole path. All methods block; to be closed soon.
 */
public interface OpenFolder extends Closeable {

    /** Where it was when it was opened. */
    Path path();

    /**
     * Opens a folder in it.
     *
     * @throws NoSuchFileException when nothing is there
     * @throws FileSystemException when it is a link or no folder
     */
    OpenFolder folder(Path name) throws IOException;

    /** Opens a file in it; fails where it is a link. */
    FileChannel open(Path name, OpenOption... options) throws IOException;

    /** Makes a file in it, to be written, that nobody but its owner may read, where the disk knows owners. */
    FileChannel makePrivateFile(Path name) throws IOException;

    /** What is there, a link as such. */
    BasicFileAttributes attributes(Path name) throws IOException;

    /** Sets when something in it was changed last, a link as such. */
    void setModified(Path name, FileTime time) throws IOException;

    /** The names of all that is in it; to be asked once. */
    List<Path> names() throws IOException;

    /** Makes a folder in it. */
    void makeFolder(Path name) throws IOException;

    /** Removes a file, or a link. */
    void deleteFile(Path name) throws IOException;

    /** Removes a folder that is empty. */
    void deleteFolder(Path name) throws IOException;

    /** Renames what is in it, in one step; a file in the new place is replaced. */
    void move(Path name, OpenFolder target, Path newName) throws IOException;

    /** Makes the names in it last through a power failure, where the system can. */
    void force();

    @Override
    void close();

    /** A name, of which this system may have no way to write it: that is an {@link java.nio.file.InvalidPathException}. */
    default Path name(String text) {
        return path().getFileSystem().getPath(text);
    }

    /** A folder below it, without a name in between being followed elsewhere; itself for an empty path. */
    default OpenFolder descend(Path relative) throws IOException {
        OpenFolder step = this;
        for (Path name : relative) {
            if (name.toString().isEmpty()) {
                continue;
            }
            OpenFolder above = step;
            try {
                step = above.folder(name);
            } finally {
                if (above != this) {
                    above.close();
                }
            }
        }
        return step;
    }

    /** Removes a file, a link or an empty folder, if it is there. */
    default void delete(Path name) throws IOException {
        try {
            deleteFile(name);
        } catch (NoSuchFileException gone) {
            // which is what was wanted
        } catch (AccessDeniedException denied) {
            throw denied;
        } catch (FileSystemException refused) { // systems say in different words that it is a folder
            if (!attributes(name).isDirectory()) {
                throw refused;
            }
            deleteFolder(name);
        }
    }
}
