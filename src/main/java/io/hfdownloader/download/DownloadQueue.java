package io.hfdownloader.download;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.download.room.NoRoomException;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.Meter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The downloads and every change of their states: a few are at work at a time, in the order of the queue. One lock, which
 * is nobody else's, guards all changes. What a change asks of the {@link Runner} and the {@link Store} is asked under the
 * lock, so that both hear of all changes in their order. Looking takes no lock. No method blocks but {@link #restore},
 * {@link #start}, {@link #resume} and {@link #retry}, which look at the repo's folder before they take the lock; all are
 * safe for use from any thread. What may be done in which state: {@code docs/downloads.md}.
 */
final class DownloadQueue {

    private static final Logger LOG = Logger.getLogger(DownloadQueue.class);
    private static final int MAX_ENDED = 500;
    private static final int MAX_FILES_KEPT = 5_000;
    private static final int MAX_FAILED_WITH_FILES = 10;

    /** Plans of this many files are kept for downloads in the queue; beyond that they are looked up again. */
    private static final int MAX_PLANNED_FILES = 5_000;

    private final Object lock = new Object();
    private final DownloadList downloads = new DownloadList();
    private final int maxActive;
    private final Clock clock;
    private final Store store;
    private final Runner runner;
    /** Those that have no turn until they are asked for. */
    private final Set<UUID> untaken = new HashSet<>();

    private boolean starting;
    private boolean stopping;

    /** What a restart knows of the downloads. No method blocks; what is asked first is done first. */
    interface Store {

        /** Done when it is on the disk; a crash before that leaves what was there. */
        CompletionStage<Void> save(DownloadRecord record);

        /** Done when a restart does not know of it any more. */
        CompletionStage<Void> delete(UUID id);
    }

    /** Does the work of downloads. No method blocks but {@link #lease}; they may be called under the lock. */
    interface Runner {

        /**
         * The right to work in a repo's folder. Blocks briefly, is never called under the lock.
         *
         * @throws io.hfdownloader.library.layout.LibraryException while the repo is being deleted
         */
        RepoLease lease(RepoId repo);

        /** The counters of a download, made on first use. */
        Meter meter(UUID download);

        /** Starts the work of a run, which may tell of it at once. */
        Download.RunningJob start(DownloadQueue.Run run);

        /** A download has ended in this way, and in a moment everybody can see it; its counters are not needed any more. */
        void ended(DownloadRecord record);

        /** Removes what a download that got no byte has left in its folder. Its files are closed. Never fails. */
        CompletionStage<Void> removeIfEmpty(DownloadRecord record);

        /**
         * Removes the partial files of a forgotten download that no other one wants. Never fails.
         *
         * @param others those that may want them, at the time of asking
         */
        CompletionStage<Void> discardPartials(Download forgotten, Supplier<List<Download>> others);
    }

    /**
     * A request that was taken.
     *
     * @param download the download
     * @param created false when the same one was under way already
     */
    record Admitted(Download download, boolean created) {}

    /**
     * A change that was made.
     *
     * @param download what was changed
     * @param saved done when the disk has it, or has refused it: the change holds in any case
     */
    record Changed(Download download, CompletionStage<Void> saved) {}

    /**
     * A download that is in no list any more.
     *
     * @param deleted done when a restart does not know of it
     * @param discarded done when its partial files are gone, too
     */
    record Forgotten(CompletionStage<Void> deleted, CompletionStage<Void> discarded) {}

    /** @param maxActive how many downloads are at work at a time */
    DownloadQueue(int maxActive, Clock clock, Store store, Runner runner) {
        this.maxActive = Math.max(1, maxActive);
        this.clock = clock;
        this.store = store;
        this.runner = runner;
    }

    // --- looking -----------------------------------------------------------------------------------------------

    Optional<Download> find(UUID id) {
        return downloads.find(id);
    }

    List<Download> newestFirst() {
        return downloads.newestFirst();
    }

    boolean isAnyAtWork() {
        return downloads.newestFirst().stream()
                .anyMatch(download -> download.state().isActive());
    }

    /** Those that wait for their turn, next one first. */
    List<Download> queued() {
        return downloads.queued();
    }

    /** The one under way that fetches just this; the plan is what is known of the request. */
    Optional<Download> sameUnderWay(DownloadRequest request, Optional<Plan> plan) {
        return downloads.sameUnderWay(request, plan);
    }

    /** Those that wait for room on the disk before they have a turn, next one first. */
    List<Download> withoutRoom() {
        return downloads.withoutRoom();
    }

    /** Bytes that those which go before one in the queue have still to write, of such repos. */
    long bytesLeftBefore(Download queued, Predicate<RepoId> repos) {
        return downloads.bytesLeftBeforeTurn(queued.record(), repos);
    }

    /** Bytes that all downloads of such repos, at work and in the queue, have still to write; those that have no room wait for it. */
    long bytesLeft(Predicate<RepoId> repos) {
        return downloads.bytesLeft(repos);
    }

    // --- the server starts, works, and stops -------------------------------------------------------------------

    /**
     * Takes up what was known when the server stopped: what was at work waits for its turn again. Blocks.
     *
     * @param resume false for what has no turn until it is asked for again
     */
    void restore(List<DownloadRecord> records, boolean resume) {
        List<Download> known = records.stream().map(this::restored).toList();
        Map<Download, Failure> refused = holdAll(known);
        synchronized (lock) {
            known.forEach(downloads::add);
            if (!resume) {
                known.forEach(download -> untaken.add(download.id()));
            }
            refused.forEach((download, why) -> watch(transition(download, DownloadState.FAILED, why)));
            startNext();
        }
    }

    private Download restored(DownloadRecord record) {
        boolean wasActive = record.state().isActive();
        Download download =
                new Download(wasActive ? record.withState(DownloadState.QUEUED, null, clock.instant()) : record);
        download.saved();
        return download;
    }

    /** One folder that is not what it should be must not keep the server from starting. Blocks. */
    private Map<Download, Failure> holdAll(List<Download> known) {
        Map<Download, Failure> refused = new LinkedHashMap<>();
        for (Download download : known) {
            try {
                if (!download.state().hasEnded()) {
                    RepoId repo = download.record().repoId();
                    download.hold(repo, runner.lease(repo));
                }
            } catch (RuntimeException failure) {
                refused.put(download, Failure.of(failure));
            }
        }
        return refused;
    }

    /** Saves how far those at work have come, so that a restart shows it at once. Done when the disk has taken or refused it. */
    CompletionStage<Void> saveCounts() {
        synchronized (lock) {
            List<Download> moved = new ArrayList<>();
            for (Download download : downloads.active()) {
                DownloadRecord now = download.countedRecord();
                if (stopping || !now.equals(download.record())) {
                    download.record(now);
                    moved.add(download);
                }
            }
            return saved(moved);
        }
    }

    /**
     * Nothing starts any more, and what is at work stops until the next start of the server. Done when all files are
     * closed; {@link #saveCounts} knows the last byte then.
     */
    CompletionStage<Void> shutdown() {
        synchronized (lock) {
            stopping = true;
            List<Download> stopped = downloads.active();
            stopped.forEach(Download::stop);
            return CompletableFuture.allOf(stopped.stream()
                    .map(download -> download.released().toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
        }
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    /**
     * Puts a new download at the end of the queue, unless the same one is under way. Blocks briefly.
     *
     * @param plan what is known of the request
     * @return done when it is on the disk; fails when the disk refuses it, and then there is no such download
     */
    CompletionStage<Admitted> start(DownloadRequest request, Optional<Plan> plan) {
        return start(request, plan, Optional.empty());
    }

    /**
     * As {@link #start(DownloadRequest, Optional)}.
     *
     * @param shortage what there is on the disk, where that is too little for it now
     * @return done when it is on the disk; fails when the disk refuses it, and then there is no such download
     */
    CompletionStage<Admitted> start(DownloadRequest request, Optional<Plan> plan, Optional<Room> shortage) {
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        RepoLease lease = runner.lease(repo);
        Download download;
        CompletionStage<Void> saved;
        synchronized (lock) {
            Optional<Download> same = downloads.sameUnderWay(request, plan);
            if (same.isPresent()) {
                lease.close();
                untaken.remove(same.get().id());
                CompletionStage<Void> changed = changeManner(same.get(), request, shortage);
                startNext();
                return same.get().admission().thenCombine(changed, (done, told) -> new Admitted(same.get(), false));
            }
            DownloadRecord queued =
                    DownloadRecord.queued(UUID.randomUUID(), repo, request, downloads.lastOrder() + 1, clock.instant());
            download = new Download(plan.map(known -> known.bind(queued)).orElse(queued));
            download.hold(repo, lease);
            plan.ifPresent(known -> count(download, known));
            shortage.ifPresent(download::shortage);
            downloads.add(download);
            saved = save(download);
            download.admission(saved);
        }
        return saved.whenComplete((done, failure) -> admitted(download, failure == null))
                .thenApply(done -> new Admitted(download, true));
    }

    /** What has no room as one set may have it file by file, once its owner wants it so. In the lock. */
    private CompletionStage<Void> changeManner(Download same, DownloadRequest request, Optional<Room> shortage) {
        if (request.manner() != DownloadRequest.Manner.FILE_BY_FILE
                || same.record().manner() == request.manner()) {
            return CompletableFuture.completedFuture(null);
        }
        if (same.state() != DownloadState.QUEUED && same.state() != DownloadState.PAUSED) {
            throw wrongState(
                    same,
                    "The update of " + same.record().repo()
                            + " is under way as one set. Pause it, ask again, and let it go on.",
                    "one-set");
        }
        same.record(same.record().in(request.manner()));
        same.shortage(shortage.orElse(null));
        return save(same);
    }

    private void count(Download download, Plan plan) {
        int kept = downloads.queued().stream().mapToInt(Download::plannedFiles).sum();
        boolean keep = kept == 0 || kept + plan.items().size() <= MAX_PLANNED_FILES;
        Meter meter = keep ? runner.meter(download.id()) : new Meter();
        plan.startCounting(meter, ByteCounts.NONE);
        if (keep) {
            download.meter(meter);
            download.plan(plan);
        } else {
            download.record(download.record()
                    .withCounts(DownloadRecord.Counts.of(meter.snapshot(), DownloadRecord.Counts.NONE)));
        }
    }

    /** One that the disk refused is gone, whatever was done with it meanwhile. */
    private void admitted(Download download, boolean onDisk) {
        synchronized (lock) {
            if (!onDisk && downloads.find(download.id()).isPresent()) {
                downloads.remove(download.id());
                download.stop();
                runner.ended(download.record());
                download.release(0);
                watch(store.delete(download.id()));
            }
            startNext();
        }
    }

    // --- changing ----------------------------------------------------------------------------------------------

    /** Stops it for now; connections close, what has arrived is kept. */
    Changed pause(UUID id) {
        return stop(id, "paused", state -> state == DownloadState.QUEUED || state.isActive(), DownloadState.PAUSED);
    }

    /** Ends it; what has arrived is kept until it is forgotten, so that a retry goes on from there. */
    Changed cancel(UUID id) {
        return stop(id, "cancelled", state -> !state.hasEnded(), DownloadState.CANCELLED);
    }

    /** Puts a paused one back to its place in the queue. Blocks briefly. */
    Changed resume(UUID id) {
        return queueAgain(id, "resumed", state -> state == DownloadState.PAUSED);
    }

    /**
     * Puts one that failed back to its place in the queue, or takes a cancellation back; it stays on its commit. Blocks
     * briefly.
     */
    Changed retry(UUID id) {
        return queueAgain(id, "retried", state -> state == DownloadState.FAILED || state == DownloadState.CANCELLED);
    }

    /** Gives one that waits for its turn another place; 0 is the next to start. */
    Changed move(UUID id, int position) {
        synchronized (lock) {
            Download moved = allowed(id, "moved in the queue", state -> state == DownloadState.QUEUED);
            return new Changed(moved, saved(downloads.place(moved, position)));
        }
    }

    /** Removes one that has ended from the list, and the partial files that no other download of the repo wants. */
    Forgotten forget(UUID id) {
        synchronized (lock) {
            return forget(allowed(id, "removed from the list before it has ended", DownloadState::hasEnded));
        }
    }

    private Forgotten forget(Download ended) {
        RepoId repo = ended.record().repoId();
        downloads.remove(ended.id());
        CompletionStage<Void> deleted = store.delete(ended.id());
        return new Forgotten(
                deleted, deleted.thenCompose(done -> runner.discardPartials(ended, () -> downloads.unfinished(repo))));
    }

    private Changed stop(UUID id, String word, Predicate<DownloadState> allowed, DownloadState next) {
        synchronized (lock) {
            Download download = allowed(id, word, allowed);
            refuseHalfASwap(download, word);
            CompletionStage<Void> saved = transition(download, next, null);
            startNext();
            return new Changed(download, saved);
        }
    }

    private Changed queueAgain(UUID id, String word, Predicate<DownloadState> allowed) {
        RepoId repo = known(id).record().repoId();
        RepoLease lease = runner.lease(repo);
        synchronized (lock) {
            Download download;
            try {
                download = allowed(id, word, allowed);
                refuseDuplicate(download);
            } catch (DownloadException refused) {
                lease.close();
                throw refused;
            }
            download.hold(repo, lease);
            untaken.remove(id);
            CompletionStage<Void> saved = transition(download, DownloadState.QUEUED, null);
            startNext();
            return new Changed(download, saved);
        }
    }

    private Download allowed(UUID id, String word, Predicate<DownloadState> allowed) {
        Download download = known(id);
        if (!allowed.test(download.state())) {
            throw wrongState(
                    download,
                    "The download of " + download.record().repo() + " is "
                            + download.state().word() + ", so it cannot be " + word + ".",
                    null);
        }
        return download;
    }

    /** Between the first renamed file and the last there is no way back. */
    private static void refuseHalfASwap(Download download, String word) {
        if (!download.mayStop()) {
            throw wrongState(
                    download,
                    "The new files of " + download.record().repo()
                            + " are being put in their places, so it is too late for the download to be " + word
                            + ". It is done in a moment.",
                    "swapping");
        }
    }

    /** What was asked for again meanwhile needs no second download. */
    private void refuseDuplicate(Download download) {
        if (downloads.hasDuplicate(download)) {
            throw wrongState(
                    download,
                    "The same download of " + download.record().repo()
                            + " is under way already. Remove this one from the list.",
                    "duplicate");
        }
    }

    private static DownloadException wrongState(Download download, String sentence, @Nullable String reason) {
        return new DownloadException(
                DownloadException.Kind.WRONG_STATE,
                sentence,
                Parameters.of("repo", download.record().repo()).and("reason", reason));
    }

    private Download known(UUID id) {
        return downloads.find(id).orElseThrow(() -> DownloadException.notFound(id.toString()));
    }

    /**
     * How much room there is now for one that waits for it; with enough, it has its turn. Too late when it does not wait any more.
     *
     * @param before what there was when it was looked at last
     */
    void roomNow(Download download, Room before, Room now) {
        synchronized (lock) {
            boolean waits = download.state() == DownloadState.QUEUED
                    && download.shortage().filter(last -> last == before).isPresent();
            if (waits) {
                download.shortage(now.missingBytes() == 0 ? null : now);
                startNext();
            }
        }
    }

    // --- running, all under the lock ---------------------------------------------------------------------------

    /** Starts as many of those that wait as there are places. */
    private void startNext() {
        if (starting) { // a run that ends while it is being started
            return;
        }
        starting = true;
        try {
            while (!stopping && downloads.active().size() < maxActive) {
                Optional<Download> next = downloads.next(untaken);
                if (next.isEmpty()) {
                    return;
                }
                run(next.get());
            }
        } finally {
            starting = false;
        }
    }

    private void run(Download download) {
        Run run = new Run(download);
        download.record(download.record().withState(DownloadState.RESOLVING, null, clock.instant()));
        watch(save(download));
        if (!run.before().toCompletableFuture().isDone()) {
            run.waiting(new Waiting("The files of the run before are being closed", Waiting.Cause.CLOSING.word()));
        }
        Download.RunningJob runningJob = runner.start(run);
        if (run.isOutdated()) { // stopped before its job was known here
            runningJob.stop();
        } else {
            download.runningJob(runningJob);
        }
    }

    /** Moves a download to a state without work, and stops its work. Done when it is on the disk, or refused. */
    private CompletionStage<Void> transition(Download download, DownloadState state, @Nullable Failure why) {
        DownloadRecord next = download.countedRecord().withState(state, why, clock.instant());
        if (state.hasEnded()) {
            runner.ended(next);
        }
        download.record(next);
        download.shortage(null);
        CompletionStage<Void> saved = saved(List.of(download));
        download.stop();
        if (state == DownloadState.CANCELLED) {
            download.beforeRelease(() -> runner.removeIfEmpty(download.countedRecord()));
        }
        if (state.hasEnded()) {
            download.release(state == DownloadState.FAILED ? MAX_FILES_KEPT : 0);
            releaseOldMeters();
            forgetOldest();
        }
        return saved;
    }

    /** Only the newest failures can be looked at file by file without asking the disk. */
    private void releaseOldMeters() {
        List<Download> failed = downloads.ended().stream()
                .filter(download -> download.state() == DownloadState.FAILED)
                .toList();
        failed.stream()
                .limit(Math.max(0, failed.size() - MAX_FAILED_WITH_FILES))
                .forEach(old -> old.release(0));
    }

    private void forgetOldest() {
        List<Download> ended = downloads.ended();
        ended.stream()
                .limit(Math.max(0, ended.size() - MAX_ENDED))
                .forEach(oldest -> watch(forget(oldest).discarded()));
    }

    // --- the disk ----------------------------------------------------------------------------------------------

    private CompletionStage<Void> save(Download download) {
        return store.save(download.record()).thenRun(download::saved);
    }

    /** A change holds whether or not the disk takes it now. */
    private CompletionStage<Void> saved(List<Download> changed) {
        return withFailureLogged(CompletableFuture.allOf(changed.stream()
                .map(download -> save(download).toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
    }

    private static void watch(CompletionStage<Void> work) {
        var watched = withFailureLogged(work);
    }

    private static CompletionStage<Void> withFailureLogged(CompletionStage<Void> work) {
        return work.exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            LOG.debug("The store, which says so, tries that again", cause);
            return null;
        });
    }

    /** One run of a download: carries what its work tells into the download, unless it was stopped meanwhile. */
    final class Run implements DownloadJob.Listener {

        private final Download download;
        private final int number;
        private final DownloadRecord record;
        private final Optional<Plan> plan;
        private final Meter meter;
        private final CompletionStage<Void> before;

        private Run(Download download) {
            this.download = download;
            this.number = download.nextRun();
            this.record = download.record();
            this.plan = download.takePlan();
            this.meter = runner.meter(download.id());
            this.before = download.released();
        }

        /** The download as it was when the run was started. */
        DownloadRecord record() {
            return record;
        }

        /** What is known of it from when it was asked for. */
        Optional<Plan> plan() {
            return plan;
        }

        /** False for one that is taken up again: what a run before it found on the disk is counted already. */
        boolean isFirst() {
            return record.startedAt() == null && record.counts().bytes().bytesReceived() == 0;
        }

        /** Where the work counts. */
        Meter meter() {
            return meter;
        }

        /** Done when the run before has closed its files; the work must wait for it. */
        CompletionStage<Void> before() {
            return before;
        }

        /** The download with what is counted now. */
        DownloadRecord countedRecord() {
            return download.countedRecord();
        }

        /** The work is done, or has failed for this reason. Too late when it was stopped. */
        void finished(@Nullable Throwable failure) {
            synchronized (lock) {
                if (stopping || isOutdated()) {
                    return;
                }
                if (failure instanceof NoRoomException noRoom && noRoom.passes()) {
                    watch(transition(download, DownloadState.QUEUED, null));
                    download.shortage(noRoom.room()); // its place is for one that fits
                    startNext();
                    return;
                }
                Failure why = failure == null ? null : Failure.of(failure);
                watch(transition(download, why == null ? DownloadState.COMPLETED : DownloadState.FAILED, why));
                startNext();
            }
        }

        /** True when it was stopped; the download may have been started again since. */
        private boolean isOutdated() {
            return !download.state().isActive() || number != download.run();
        }

        @Override
        public void resolved(Plan known) {
            RepoId repo = known.tree().repo();
            Optional<RepoLease> lease = download.holds(repo) ? Optional.empty() : Optional.of(runner.lease(repo));
            synchronized (lock) {
                if (isOutdated()) {
                    lease.ifPresent(RepoLease::close);
                    return;
                }
                known.startCounting(meter, download.counts().bytes());
                download.meter(meter);
                download.record(
                        known.bind(download.record()).withState(DownloadState.DOWNLOADING, null, clock.instant()));
                lease.ifPresent(taken -> download.hold(repo, taken));
                watch(save(download));
            }
        }

        @Override
        public void waiting(@Nullable Waiting waiting) {
            waits(waiting, false);
        }

        @Override
        public void waitingForSpace(Waiting waiting) {
            waits(waiting, true);
        }

        private void waits(@Nullable Waiting waiting, boolean forSpace) {
            synchronized (lock) {
                if (!isOutdated()) {
                    download.waiting(waiting);
                    download.waitsForSpace(forSpace);
                }
            }
        }

        @Override
        public void note(CodedText note) {
            synchronized (lock) {
                if (!isOutdated()) {
                    download.record(download.record().withNote(note));
                }
            }
        }

        @Override
        public void updated(UpdateChanges changes) {
            synchronized (lock) {
                if (!isOutdated()) {
                    download.record(download.record().withUpdated(changes));
                }
            }
        }

        @Override
        public long promisedToOthers(Predicate<RepoId> repos) {
            return downloads.bytesLeftBefore(download.record(), repos);
        }
    }
}
