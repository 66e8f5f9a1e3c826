package io.hfdownloader.download;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryException;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLease;
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
 * Runs a few downloads at a time, in the order of the queue, and carries them over restarts. The list of downloads is
 * the lock for every change of a state; nothing here blocks but what says so.
 */
@ApplicationScoped
class DownloadScheduler {

    private static final Logger LOG = Logger.getLogger(DownloadScheduler.class);
    private static final int MAX_ENDED_DOWNLOADS = 500;
    private static final int MAX_FILES_KEPT = 5_000;
    private static final int MAX_FAILED_WITH_FILES = 10;

    /** Times of files may lag behind the clock by so much. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final DownloadList downloads;
    private final DownloadStore store;
    private final ModelLibrary library;
    private final ProgressRegistry progress;
    private final UpdateChecker updates;
    private final InactiveFiles inactiveFiles;
    private final DownloadConfig config;
    private final DownloadJob.Dependencies dependencies;
    private boolean stopping;

    DownloadScheduler(
            DownloadList downloads,
            DownloadStore store,
            DownloadPlanner planner,
            SpaceCheck space,
            ModelLibrary library,
            ProgressRegistry progress,
            TransferEngine engine,
            KeyedLock fileLock,
            Connections connections,
            UpdateChecker updates,
            InactiveFiles inactiveFiles,
            TransferConfig transfers,
            DownloadConfig config) {
        this.downloads = downloads;
        this.store = store;
        this.library = library;
        this.progress = progress;
        this.updates = updates;
        this.inactiveFiles = inactiveFiles;
        this.config = config;
        this.dependencies =
                new DownloadJob.Dependencies(planner, space, library, engine, fileLock, connections, transfers);
    }

    /** Blocks. Takes up what was under way when the server stopped. */
    void start(@Observes StartupEvent event) {
        for (DownloadRecord record : store.load()) {
            DownloadRecord now =
                    record.state().isActive() ? record.withState(DownloadState.QUEUED, null, Instant.now()) : record;
            Download download = new Download(now);
            download.saved();
            downloads.add(download);
            if (!now.state().hasEnded()) {
                hold(download);
            }
        }
        startNext();
    }

    /** One folder that is not what it should be must not keep the server from starting. Blocks. */
    private void hold(Download download) {
        try {
            RepoId repo = download.record().repoId();
            download.hold(repo, library.lease(repo));
        } catch (RuntimeException refused) {
            DownloadStore.watch(store.save(settle(download, DownloadState.FAILED, Failures.of(refused))));
        }
    }

    /** Blocks until what has arrived is safe, or for some seconds. */
    void stop(@Observes ShutdownEvent event) {
        List<Download> active;
        synchronized (downloads) {
            stopping = true;
            active = downloads.active();
            active.forEach(Download::stop);
        }
        awaitReleased(active);
        for (Download download : active) {
            download.record(download.countedRecord());
            DownloadStore.watch(store.save(download));
        }
    }

    /** Blocks. */
    private static void awaitReleased(List<Download> stopped) {
        CompletableFuture<?>[] works = stopped.stream()
                .map(download -> download.released().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            var all = CompletableFuture.allOf(works).get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("Some files were still being written when the server stopped; their last bytes come once more");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts as many of those that wait as there are places. */
    void startNext() {
        synchronized (downloads) {
            int places = Math.max(1, config.maxActiveDownloads())
                    - downloads.active().size();
            if (!stopping && places > 0) {
                downloads.queue().stream()
                        .filter(Download::isSaved)
                        .limit(places)
                        .forEach(this::run);
            }
        }
    }

    /** Moves a download to a state in which it does not work, and ends its work. To be called under the lock. */
    Download settle(Download download, DownloadState state, @Nullable Failure why) {
        download.record(download.countedRecord().withState(state, why, Instant.now()));
        download.stop();
        if (state == DownloadState.CANCELLED) {
            download.beforeRelease(() -> cleanUpIfEmpty(download).subscribeAsCompletionStage());
        }
        if (state.hasEnded()) {
            progress.forget(download.id());
            download.release(state == DownloadState.FAILED ? MAX_FILES_KEPT : 0);
            dropOldFileMeters();
            forgetOldest();
        }
        return download;
    }

    private void run(Download download) {
        if (download.state() != DownloadState.QUEUED || stopping) {
            return;
        }
        DownloadRecord known =
                download.record(); // of one that is tried again, what a run before found is counted already
        boolean firstRun = known.startedAt() == null && known.counts().bytes().bytesReceived() == 0;
        download.record(download.record().withState(DownloadState.RESOLVING, null, Instant.now()));
        DownloadStore.watch(store.save(download));
        LOG.infof(
                "Downloading %s at %s",
                download.record().repo(), UntrustedText.name(download.record().revision()));
        Meter meter = progress.open(download.id());
        Reporter reporter = new Reporter(download, meter);
        var job = new DownloadJob(dependencies, download.record(), download.takePlan(), firstRun, meter, reporter);
        CompletionStage<Void> before = download.released();
        if (!before.toCompletableFuture().isDone()) {
            reporter.waiting(new Waiting("The files of the run before are being closed", "closing", null));
        }
        var running = Uni.createFrom()
                .completionStage(before)
                .chain(job::run)
                .onFailure()
                .call(() -> cleanUpIfEmpty(download))
                .subscribe()
                .with(done -> finished(reporter, null), failure -> finished(reporter, failure));
        if (reporter.isOutdated()) { // over before it could be noted
            job.stop();
            return;
        }
        download.work(new Download.RunningJob() {
            @Override
            public void stop() {
                job.stop();
                running.cancel();
            }

            @Override
            public CompletionStage<Void> stopped() {
                return job.stopped();
            }
        });
    }

    private void finished(Reporter reporter, @Nullable Throwable failure) {
        Download download = reporter.download;
        synchronized (downloads) {
            if (reporter.isOutdated() || stopping) {
                return;
            }
            if (failure == null) { // before anybody sees the end, and asks what follows from it
                DownloadStore.watch(updates.completed(download.record()));
            }
            Download ended = failure == null
                    ? settle(download, DownloadState.COMPLETED, null)
                    : settle(download, DownloadState.FAILED, Failures.of(failure));
            DownloadStore.watch(store.save(ended));
            log(ended.record());
        }
        rescan();
        startNext();
    }

    /** Only the newest failures can be looked at file by file without asking the disk. */
    private void dropOldFileMeters() {
        List<Download> failed = downloads.ended().stream()
                .filter(download -> download.state() == DownloadState.FAILED)
                .toList();
        failed.stream()
                .limit(Math.max(0, failed.size() - MAX_FAILED_WITH_FILES))
                .forEach(old -> old.release(0));
    }

    private static void log(DownloadRecord ended) {
        Failure why = ended.failure();
        if (why == null) {
            LOG.infof(
                    "Downloaded %s at %s: %d files, %d bytes, all verified",
                    ended.repo(),
                    ended.commit(),
                    ended.counts().files().filesTotal(),
                    ended.counts().bytes().bytesTotal());
        } else {
            LOG.warnf("The download of %s failed: %s", ended.repo(), why.detail());
        }
    }

    private void forgetOldest() {
        List<Download> ended = downloads.ended();
        ended.stream().limit(Math.max(0, ended.size() - MAX_ENDED_DOWNLOADS)).forEach(oldest -> {
            downloads.remove(oldest.id());
            DownloadStore.watch(store.delete(oldest).call(() -> inactiveFiles.discardPartials(oldest)));
        });
    }

    /** Of one that ends before its first byte nothing stays. Its files are closed, and its folder is still its own. Never fails. */
    private Uni<Void> cleanUpIfEmpty(Download download) {
        DownloadRecord record = download.countedRecord();
        if (record.startedAt() == null || record.counts().bytes().bytesReceived() > 0) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> removeEmptyDownload(record));
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
        } catch (IOException failure) {
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
            LOG.warn("The models folder could not be looked at after a download", failure);
        }
    }

    /** Carries what a job tells into its download, unless the download has been stopped meanwhile. */
    private final class Reporter implements DownloadJob.Listener {

        private final Download download;
        private final Meter meter;
        private final int run;

        Reporter(Download download, Meter meter) {
            this.download = download;
            this.meter = meter;
            this.run = download.nextRun();
        }

        /** True when the user stopped this run; it may have been started again since. */
        boolean isOutdated() {
            return !download.state().isActive() || run != download.run();
        }

        @Override
        public void resolved(Plan plan) {
            RepoId repo = plan.tree().repo();
            RepoLease lease = library.lease(repo);
            synchronized (downloads) {
                if (isOutdated()) {
                    lease.close();
                    return;
                }
                plan.startCounting(meter, download.record().counts().bytes().bytesReused());
                download.meter(meter);
                download.record(plan.bind(download.record()).withState(DownloadState.DOWNLOADING, null, Instant.now()));
                download.hold(repo, lease);
                DownloadStore.watch(store.save(download));
            }
        }

        @Override
        public void waiting(@Nullable Waiting waiting) {
            synchronized (downloads) {
                if (!isOutdated()) {
                    download.waiting(waiting);
                    download.waitsForSpace(false);
                }
            }
        }

        @Override
        public void waitingForRoom(Waiting waiting) {
            synchronized (downloads) {
                if (!isOutdated()) {
                    download.waiting(waiting);
                    download.waitsForSpace(true);
                }
            }
        }
    }
}
