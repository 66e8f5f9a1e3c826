package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.download.plan.LikelyCopies;
import io.hfdownloader.files.BlockSums;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.StoredCopy;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileState;
import io.hfdownloader.progress.Totals;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.smallrye.mutiny.Uni;

/**
 * One file of a download: taken from the disk when the right one is there, else fetched and put in its place.
 * Cancelling its result stops the work.
 */
final class FileJob {

    /** Of less than this, ranges are fetched as they are, without what the storage keeps in one piece with them. */
    private static final long MAX_PATCH_BYTES = 16L << 20;

    private final ModelLibrary library;
    private final TransferEngine engine;
    private final KeyedLock fileLock;
    private final RepoTree tree;
    private final List<StoredCopy> copies;
    private final boolean countsAsReused;
    private final Placement placement;
    private final RepoFile file;
    private final FileMeter meter;
    private final TaskScope scope;
    private volatile boolean staged;
    private volatile boolean changed;

    /** What the jobs of all files work with. */
    record Dependencies(ModelLibrary library, TransferEngine engine, KeyedLock fileLock) {}

    /**
     * Where the files of one download come from.
     *
     * @param tree the tree they come from
     * @param copies files of the repo that are here and may have parts in common with these
     * @param countsAsReused whether what is here already was here before the download
     * @param placement when they get their places
     */
    record Source(RepoTree tree, List<StoredCopy> copies, boolean countsAsReused, Placement placement) {}

    /** When a file that has arrived gets its place. */
    enum Placement {
        /** At once where nothing else stands; else with the others, when all are here. */
        NEW_AT_ONCE,
        /** With all others, when all are here. */
        TOGETHER,
        /** At once, also in the place of an old one. */
        EACH
    }

    FileJob(Dependencies parts, Source source, RepoFile file, FileMeter meter, TaskScope scope) {
        this.library = parts.library();
        this.engine = parts.engine();
        this.fileLock = parts.fileLock();
        this.tree = source.tree();
        this.copies = source.copies();
        this.countsAsReused = source.countsAsReused();
        this.placement = source.placement();
        this.file = file;
        this.meter = meter;
        this.scope = scope;
    }

    /**
     * When the item arrives, the file is verified and in its place; or beside it, where it is not to have that before all that comes
     * with it is here.
     */
    Uni<Void> run() {
        return fileLock.withLock(
                        library.layout().file(tree.repo(), file.path()),
                        scope,
                        this::reportWaiting,
                        this::checkAndFetch)
                .invoke(meter::completed)
                .onTermination()
                .invoke(scope::stop);
    }

    /** Whether the file is verified, but not in its place. */
    boolean isStaged() {
        return staged;
    }

    /** Whether what is here now is not what was here before. */
    boolean isChanged() {
        return changed;
    }

    RepoFile file() {
        return file;
    }

    private void reportWaiting() {
        meter.waiting(Totals.OTHER_DOWNLOAD, "Another download is fetching " + file.path(), null);
    }

    private Uni<Void> checkAndFetch() {
        meter.resumed();
        return onWorker(this::isLocal).chain(here -> here ? Uni.createFrom().voidItem() : fetch());
    }

    private Uni<Void> fetch() {
        return onWorker(() -> library.files().isStaged(tree.repo(), file))
                .chain(whole -> whole ? onWorker(this::transfer) : transferred())
                .chain(request -> onWorker(() -> publishOrStage(request)))
                .invoke(() -> changed = true)
                .replaceWithVoid();
    }

    private Uni<TransferRequest> transferred() {
        return onWorker(() -> repairing(request()))
                .chain(request -> engine.fetch(request, new MeterListener(meter, scope))
                        .onFailure(FileJob::isOfDisk)
                        .recoverWithUni(failure -> recounted(request, failure))
                        .replaceWith(request));
    }

    private static boolean isOfDisk(Throwable failure) {
        return failure instanceof DiskException
                || failure instanceof TransferException transfer && transfer.kind() == TransferException.Kind.VANISHED;
    }

    /** The failure, with what is left counted if the disk tells; what is not seen of one that is away is not lost. */
    private Uni<Void> recounted(TransferRequest request, Throwable failure) {
        return onWorker(() -> {
                    long left = TransferEngine.bytesKept(request);
                    library.layout().of(tree.repo()).requireRoot();
                    meter.foundOnDisk(left);
                    return left;
                })
                .onFailure()
                .recoverWithItem(0L)
                .chain(() -> Uni.createFrom().failure(failure));
    }

    /** Blocks. What stands in its place stays until the whole download is here: one new shard and one old are of no use. */
    private boolean publishOrStage(TransferRequest request) throws IOException {
        FileMatch match = library.files().compare(tree.repo(), file);
        if (match == FileMatch.SAME_VERIFIED) { // another download was faster
            return isLocal();
        }
        boolean atOnce = placement != Placement.TOGETHER && match == FileMatch.MISSING;
        return atOnce ? Files.exists(publish(request)) : stage();
    }

    /** Blocks. Another download may be putting it in its place just now. */
    private boolean stage() throws IOException {
        try {
            library.files().stage(tree.repo(), file);
            staged = true;
            return false;
        } catch (NoSuchFileException gone) {
            if (isLocal()) {
                return true;
            }
            throw gone;
        }
    }

    /** Blocks. A run that was cancelled while it published has done so all the same. */
    private Path publish(TransferRequest request) throws IOException {
        try {
            Path published = library.files().publish(tree.repo(), file, tree.commit(), request.partial());
            TransferEngine.discard(request);
            return published;
        } catch (NoSuchFileException gone) {
            if (isLocal()) {
                return library.layout().file(tree.repo(), file.path());
            }
            throw gone;
        }
    }

    /** Blocks, for as long as hashing takes if the file is here and was never checked. */
    private boolean isLocal() throws IOException {
        try {
            return isLocalAndVerified();
        } catch (NoSuchFileException removed) { // just now, by somebody else
            return false;
        }
    }

    private boolean isLocalAndVerified() throws IOException {
        switch (library.files().compare(tree.repo(), file)) {
            case SAME_VERIFIED -> {}
            case SAME_UNCHECKED -> {
                meter.state(FileState.CHECKING);
                if (!library.files().verify(tree.repo(), file, scope::isStopRequested, meter::hashed)) {
                    meter.hashed(0);
                    return false;
                }
            }
            case MISSING, DIFFERENT -> {
                return false;
            }
        }
        if (placement != Placement.TOGETHER) { // else it is of its old commit as long as the others are
            library.files().confirm(tree.repo(), file, tree.commit());
        }
        if (countsAsReused) {
            meter.reused();
        }
        TransferEngine.discard(transfer()); // of a run that ended between rename and cleanup, or was overtaken
        return true;
    }

    private TransferRequest request() throws IOException {
        library.layout().prepare(tree.repo());
        TransferRequest request = transfer();
        meter.state(FileState.DOWNLOADING);
        if (scope.isStopRequested()) { // the meter has been stopped meanwhile
            meter.state(FileState.QUEUED);
        }
        return request;
    }

    /** What is good of a file that is damaged need not be fetched; it stays in its place until all of the new one is here. Blocks. */
    private TransferRequest repairing(TransferRequest request) throws IOException {
        if (file.sizeBytes() < BlockSums.MIN_FILE_BYTES
                || !library.files().isDamaged(tree.repo(), file)
                || TransferEngine.bytesKept(request) > 0) {
            return request;
        }
        Optional<BlockSums> sums = library.files().blockSums(tree.repo(), file);
        if (sums.isEmpty() && file.xetHash() == null) {
            return request;
        }
        meter.state(FileState.CHECKING);
        Path damaged = library.layout().file(tree.repo(), file.path());
        long good = TransferEngine.beginFrom(request, damaged, sums.orElse(null), scope::isStopRequested);
        meter.state(FileState.DOWNLOADING);
        boolean isPatch = sums.isPresent() && file.sizeBytes() - good <= MAX_PATCH_BYTES;
        return isPatch ? request.asPatch() : request;
    }

    private TransferRequest transfer() {
        RepoLayout layout = library.layout().of(tree.repo());
        TransferRequest request = TransferRequest.of(
                        tree, file, layout.rootFolder(), layout::partialFile, layout::rangeJournal)
                .keepingBlockSums(layout.blockSums(tree.repo(), file.etag()));
        return file.xetHash() == null ? request : request.withCopies(LikelyCopies.of(copies, file));
    }

    /** A step that has not begun when the work is stopped does not begin any more. */
    private <T> Uni<T> onWorker(BlockingTask<T> work) {
        return onWorker(scope, work);
    }

    private <T> Uni<T> onWorker(TaskScope steps, BlockingTask<T> work) {
        String path = tree.repo().type().filePrefix() + tree.repo().id() + "/" + file.path();
        return BlockingTask.onWorker(steps, "\"" + UntrustedText.name(path) + "\" cannot be put in its place", work);
    }
}
