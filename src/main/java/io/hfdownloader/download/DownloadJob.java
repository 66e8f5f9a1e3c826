package io.hfdownloader.download;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.download.arrival.DownloadNote;
import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.download.room.NoRoomException;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.http.Backoff;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.StoredCopy;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The work of one run of a download, as a list of steps: find out, check the space, fetch what is missing, conclude.
 * Cancelling its result stops all of it. Reports through its callbacks; never touches the queue.
 */
final class DownloadJob {

    private static final Logger LOG = Logger.getLogger(DownloadJob.class);
    private static final Duration SPACE_CHECK_INTERVAL = Duration.ofSeconds(10);
    private static final Duration AWAY_CHECK_INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_FOLDERS_MADE_ANEW = 5;
    private static final int MAX_FAILURES_KEPT = 1_000;

    /** Between two looks at what one file after the other has replaced: each looks at the whole folder. */
    private static final long FLUSH_INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final Dependencies dependencies;
    private final Meter meter;
    private final Listener listener;
    private final Backoff backoff;
    private final TaskScope scope = new TaskScope();
    private volatile DownloadRecord record;
    private volatile Optional<Plan> known;
    private volatile boolean first;
    private volatile List<StoredCopy> copies = List.of();
    private volatile @Nullable FileMeter current; // the last one that was begun
    private volatile FileJob.Placement placement = FileJob.Placement.NEW_AT_ONCE;
    private final Queue<RepoFile> staged = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile long flushedNanos = System.nanoTime() - FLUSH_INTERVAL_NANOS;

    /** Whether it can still be stopped with all as it was. */
    private enum Phase {
        OPEN,
        /** Somebody has stopped it: no file moves any more. */
        STOPPED,
        /** The new files take their places: nobody stops it any more. */
        SWAPPING
    }

    /** What a job works with. */
    record Dependencies(
            DownloadPlanner planner,
            SpaceCheck space,
            FileJob.Dependencies files,
            Connections connections,
            TransferConfig config,
            Timer timer) {

        ModelLibrary library() {
            return files.library();
        }
    }

    /** The clock, and waiting by it without a thread; in a test the time passes when the test says so. */
    interface Timer {

        Instant now();

        /** The item arrives when this much time has passed. */
        Uni<Void> after(Duration wait);

        /** The time of this machine. */
        static Timer system() {
            return new Timer() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public Uni<Void> after(Duration wait) {
                    return Uni.createFrom().voidItem().onItem().delayIt().by(wait);
                }
            };
        }
    }

    /** What a job tells while it runs, from any thread. */
    interface Listener {

        /** The commit and the files are fixed now. */
        void resolved(Plan plan);

        /** Nothing goes on right now for this reason; null when it goes on. */
        void waiting(@Nullable Waiting waiting);

        /** The disk is full; others that wait for room as well, but came later, do not stand in the way. */
        void waitingForSpace(Waiting waiting);

        /** A sentence that belongs to the result. */
        void note(CodedText note);

        /** What an update has changed, told at its end. */
        void updated(UpdateChanges changes);

        /** Bytes that others which go before this one have still to write, of such repos. */
        long promisedToOthers(Predicate<RepoId> repos);
    }

    DownloadJob(
            Dependencies dependencies,
            DownloadRecord record,
            Optional<Plan> known,
            boolean firstRun,
            Meter meter,
            Listener listener) {
        this.dependencies = dependencies;
        this.record = record;
        this.known = known;
        this.meter = meter;
        this.listener = listener;
        this.backoff = new Backoff(dependencies.config().retryDelay());
        this.first = firstRun;
    }

    /**
     * No step starts any more, and what runs stops soon. To be called beside a cancellation of the result, which does not
     * reach the work when it comes just between two steps.
     */
    void stop() {
        scope.stop();
    }

    /** To be asked before a {@link #stop} that is to leave all as it was; false when that is too late. */
    boolean mayStop() {
        return phase.compareAndSet(Phase.OPEN, Phase.STOPPED) || phase.get() == Phase.STOPPED;
    }

    /** Done when the job was stopped and has closed all files. */
    CompletionStage<Void> stopped() {
        return scope.stopped();
    }

    /**
     * The item arrives when every selected file is in place and verified. Fails with a {@link NoRoomException} before it has
     * written anything when there is no room for it.
     */
    Uni<Void> run() {
        return Uni.createFrom()
                .deferred(this::attempt)
                .onFailure(DownloadJob::isRemovedFolder)
                .retry()
                .atMost(MAX_FOLDERS_MADE_ANEW)
                .onFailure(DownloadJob::isWaitedFor)
                .call(this::waitForDisk)
                .onFailure(DownloadJob::isWaitedFor)
                .retry()
                .indefinitely();
    }

    private Uni<Void> attempt() {
        TaskScope filesScope = scope.child();
        return plan().chain(this::claim)
                .invoke(this::bind)
                .call(plan -> dependencies
                        .space()
                        .require(plan.tree().repo(), plan.items(), isOneByOne(), listener::promisedToOthers))
                .call(plan -> onWorker(() -> prepare(plan)))
                .invoke(plan -> listener.waiting(null))
                .call(plan -> fetchAll(plan, filesScope))
                .call(this::conclude)
                .replaceWithVoid()
                .onTermination()
                .invoke(filesScope::stop)
                .onFailure()
                .invoke(failure ->
                        phase.compareAndSet(Phase.SWAPPING, Phase.OPEN)) // it can be given up to wait for a disk
                .onFailure()
                .call(() -> Uni.createFrom().completionStage(filesScope::stopped))
                .onFailure()
                .recoverWithUni(this::explain);
    }

    /** Whatever a disk that has gone looks like to a file on it, it has gone. */
    private Uni<Void> explain(Throwable failure) {
        return dependencies
                .space()
                .absence(record.repoId())
                .chain(absence -> Uni.createFrom()
                        .failure(absence.<Throwable>map(away -> away).orElse(failure)));
    }

    // --- finding out -------------------------------------------------------------------------------------------

    private Uni<Plan> plan() {
        Optional<Plan> asked = known;
        known = Optional.empty(); // another attempt looks at the disk anew
        return asked.map(plan -> Uni.createFrom().item(plan)).orElseGet(() -> resolve(1));
    }

    private Uni<Plan> claim(Plan plan) {
        return BlockingTask.onWorker(
                scope,
                "The model's folder cannot be written",
                () -> dependencies.planner().claims().claim(record, plan));
    }

    private Uni<Plan> resolve(int attempt) {
        return dependencies
                .planner()
                .plan(record)
                .onFailure(failure ->
                        isPassing(failure) && attempt <= dependencies.config().maxRetries())
                .recoverWithUni(failure -> resolveLater((ProblemException) failure, attempt));
    }

    private Uni<Plan> resolveLater(ProblemException failure, int attempt) {
        Timer timer = dependencies.timer();
        Optional<Instant> retryAt = failure instanceof HubException hub ? hub.retryAt() : Optional.empty();
        Duration wait = retryAt.map(moment ->
                        Backoff.spread(Duration.between(timer.now(), moment))) // a clock may be set in between
                .orElseGet(() -> backoff.after(attempt));
        Instant until = timer.now().plus(wait);
        listener.waiting(new Waiting(
                failure.detail(),
                failure.problem().slug(),
                until,
                failure.parameters().toMap()));
        return timer.after(wait.isZero() ? Duration.ofMillis(1) : wait).chain(() -> resolve(attempt + 1));
    }

    private void bind(Plan plan) {
        record = plan.bind(record);
        listener.resolved(plan);
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    /** Blocks. */
    private void prepare(Plan plan) throws IOException {
        RepoId repo = plan.tree().repo();
        dependencies.library().layout().prepare(repo);
        dependencies.library().completeSwap(repo); // of an update before this one
        copies = dependencies.library().files().storedCopies(repo);
        placement = placement(plan);
    }

    /** Blocks. Where a file of another content stands, the new ones are of another commit than what is here. */
    private FileJob.Placement placement(Plan plan) throws IOException {
        if (isOneByOne()) {
            return FileJob.Placement.EACH;
        }
        if (record.update()) {
            return FileJob.Placement.TOGETHER;
        }
        for (PlanItem item : plan.items()) {
            if (dependencies.library().files().compare(plan.tree().repo(), item.file()) == FileMatch.DIFFERENT) {
                return FileJob.Placement.TOGETHER;
            }
        }
        return FileJob.Placement.NEW_AT_ONCE;
    }

    private Uni<Void> fetchAll(Plan plan, TaskScope filesScope) {
        staged.clear();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        return Multi.createFrom()
                .iterable(plan.items())
                .onItem()
                .transformToUni(item -> requireOwn(plan, item)
                        .chain(() -> fetch(plan, item.file(), filesScope.child()))
                        .onFailure(DownloadJob::isOfOneFile)
                        .recoverWithUni(failure -> {
                            meter.file(item.file().path()).failed(CodedText.of(failure));
                            if (failed.incrementAndGet() <= MAX_FAILURES_KEPT) {
                                failures.add(failure);
                            }
                            return Uni.createFrom().voidItem();
                        })
                        .onFailure(failure -> broken.getAndSet(true)) // one is enough to end all of them
                        .recoverWithUni(Uni.createFrom().nothing()))
                .merge(isOneByOne() ? 1 : Math.max(1, dependencies.connections().total()))
                .onItem()
                .ignoreAsUni()
                .invoke(() -> failIfAny(failures, failed.get()));
    }

    private boolean isOneByOne() {
        return record.manner() == DownloadRequest.Manner.FILE_BY_FILE;
    }

    /** What an old file has given back is in the bin, and gives way to the next new one. */
    private Uni<Void> requireOwn(Plan plan, PlanItem item) {
        return isOneByOne() && item.missingBytes() > 0
                ? dependencies.space().require(plan.tree().repo(), List.of(item), listener::promisedToOthers)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> fetch(Plan plan, RepoFile file, TaskScope fileScope) {
        FileMeter fileMeter = meter.file(file.path());
        current = fileMeter;
        FileJob.Source source = new FileJob.Source(plan.tree(), copies, first, placement);
        FileJob job = new FileJob(dependencies.files(), source, file, fileMeter, fileScope);
        return job.run()
                .invoke(() -> {
                    if (job.isStaged() && placement != FileJob.Placement.EACH) {
                        staged.add(job.file());
                    }
                    if (job.isChanged()) {
                        changed.add(file.path());
                    }
                })
                .call(() -> job.isStaged() && placement == FileJob.Placement.EACH
                        ? onWorker(() -> replace(plan, job.file()))
                        : Uni.createFrom().voidItem());
    }

    /** One verified file takes the place of the old one, as a set of its own. Blocks. */
    private void replace(Plan plan, RepoFile file) throws IOException {
        FolderClaims claims = dependencies.planner().claims();
        claims.beginReplacing(record, plan, List.of(file));
        try {
            var departed = dependencies
                    .library()
                    .swap(new NewSet(plan.tree(), List.of(file), record.updateFrom(), false), this::refuseWhenStopped);
            long now = System.nanoTime();
            if (now - flushedNanos > FLUSH_INTERVAL_NANOS) { // who asks then is told of both commits
                dependencies.library().flushAfterJob(plan.tree().repo());
                flushedNanos = System.nanoTime();
            }
        } finally {
            claims.replaced(plan);
        }
    }

    /** Whoever stops it between two files finds what is there of each. */
    private void refuseWhenStopped() {
        if (phase.get() == Phase.STOPPED) {
            throw new CancellationException("Stopped before the next file was moved");
        }
    }

    private static void failIfAny(Queue<Throwable> failures, int count) {
        Throwable first = failures.peek();
        if (first instanceof TransferException transfer && count > 1) {
            throw new TransferException(
                    transfer.kind(),
                    transfer.getMessage() + " The same or worse happened to "
                            + (count == 2 ? "another file." : (count - 1) + " other files."),
                    null,
                    transfer.parameters().and("others", count - 1));
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }

    // --- the new set -------------------------------------------------------------------------------------------

    /** Nothing is complete before the listing is known to be, and nothing is gone that one list alone does not name. */
    private Uni<Void> conclude(Plan plan) {
        return dependencies
                .planner()
                .isNamedTwice(plan.tree())
                .onFailure(HubException.class)
                .call(cut -> onWorker(() -> dependencies.library().forgetTree(plan.tree())))
                .chain(twice -> onWorker(() -> conclude(plan, twice)));
    }

    /** Blocks. */
    private void conclude(Plan plan, boolean namedTwice) throws IOException {
        int filesChanged = record.update() ? filesChanged(plan) : 0;
        int removed = swap(plan, record.update() && namedTwice);
        if (record.update()) {
            listener.updated(new UpdateChanges(filesChanged, removed));
        }
        if (record.update() && !namedTwice) {
            listener.note(DownloadNote.HALF_LISTED.says(
                    "Nothing was removed of what is no longer on the Hub: only one of its two lists of files could be"
                            + " had, as through some proxies and mirrors."));
        }
        dependencies.library().flushAfterJob(plan.tree().repo());
    }

    /**
     * All files are here and verified: those that lie beside their places get them. Another revision may have come to share the folder
     * since it was claimed. Gives the number of files that it removed. Blocks.
     */
    private int swap(Plan plan, boolean replacesOld) throws IOException {
        List<RepoFile> beside = List.copyOf(staged);
        boolean together = placement != FileJob.Placement.NEW_AT_ONCE;
        if (beside.isEmpty() && !together) {
            return 0;
        }
        List<RepoFile> set =
                together ? plan.items().stream().map(PlanItem::file).toList() : beside;
        FolderClaims claims = dependencies.planner().claims();
        claims.beginReplacing(record, plan, beside);
        try {
            ModelLibrary.Departed departed = dependencies
                    .library()
                    .swap(new NewSet(plan.tree(), set, record.updateFrom(), replacesOld), this::beginSwap);
            return told(plan, departed);
        } finally {
            claims.replaced(plan);
        }
    }

    private void beginSwap() {
        if (!phase.compareAndSet(Phase.OPEN, Phase.SWAPPING)) {
            throw new CancellationException("Stopped before the first file was moved");
        }
    }

    private int told(Plan plan, ModelLibrary.Departed departed) {
        LOG.debugf(
                "%d files of %s are gone upstream and were removed",
                departed.removed().size(), plan.tree().repo());
        if (!departed.kept().isEmpty()) {
            String files = UntrustedText.message(String.join(", ", departed.kept()));
            listener.note(DownloadNote.KEPT
                    .says("No longer on the Hub, and kept here because nothing takes their place: " + files)
                    .and("files", files));
        }
        return departed.removed().size();
    }

    /** Those that came in this run, and those that a run before it has brought: they are others than there were. Blocks. */
    private int filesChanged(Plan plan) {
        String from = record.updateFrom();
        Map<String, String> before = new HashMap<>();
        if (from != null) {
            dependencies
                    .library()
                    .tree(plan.tree().repo(), from)
                    .ifPresent(tree -> tree.files().forEach(file -> before.put(file.path(), file.etag())));
        }
        return (int) plan.items().stream()
                .map(PlanItem::file)
                .filter(file -> changed.contains(file.path())
                        || !before.isEmpty() && !file.etag().equals(before.get(file.path())))
                .count();
    }

    // --- failures ----------------------------------------------------------------------------------------------

    /** These concern one file; the others are worth fetching all the same. */
    private static boolean isOfOneFile(Throwable failure) {
        if (failure instanceof TransferException transfer) {
            return switch (transfer.kind()) {
                case REFUSED, BAD_CONTENT, BAD_ANSWER, VANISHED -> true;
                case NETWORK, PROXY_REFUSED -> false;
            };
        }
        if (failure instanceof DiskException disk) {
            return disk.kind().isOfOneFile();
        }
        return failure instanceof HubException hub
                && (hub.kind() == HubException.Kind.FILE_NOT_FOUND
                        || hub.kind() == HubException.Kind.MIRROR_INCONSISTENT);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof HubException hub && hub.kind().isPassing()
                || failure instanceof ListingBudget.NoRoomException room && room.isPassing();
    }

    /** Somebody has deleted it by hand in the middle: it is made anew, with what was in it. */
    private static boolean isRemovedFolder(Throwable failure) {
        return failure instanceof DiskException disk && disk.kind() == DiskException.Kind.MISSING;
    }

    /** It began when there was room for it on a disk that was there, so that passes. One that has not waits in the queue. */
    private static boolean isWaitedFor(Throwable failure) {
        return isOf(ProblemType.DISK_FULL, failure) && !(failure instanceof NoRoomException)
                || isOf(ProblemType.DISK_AWAY, failure);
    }

    private static boolean isOf(ProblemType type, Throwable failure) {
        return failure instanceof ProblemException problem && problem.problem() == type;
    }

    /** Looks from time to time until the disk has room for the rest, or is back; then all goes on from what is there. */
    private Uni<Void> waitForDisk(Throwable failure) {
        first = false;
        reportDisk(failure);
        return Uni.createFrom()
                .deferred(() -> recheck(failure))
                .repeat()
                .whilst(usable -> !usable)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Boolean> recheck(Throwable failure) {
        return dependencies
                .timer()
                .after(interval(failure))
                .invoke(() -> reportDisk(failure))
                .chain(() -> isOf(ProblemType.DISK_AWAY, failure)
                        ? dependencies
                                .space()
                                .isBack(record.repoId())
                                .onFailure()
                                .recoverWithItem(false) // gone again in the middle of the look
                        : dependencies
                                .space()
                                .hasSpaceFor(record.repoId(), this::bytesLeft, listener::promisedToOthers));
    }

    /** Of one that goes on file by file what is left of the file that it is at. */
    private long bytesLeft() {
        FileMeter file = current;
        if (!isOneByOne() || file == null) {
            return meter.snapshot().bytes().left();
        }
        FileProgress seen = file.snapshot();
        return Math.max(0, seen.size() - seen.counted().received());
    }

    /** The same words each time: they tell how it was when it stopped. */
    private void reportDisk(Throwable failure) {
        Instant until = dependencies.timer().now().plus(interval(failure));
        if (isOf(ProblemType.DISK_AWAY, failure)) {
            listener.waiting(new Waiting(
                    failure.getMessage() + " It goes on by itself when it is back.",
                    ProblemType.DISK_AWAY.slug(),
                    until,
                    parameters(failure)));
        } else {
            listener.waitingForSpace(new Waiting(
                    failure.getMessage() + " It goes on by itself when there is room.",
                    ProblemType.DISK_FULL.slug(),
                    until,
                    parameters(failure)));
        }
    }

    private static Map<String, String> parameters(Throwable failure) {
        return failure instanceof ProblemException problem
                ? problem.parameters().toMap()
                : Map.of();
    }

    private static Duration interval(Throwable failure) {
        return isOf(ProblemType.DISK_AWAY, failure) ? AWAY_CHECK_INTERVAL : SPACE_CHECK_INTERVAL;
    }

    private interface BlockingAction {
        void run() throws IOException;
    }

    private Uni<Void> onWorker(BlockingAction blockingAction) {
        return BlockingTask.<Boolean>onWorker(scope, "The model's folder cannot be written", () -> {
                    blockingAction.run();
                    return true;
                })
                .replaceWithVoid();
    }
}
