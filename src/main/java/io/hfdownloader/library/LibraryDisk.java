package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.hfdownloader.cache.SingleFlight;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.WriteProbe;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.RepoLayout;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * The disks that the models are on. Methods block: only a look or a write tells, and a share that hangs never does. Those that
 * return a {@link Uni} do not: all who ask at the same time wait for one look.
 */
public final class LibraryDisk {

    private final RepoLayout layout;
    private final SingleFlight<Optional<DiskException>> absenceLook = onWorker(this::absence);
    private final SingleFlight<DiskSpace> spaceLook = onWorker(this::space);

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

    /** As {@link #absence}, for many; empty also when the disk has not answered within this time. */
    public Uni<Optional<DiskException>> absence(Duration timeout) {
        return absenceLook.result().ifNoItem().after(timeout).recoverWithItem(Optional.empty());
    }

    /** As {@link #space}, for many; fails when the disk has not answered within this time. */
    public Uni<DiskSpace> space(Duration timeout) {
        return spaceLook.result().ifNoItem().after(timeout).failWith(() -> DiskException.silent(layout.root()));
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

    private static <T> SingleFlight<T> onWorker(Callable<T> look) {
        return new SingleFlight<>(task -> Infrastructure.getDefaultWorkerPool().execute(task), look);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
