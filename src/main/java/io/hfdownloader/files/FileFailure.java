package io.hfdownloader.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What a disk refused, told of the whole path where the disk was asked for a name in an open folder. */
final class FileFailure {

    private FileFailure() {}

    /** The same failure, of its kind, of another file. */
    static FileSystemException at(Path place, FileSystemException failure) {
        String file = place.toString();
        FileSystemException named = failure instanceof NoSuchFileException
                ? new NoSuchFileException(file)
                : failure instanceof AccessDeniedException
                        ? new AccessDeniedException(file)
                        : failure instanceof FileAlreadyExistsException
                                ? new FileAlreadyExistsException(file)
                                : failure instanceof DirectoryNotEmptyException
                                        ? new DirectoryNotEmptyException(file)
                                        : failure instanceof NotDirectoryException
                                                ? new NotDirectoryException(file)
                                                : new FileSystemException(file, null, failure.getReason());
        named.initCause(failure);
        return named;
    }

    /** The same for what was to be renamed. */
    static FileSystemException between(Path source, Path target, FileSystemException failure) {
        return failure instanceof AtomicMoveNotSupportedException
                ? new AtomicMoveNotSupportedException(source.toString(), target.toString(), failure.getReason())
                : failure instanceof NoSuchFileException ? at(source, failure) : at(target, failure);
    }

    /** A link stands where a folder must be. */
    static FileSystemException link(Path place) {
        return new LinkException(place);
    }

    /** The name of something in a folder, and never a path that leads to another one. */
    static Path single(Path name) {
        String text = name.toString();
        boolean isName = name.getNameCount() == 1
                && !name.isAbsolute()
                && !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..");
        if (!isName) {
            throw new IllegalArgumentException("A name in a folder, not a path");
        }
        return name;
    }
}
