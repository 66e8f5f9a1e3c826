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

import io.hfdownloader.cache.Bulkhead;
import io.hfdownloader.cache.SingleFlight;
import io.hfdownloader.cache.WaitTimers;
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

    /** A disk that has not answered for so long is told to be away. Shorter than pages wait for an answer. */
    public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_LOOKS = 4;
    private static final int MAX_WAITING = 1_000;

    private final RepoLayout layout;
    private final SingleFlight<Optional<DiskException>> absenceLook = onWorker(this::absence);
    private final SingleFlight<DiskSpace> spaceLook = onWorker(this::space);
    private final SingleFlight<Boolean> writableLook = onWorker(this::writable);
    private final Bulkhead looks;
    private final Bulkhead removals;

    LibraryDisk(RepoLayout layout) {
        this.layout = layout;
        this.looks = new Bulkhead("disk-look", MAX_LOOKS, MAX_WAITING, () -> DiskException.silent(layout.title()));
        this.removals = new Bulkhead("disk-removal", 1, MAX_WAITING, () -> DiskException.silent(layout.title()));
    }

    /** False when nothing can be written any more: the disk is full or read-only. Fails when it is not there. */
    public boolean writable() {
        layout.requireRoot();
        return WriteProbe.succeedsIn(layout.rootFolder(), layout.stateFolder());
    }

    /** As {@link #writable}, for many; fails also when the disk has not answered within this time. */
    public Uni<Boolean> writable(Duration timeout) {
        return answered(writableLook.result(), timeout);
    }

    /** The item arrives when the models directory is there; fails when it is not, or has not answered within this time. */
    public Uni<Void> presence(Duration timeout) {
        return answered(absenceLook.result(), timeout)
                .chain(absence -> absence.isPresent()
                        ? Uni.createFrom().failure(absence.get())
                        : Uni.createFrom().voidItem());
    }

    /**
     * The result of work that looks at the disk, or its failure; a disk that does not answer within this time is one, too. A few
     * look at a time, however many ask.
     */
    public <T> Uni<T> look(Callable<T> work, Duration timeout) {
        return looks.run(work, timeout).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /**
     * As {@link #look}, of work that gives back room, for as long as the disk takes for that: one piece at a time, by a thread of
     * its own, so that those who only look wait for none of it.
     */
    public <T> Uni<T> free(Callable<T> work, Duration timeout) {
        return removals.run(work, timeout).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Why the models directory cannot be used now, as a sentence; empty when it is there. */
    public Optional<DiskException> absence() {
        return layout.absence();
    }

    /** As {@link #absence}, for many; empty also when the disk has not answered within this time. */
    public Uni<Optional<DiskException>> absence(Duration timeout) {
        return absenceLook
                .result()
                .ifNoItem()
                .after(timeout)
                .on(WaitTimers.shared())
                .recoverWithItem(Optional.empty());
    }

    /** As {@link #space}, for many; fails when the disk has not answered within this time. */
    public Uni<DiskSpace> space(Duration timeout) {
        return answered(spaceLook.result(), timeout);
    }

    private <T> Uni<T> answered(Uni<T> look, Duration timeout) {
        return look.ifNoItem()
                .after(timeout)
                .on(WaitTimers.shared())
                .failWith(() -> DiskException.silent(layout.title()));
    }

    /** Whether so many bytes can be written in a repo's folder, and a few in the program's own. */
    public boolean takesBytes(RepoId repo, long bytes) {
        Path folder = layout.downloadFolder(repo);
        return WriteProbe.succeedsIn(layout.rootFolder(), layout.stateFolder())
                && (!Files.isDirectory(folder) || WriteProbe.succeedsIn(layout.rootFolder(), folder, bytes));
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
