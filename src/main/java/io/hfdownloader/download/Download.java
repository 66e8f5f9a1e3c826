package io.hfdownloader.download;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.hfdownloader.download.arrival.Arrival;
import io.hfdownloader.download.arrival.DownloadResult;
import io.hfdownloader.download.plan.WritableFiles;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.FileState;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.progress.Progress;
import io.hfdownloader.progress.Retries;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.Selection;
import org.jspecify.annotations.Nullable;

/**
 * One download in memory: its record, its meter while it has one, its work while it is at work. The queue changes it
 * under its lock; anybody may look.
 */
final class Download {

    private volatile DownloadRecord record;
    private final AtomicInteger version = new AtomicInteger();
    private volatile @Nullable Meter meter;
    private volatile @Nullable Waiting waiting;
    private volatile @Nullable Plan plan;
    private @Nullable RunningJob runningJob;
    private volatile CompletionStage<Void> released = CompletableFuture.completedFuture(null);
    private volatile CompletionStage<Void> admission = CompletableFuture.completedFuture(null);
    private @Nullable RepoLease lease;
    private volatile @Nullable RepoId leasedRepo;
    private int run;
    private volatile boolean saved;
    private volatile boolean waitsForSpace;
    private volatile @Nullable Room shortage;
    private volatile @Nullable FoundResult found;

    private record FoundResult(LibraryModel model, DownloadResult result) {}

    /** What is going on for a download. */
    interface RunningJob {

        /** To be asked before a {@link #stop} that is to leave all as it was; false when that is too late. */
        default boolean mayStop() {
            return true;
        }

        /** Stops it soon; connections close, what has arrived is kept. */
        void stop();

        /** Done when it was stopped and has closed all files. */
        CompletionStage<Void> stopped();
    }

    Download(DownloadRecord record) {
        this.record = record;
    }

    UUID id() {
        return record.id();
    }

    DownloadRecord record() {
        return record;
    }

    DownloadState state() {
        return record.state();
    }

    void record(DownloadRecord next) {
        record = next;
        version.incrementAndGet();
    }

    /** What was found out when it was asked for; taken by the first run. */
    Optional<Plan> takePlan() {
        Optional<Plan> taken = Optional.ofNullable(plan);
        plan = null;
        return taken;
    }

    void plan(Plan known) {
        plan = known;
    }

    /** Files of the plan that is kept for the first run. */
    int plannedFiles() {
        Plan kept = plan;
        return kept == null ? 0 : kept.items().size();
    }

    Optional<Meter> meter() {
        return Optional.ofNullable(meter);
    }

    void meter(Meter used) {
        meter = used;
    }

    void waiting(@Nullable Waiting reason) {
        waiting = reason;
    }

    void runningJob(RunningJob running) {
        runningJob = running;
    }

    /** Done when no run that was stopped has files open any more. Whoever waits may cancel the stage; it is a copy. */
    CompletionStage<Void> released() {
        return released.toCompletableFuture().copy();
    }

    /** What is still to be done in its folder when the files of its last run are closed. */
    void beforeRelease(Supplier<CompletionStage<Void>> work) {
        released = released.thenCompose(closed -> work.get());
    }

    /** False while its new files take the places of old ones, which nobody stops half-way. */
    boolean mayStop() {
        RunningJob running = runningJob;
        return running == null || running.mayStop();
    }

    /** Stops its work, if there is any; connections close, what has arrived is kept. */
    void stop() {
        RunningJob running = runningJob;
        runningJob = null;
        waiting = null;
        waitsForSpace = false;
        if (running != null) {
            released = released.thenCompose(before -> running.stopped());
            running.stop();
        }
        meter().ifPresent(Meter::stopped);
    }

    /**
     * Keeps a repo from being deleted: its own, and again when the canonical name is known.
     *
     * @param taken the right to work there, which belongs to the download from here on
     */
    void hold(RepoId repo, RepoLease taken) {
        if (repo.equals(leasedRepo)) {
            taken.close();
            return;
        }
        closeLease();
        lease = taken;
        leasedRepo = repo;
    }

    /** Whether it keeps this repo from being deleted already. */
    boolean holds(RepoId repo) {
        return repo.equals(leasedRepo);
    }

    /** It cannot go on before there is room on the disk. */
    void waitsForSpace(boolean waits) {
        waitsForSpace = waits;
    }

    boolean waitsForSpace() {
        return waitsForSpace;
    }

    /** It has no turn before there is room for all of it on the disk; null when it has. */
    void shortage(@Nullable Room lacking) {
        shortage = lacking;
    }

    /** What there was on the disk, when that was too little to begin. */
    Optional<Room> shortage() {
        return Optional.ofNullable(shortage);
    }

    /** It has ended: releases its repo, and the counters when there are too many files to keep them. */
    void release(int maxFilesKept) {
        closeLease();
        plan = null;
        Meter used = meter;
        if (used != null && used.files().size() > maxFilesKept) {
            meter = null;
        }
    }

    /** The folder is in use until the last run has closed its files. */
    private void closeLease() {
        RepoLease ended = lease;
        lease = null;
        leasedRepo = null;
        if (ended != null) {
            var closed = released.thenRun(ended::close);
        }
    }

    /** Its first save: whoever is given the download before that is done is not told that it is safe. */
    void admission(CompletionStage<Void> saved) {
        admission = saved;
    }

    CompletionStage<Void> admission() {
        return admission;
    }

    /** It is on the disk: a restart knows of it. */
    void saved() {
        saved = true;
    }

    /** False for a moment after it was asked for. It must not begin before, as the request may still fail. */
    boolean isSaved() {
        return saved;
    }

    /** Numbers the runs, so that a late word of an earlier one is not taken for one of the present. */
    int nextRun() {
        return ++run;
    }

    int run() {
        return run;
    }

    /** The record with what is counted now. */
    DownloadRecord countedRecord() {
        return record.withCounts(counts());
    }

    DownloadRecord.Counts counts() {
        Meter used = meter;
        DownloadRecord.Counts before = record.counts();
        return used == null ? before : DownloadRecord.Counts.of(used.snapshot(), before);
    }

    /** Bytes that are still to come, as far as that is known. */
    long bytesLeft() {
        return counts().bytes().left();
    }

    /** As its folder sees it while it is not over. */
    Arrival arrival() {
        return new Arrival(state() == DownloadState.PAUSED, this::brings);
    }

    /** Whether a file is one of its own, as far as that is known; before it is, any may be. */
    private boolean brings(String path) {
        Meter used = meter;
        if (used != null && !used.files().isEmpty()) {
            return used.has(path);
        }
        Selection selection = record.selection();
        List<String> weights = record.weights();
        boolean labelsAreOpen = weights == null && selection.namesVariants();
        return labelsAreOpen
                || weights != null && weights.contains(path)
                || selection.takes(path, WritableFiles.isNeeded(path, Long.MAX_VALUE));
    }

    /**
     * As the API and the pages show it.
     *
     * @param model what is in its folder now, if anything
     */
    DownloadView view(@Nullable Integer position, Optional<LibraryModel> model) {
        int versionAtLeast = version.get(); // before the record, so that it never claims more than is shown
        DownloadRecord now = record;
        Meter used = meter;
        DownloadRecord.Counts counts = counts();
        Progress progress = used == null ? null : used.snapshot();
        DownloadState shown = used == null || progress == null ? now.state() : phase(now.state(), used, progress);
        return new DownloadView(
                now.id(),
                versionAtLeast,
                DownloadView.Target.of(now.target()),
                shown,
                waitingNow(shown, used, position),
                advance(now.state(), counts, progress),
                position,
                DownloadView.Lifecycle.of(now),
                DownloadView.Outcome.of(
                        now, model.map(found -> result(now, found)).orElse(null)));
    }

    /** What was in its folder when it was shown last. */
    Optional<LibraryModel> lastModel() {
        return Optional.ofNullable(found).map(FoundResult::model);
    }

    /** A model that has not changed is the same object. */
    private DownloadResult result(DownloadRecord now, LibraryModel model) {
        FoundResult known = found;
        if (known == null || known.model() != model) {
            known = new FoundResult(model, DownloadResult.of(model, now.weights(), now.selection()));
            found = known;
        }
        return known.result();
    }

    private static DownloadView.Advance advance(
            DownloadState state, DownloadRecord.Counts counts, @Nullable Progress progress) {
        int percent = percent(state, counts.bytes());
        if (progress == null) {
            return new DownloadView.Advance(
                    counts.bytes(),
                    counts.bytes().bytesVerified(),
                    counts.files(),
                    percent,
                    DownloadView.Speed.UNKNOWN,
                    new DownloadView.Activity("", 0, counts.via()),
                    Retries.NONE);
        }
        boolean isActive = state.isActive();
        return new DownloadView.Advance(
                counts.bytes(),
                progress.bytesHashed(),
                counts.files(),
                percent,
                isActive
                        ? new DownloadView.Speed(boxed(progress.rate()), boxed(progress.etaSeconds()))
                        : DownloadView.Speed.UNKNOWN,
                new DownloadView.Activity(progress.currentFile(), isActive ? progress.connections() : 0, counts.via()),
                progress.retries());
    }

    /** All bytes are here, or only checks are going on: that is verifying, whatever the record says. */
    private static DownloadState phase(DownloadState state, Meter meter, Progress progress) {
        if (state != DownloadState.DOWNLOADING) {
            return state;
        }
        ByteCounts bytes = progress.bytes();
        boolean allHere = bytes.bytesTotal() > 0 && bytes.bytesReceived() == bytes.bytesTotal();
        boolean checking = meter.count(FileState.CHECKING) + meter.count(FileState.VERIFYING) > 0;
        return allHere || checking && meter.activeFiles().isEmpty() ? DownloadState.VERIFYING : state;
    }

    private @Nullable Waiting waitingNow(DownloadState shown, @Nullable Meter used, @Nullable Integer position) {
        if (shown == DownloadState.QUEUED && position != null) {
            Room lacking = shortage;
            return lacking == null ? itsTurn(position) : room(lacking);
        }
        Waiting own = waiting;
        if (own != null || used == null || shown != DownloadState.DOWNLOADING) {
            return own;
        }
        return waitingFiles(used);
    }

    private static Waiting itsTurn(int position) {
        return new Waiting(
                "Waits in the queue, at place " + (position + 1),
                Waiting.Cause.QUEUED.word(),
                null,
                Map.of("place", String.valueOf(position + 1)));
    }

    private static Waiting room(Room lacking) {
        return new Waiting(
                lacking.sentence() + Room.BY_ITSELF,
                ProblemType.DISK_FULL.slug(),
                null,
                lacking.parameters().toMap());
    }

    /** A download waits when none of its files is at work, or all of those wait, too. */
    private static @Nullable Waiting waitingFiles(Meter used) {
        boolean moves = used.activeFiles().stream()
                .anyMatch(file -> file.snapshot().delay().waiting() == null);
        return moves
                ? null
                : used.waitingFiles().stream()
                        .map(FileMeter::snapshot)
                        .filter(file -> file.delay().waiting() != null)
                        .min(Comparator.comparing(FileProgress::path))
                        .map(Download::waiting)
                        .orElse(null);
    }

    private static Waiting waiting(FileProgress file) {
        FileProgress.Delay delay = file.delay();
        return new Waiting(
                String.valueOf(delay.waiting()),
                Waiting.Cause.FILES.word(),
                delay.waitingUntil(),
                Parameters.of("path", UntrustedText.name(file.path()))
                        .and("reason", delay.waitingFor())
                        .toMap());
    }

    private static int percent(DownloadState state, ByteCounts bytes) {
        if (state == DownloadState.COMPLETED) {
            return 100;
        }
        return bytes.bytesTotal() == 0 ? 0 : (int) Math.min(99, bytes.bytesReceived() * 100 / bytes.bytesTotal());
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
