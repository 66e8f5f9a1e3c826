package io.hfdownloader.download;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.event.OccurrenceListener;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.program.ShutdownLimits;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does the work that the queue starts, with what follows from its end, and carries the queue over restarts. No method
 * blocks but what says so.
 */
@ApplicationScoped
class DownloadRunner implements DownloadQueue.Runner {

    private static final Logger LOG = Logger.getLogger(DownloadRunner.class);

    /** Times of files may lag behind the clock by this much. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

    private final DownloadJob.Dependencies dependencies;
    private final ModelLibrary library;
    private final ProgressRegistry progress;
    private final UpdateChecker updates;
    private final InactiveFiles inactiveFiles;
    private final OccurrenceListener listener;

    DownloadRunner(
            DownloadJob.Dependencies dependencies,
            ModelLibrary library,
            ProgressRegistry progress,
            UpdateChecker updates,
            InactiveFiles inactiveFiles,
            OccurrenceListener listener) {
        this.listener = listener;
        this.dependencies = dependencies;
        this.library = library;
        this.progress = progress;
        this.updates = updates;
        this.inactiveFiles = inactiveFiles;
    }

    // --- the server starts and stops ---------------------------------------------------------------------------

    @Produces
    @Singleton
    DownloadQueue queue(DownloadStore store, DownloadConfig config) {
        return new DownloadQueue(config.maxActiveDownloads(), Clock.systemUTC(), store, this);
    }

    @Produces
    @Singleton
    static DownloadJob.Dependencies dependencies(
            DownloadPlanner planner,
            SpaceCheck space,
            ModelLibrary library,
            TransferEngine engine,
            KeyedLock fileLock,
            Connections connections,
            TransferConfig transfers) {
        FileJob.Dependencies files = new FileJob.Dependencies(library, engine, fileLock);
        return new DownloadJob.Dependencies(planner, space, files, connections, transfers, DownloadJob.Timer.system());
    }

    /** Blocks. Takes up what was under way when the server stopped. */
    void start(@Observes StartupEvent event, DownloadQueue queue, DownloadStore store, DownloadConfig config) {
        queue.restore(store.load(), config.resumeQueue());
    }

    /** Blocks until what has arrived is safe, or for some seconds. */
    void stop(@Observes ShutdownEvent event, DownloadQueue queue) {
        try {
            var closed = queue.shutdown()
                    .toCompletableFuture()
                    .get(ShutdownLimits.DOWNLOADS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("Some files were still being written when the server stopped; their last bytes come once more");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        var saved = queue.saveCounts(); // the store writes what it was asked before it closes
    }

    // --- work --------------------------------------------------------------------------------------------------

    @Override
    public RepoLease lease(RepoId repo) {
        return library.lease(repo);
    }

    @Override
    public Meter meter(UUID download) {
        return progress.open(download);
    }

    @Override
    public Download.RunningJob start(DownloadQueue.Run run) {
        LOG.infof(
                "Downloading %s at %s",
                run.record().repo(), UntrustedText.name(run.record().revision()));
        DownloadJob job = new DownloadJob(dependencies, run.record(), run.plan(), run.isFirst(), run.meter(), run);
        var running = Uni.createFrom()
                .completionStage(run.before())
                .chain(job::run)
                .onFailure()
                .call(() -> Uni.createFrom().completionStage(removeIfEmpty(run.countedRecord())))
                .subscribe()
                .with(done -> run.finished(null), run::finished);
        return new Download.RunningJob() {
            @Override
            public boolean mayStop() {
                return job.mayStop();
            }

            @Override
            public void stop() {
                job.stop();
                running.cancel();
            }

            @Override
            public CompletionStage<Void> stopped() {
                return job.stopped();
            }
        };
    }

    // --- what follows from an end ------------------------------------------------------------------------------

    @Override
    public void ended(DownloadRecord record) {
        progress.forget(record.id());
        progress.totals().ended(record.state().word());
        Failure why = record.failure();
        if (why != null) {
            LOG.warnf("The download of %s failed: %s", record.repo(), why.detail());
            if (record.state() == DownloadState.FAILED) {
                listener.happened(Occurrence.failed(
                        moment(record.endedAt()),
                        model(record),
                        download(record),
                        new Occurrence.Trouble(why.type().slug(), why.detail())));
            }
            rescan();
        } else if (record.state() == DownloadState.COMPLETED) {
            LOG.infof(
                    "Downloaded %s at %s: %d files, %d bytes, all verified",
                    record.repo(),
                    record.commit(),
                    record.counts().files().filesTotal(),
                    record.counts().bytes().bytesTotal());
            if (record.manner() != DownloadRequest.Manner.REPAIR) { // which tells nothing of where the branch is now
                updates.completed(record.repoId(), record.revision(), record.commit());
            }
            listener.happened(Occurrence.completed(moment(record.endedAt()), model(record), download(record)));
            rescan();
        }
    }

    private static Instant moment(@Nullable Instant ended) {
        return ended == null ? Instant.now() : ended;
    }

    private Occurrence.Model model(DownloadRecord record) {
        RepoId repo = record.repoId();
        return new Occurrence.Model(
                record.repo(),
                repo.type().word(),
                record.revision(),
                record.commit(),
                record.updateFrom(),
                library.folderOf(repo).toString());
    }

    private static Occurrence.Download download(DownloadRecord record) {
        return new Occurrence.Download(
                record.id(),
                record.selection().variants(),
                record.counts().bytes().bytesTotal(),
                record.counts().files().filesTotal());
    }

    @Override
    public CompletionStage<Void> removeIfEmpty(DownloadRecord record) {
        if (record.startedAt() == null || record.counts().bytes().bytesReceived() > 0) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> removeEmptyDownload(record), Infrastructure.getDefaultWorkerPool());
    }

    @Override
    public CompletionStage<Void> discardPartials(Download forgotten, Supplier<List<Download>> others) {
        return inactiveFiles.discardPartials(forgotten, others).subscribeAsCompletionStage();
    }

    /** Blocks. */
    private void removeEmptyDownload(DownloadRecord record) {
        try {
            if (library.removeEmptyDownload(record.repoId(), record.createdAt().minus(CLOCK_TOLERANCE))) {
                LOG.debugf("Nothing of %s came, so nothing stays", record.repo());
            }
        } catch (LibraryException refused) {
            if (refused.kind() == LibraryException.Kind.IN_USE) {
                LOG.debugf("Another download works in the folder of %s", record.repo());
            } else {
                LOG.infof("What is left of %s stays: %s", record.repo(), refused.getMessage());
            }
        } catch (IOException | RuntimeException failure) { // who waits for it must not wait for ever
            LOG.infof("What is left of %s stays: %s", record.repo(), failure.getMessage());
        }
    }

    private void rescan() {
        DownloadStore.watch(Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::scan));
    }

    /** Blocks. */
    private void scan() {
        try {
            int models = library.scan().size();
            LOG.debugf("The library has %d models now", models);
        } catch (IOException failure) {
            LOG.warn(DiskException.of("The models folder could not be looked at after a download", failure)
                    .detail());
        }
    }
}
