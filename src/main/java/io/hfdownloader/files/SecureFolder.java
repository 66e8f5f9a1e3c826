package io.hfdownloader.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A folder by its descriptor, as {@code openat} and its like have it: exchanging it for a link leads nobody elsewhere. */
final class SecureFolder implements OpenFolder {

    private static final String ITSELF = ".";

    private final Path path;
    private final SecureDirectoryStream<Path> stream;
    private final NewFolders newFolders;

    private SecureFolder(Path path, SecureDirectoryStream<Path> stream, NewFolders newFolders) {
        this.path = path;
        this.stream = stream;
        this.newFolders = newFolders;
    }

    /** Opens a folder that is trusted, through links, too; empty where the system or its disk has no such descriptors. */
    static Optional<OpenFolder> root(Path root, NewFolders newFolders) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(root);
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return Optional.of(new SecureFolder(root, secure, newFolders));
        }
        opened.close();
        return Optional.empty();
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public OpenFolder folder(Path name) throws IOException {
        Path place = path.resolve(name);
        BasicFileAttributes found = attributes(name);
        if (!found.isDirectory()) { // else a pipe would be opened below, which takes until somebody writes into it
            throw found.isSymbolicLink() ? FileFailure.link(place) : new NotDirectoryException(place.toString());
        }
        try {
            return new SecureFolder(
                    place, stream.newDirectoryStream(relative(name), LinkOption.NOFOLLOW_LINKS), newFolders);
        } catch (FileSystemException failure) {
            if (attributes(name).isSymbolicLink()) {
                throw FileFailure.link(place);
            }
            throw FileFailure.at(place, failure);
        }
    }

    @Override
    public FileChannel open(Path name, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return open(name, all);
    }

    @Override
    public FileChannel makePrivateFile(Path name) throws IOException {
        return open(
                name,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PathFolder.OWNER_ONLY);
    }

    private FileChannel open(Path name, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        SeekableByteChannel opened;
        try {
            opened = stream.newByteChannel(relative(name), options, attributes);
        } catch (FileSystemException failure) {
            throw FileFailure.at(path.resolve(name), failure);
        }
        if (opened instanceof FileChannel file) {
            return file;
        }
        opened.close();
        throw new FileSystemException(
                path.resolve(name).toString(), null, "this system opens no such file for writing");
    }

    @Override
    public void setModified(Path name, FileTime time) throws IOException {
        try {
            stream.getFileAttributeView(relative(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(time, null, null);
        } catch (FileSystemException failure) {
            throw FileFailure.at(path.resolve(name), failure);
        }
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        try {
            return stream.getFileAttributeView(relative(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (FileSystemException failure) {
            throw FileFailure.at(path.resolve(name), failure);
        }
    }

    @Override
    public List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            stream.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return names;
    }

    @Override
    public void makeFolder(Path name) throws IOException {
        newFolders.make(path, stream, relative(name));
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        try {
            stream.deleteFile(relative(name));
        } catch (FileSystemException failure) {
            throw FileFailure.at(path.resolve(name), failure);
        }
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        try {
            stream.deleteDirectory(relative(name));
        } catch (FileSystemException failure) {
            throw FileFailure.at(path.resolve(name), failure);
        }
    }

    @Override
    public void move(Path name, OpenFolder target, Path newName) throws IOException {
        if (!(target instanceof SecureFolder secure)) {
            throw new IllegalArgumentException("Both are of one kind");
        }
        try {
            stream.move(relative(name), secure.stream, relative(newName));
        } catch (FileSystemException failure) {
            throw FileFailure.between(path.resolve(name), target.path().resolve(newName), failure);
        }
    }

    @Override
    public void force() {
        try (SeekableByteChannel self =
                stream.newByteChannel(path.getFileSystem().getPath(ITSELF), Set.of(StandardOpenOption.READ))) {
            if (self instanceof FileChannel folder) {
                folder.force(true);
            }
        } catch (IOException cannot) {
            // Some file systems cannot; the data itself is safe then, only its name may be the old one.
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException harmless) {
            // Nothing was to be written through it.
        }
    }

    private Path relative(Path name) {
        return FileFailure.single(name);
    }
}
