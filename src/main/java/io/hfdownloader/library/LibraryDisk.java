package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.WriteProbe;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.RepoLayout;

/** The disks that the models are on. All methods block: only a look or a write tells. */
public final class LibraryDisk {

    private final RepoLayout layout;

    LibraryDisk(RepoLayout layout) {
        this.layout = layout;
    }

    /** False when nothing can be written any more: the disk is full, read-only, or was taken away. */
    public boolean writable() {
        return layout.absence().isEmpty() && WriteProbe.succeedsIn(layout.stateFolder());
    }

    /** Why the models directory cannot be used now, as a sentence; empty when it is there. */
    public Optional<DiskException> absence() {
        return layout.absence();
    }

    /** Whether so many bytes can be written in a repo's folder, and a few in the program's own. */
    public boolean takesBytes(RepoId repo, long bytes) {
        Path folder = layout.downloadFolder(repo);
        return WriteProbe.succeedsIn(layout.stateFolder())
                && (!Files.isDirectory(folder) || WriteProbe.succeedsIn(folder, bytes));
    }

    /** Whether the models directory is there, and the disk of a repo's folder answers. */
    public boolean isReachable(RepoId repo) {
        if (layout.absence().isPresent()) {
            return false;
        }
        try {
            return attributes(layout.downloadFolder(repo)).isDirectory();
        } catch (NoSuchFileException none) {
            return true;
        } catch (IOException failure) {
            return DiskException.of("", failure).kind() != DiskException.Kind.DISCONNECTED;
        }
    }

    /** Room on the disk. */
    public DiskSpace space() throws IOException {
        layout.requireRoot();
        FileStore disk = Files.getFileStore(layout.root());
        return new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
