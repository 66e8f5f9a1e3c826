package io.hfdownloader.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A folder by its path, where the system or its disk has nothing better: it was no link when it was opened, which says little
 * about the moment after.
 */
final class PathFolder implements OpenFolder {

    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    PathFolder(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public OpenFolder folder(Path name) throws IOException {
        Path place = place(name);
        BasicFileAttributes found = attributes(name);
        if (!found.isDirectory()) {
            throw found.isSymbolicLink() ? FileFailure.link(place) : new NotDirectoryException(place.toString());
        }
        return new PathFolder(place);
    }

    @Override
    public FileChannel open(Path name, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(place(name), all);
    }

    @Override
    public FileChannel makePrivateFile(Path name) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean hasOwners = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return hasOwners ? FileChannel.open(place(name), options, OWNER_ONLY) : FileChannel.open(place(name), options);
    }

    @Override
    public void setModified(Path name, FileTime time) throws IOException {
        Files.getFileAttributeView(place(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        return Files.readAttributes(place(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            entries.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return names;
    }

    @Override
    public void makeFolder(Path name) throws IOException {
        Files.createDirectory(place(name));
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(place(name));
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        Path place = place(name);
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(place.toString());
        }
        Files.delete(place);
    }

    @Override
    public void move(Path name, OpenFolder target, Path newName) throws IOException {
        Files.move(place(name), target.path().resolve(FileFailure.single(newName)), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void force() {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException cannot) {
            // As in SecureFolder; Windows opens no folder so.
        }
    }

    @Override
    public void close() {}

    private Path place(Path name) {
        return path.resolve(FileFailure.single(name));
    }
}
