package io.hfdownloader.download;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** The files of a download that is not at work: what they are, and what is left of them when nobody wants them. */
@ApplicationScoped
class InactiveFiles {

    private static final Logger LOG = Logger.getLogger(InactiveFiles.class);

    private final DownloadPlanner planner;
    private final ModelLibrary library;
    private final KeyedLock fileLock;
    private final DownloadConfig config;

    InactiveFiles(DownloadPlanner planner, ModelLibrary library, KeyedLock fileLock, DownloadConfig config) {
        this.planner = planner;
        this.library = library;
        this.fileLock = fileLock;
        this.config = config;
    }

    /** None while the commit is not known, and none when the Hub would have to be asked but does not answer soon. */
    Uni<List<FileProgress>> of(DownloadRecord record) {
        if (record.commit() == null) {
            return Uni.createFrom().item(List.of());
        }
        return planner.plan(record)
                .map(plan -> filesOf(record, plan))
                .ifNoItem()
                .after(config.resolvePatience())
                .on(WaitTimers.shared())
                .recoverWithItem(List.of())
                .onFailure()
                .invoke(failure -> LOG.debugf("The files of %s are not known: %s", record.repo(), failure))
                .onFailure()
                .recoverWithItem(List.of());
    }

    static List<FileProgress> snapshots(Meter meter) {
        return meter.files().stream().map(FileMeter::snapshot).toList();
    }

    private static List<FileProgress> filesOf(DownloadRecord record, Plan plan) {
        Meter meter = new Meter();
        plan.startCounting(meter, ByteCounts.NONE);
        if (record.state() == DownloadState.COMPLETED) {
            meter.files().forEach(FileMeter::completed);
        }
        return snapshots(meter);
    }

    /**
     * Removes the partial files of a forgotten download that no other one wants. What cannot be found out now is left for
     * the day the model is deleted. Never fails.
     *
     * @param others at any time, the downloads of the same repo that may want what is there
     */
    Uni<Void> discardPartials(Download forgotten, Supplier<List<Download>> others) {
        DownloadRecord record = forgotten.record();
        if (record.commit() == null || record.state() == DownloadState.COMPLETED) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(forgotten.released())
                .chain(() -> planner.plan(record))
                .chain(plan -> discardUnwanted(plan, others))
                .onFailure()
                .invoke(failure -> LOG.infof("Partial files of %s stay: %s", record.repo(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> discardUnwanted(Plan plan, Supplier<List<Download>> others) {
        List<Download> asked = others.get();
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUniAndConcatenate(other -> planner.plan(other.record()))
                .collect()
                .in(HashSet<RepoFile>::new, (wanted, other) -> other.items().forEach(item -> wanted.add(item.file())))
                .chain(wanted ->
                        discard(plan, wanted, () -> asked.containsAll(others.get()) && !isBeingSwapped(plan.tree())));
    }

    /** What a disk has refused to put in its place is put there all the same, later. */
    private boolean isBeingSwapped(RepoTree tree) {
        return library.interruptedSwap(tree.repo()).isPresent();
    }

    private Uni<Void> discard(Plan plan, Set<RepoFile> wanted, BooleanSupplier stillUnwanted) {
        return Multi.createFrom()
                .iterable(plan.items())
                .filter(item -> !item.verified() && !wanted.contains(item.file()))
                .onItem()
                .transformToUniAndConcatenate(item -> discardPartial(plan.tree(), item.file(), stillUnwanted))
                .onItem()
                .ignoreAsUni();
    }

    /** Under the file's lock; unless a download was asked for meanwhile, which may want the file. */
    private Uni<Boolean> discardPartial(RepoTree tree, RepoFile file, BooleanSupplier stillUnwanted) {
        RepoLayout layout = library.layout().of(tree.repo());
        TransferRequest partial =
                TransferRequest.of(tree, file, layout.rootFolder(), layout::partialFile, layout::rangeJournal);
        TaskScope scope = new TaskScope();
        return fileLock.withLock(
                layout.file(tree.repo(), file.path()),
                scope,
                () -> {},
                () -> BlockingTask.onWorker(scope, "A partial file cannot be removed", () -> {
                    boolean unwanted = stillUnwanted.getAsBoolean();
                    if (unwanted) {
                        TransferEngine.discard(partial);
                    }
                    return unwanted;
                }));
    }
}
