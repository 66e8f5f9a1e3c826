package io.hfdownloader.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of one file: gives out segments to streams and decides what a failure means. What has arrived is the
 * {@link Intake}'s. All of its state lives on one event loop.
 */
final class Transfer implements SegmentStream.Owner, Intake.Owner {

    private static final long SMALLEST_SEGMENT = 4L << 20;
    private static final long LARGEST_SEGMENT = 32L << 20;
    private static final long TICK_MILLIS = 500;
    private static final long TOLD_FROM_MILLIS = 500;
    private static final Duration QUIET = Duration.ofSeconds(4);

    /** How long a server may take to end an answer of which all bytes are here. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    /** Above this the Hub's CDN refuses to send a file as a whole. */
    private static final long LARGEST_PLAIN_BYTES = 50_000_000_000L;

    private static final long NONE = -1;

    private final TransferRequest request;
    private final TransferMonitor monitor;
    private final Engine engine;
    private final Executor loop;
    private final Source source;
    private final Intake intake;
    private final Patience patience;
    private final Allowance allowance;
    private final Gates gates;
    private final Pause pause;
    private final LateWrites lateWrites;
    private final long size;
    private final Promise<Void> result = Promise.promise();
    private final List<SegmentStream> streams = new ArrayList<>();

    private long timer = NONE;
    private boolean plainOnly;
    private boolean secondChance;
    private boolean verifying;
    private boolean quiet;
    private int refusals;
    private int badAnswers;
    private long received;
    private boolean ending;
    private boolean closing;
    private @Nullable Throwable cause;

    /** What all transfers share. */
    record Engine(
            Vertx vertx,
            TransferConfig config,
            ConnectionBudget budget,
            BandwidthLimit limit,
            DiskWorkers workers,
            Clock clock,
            NetClient probes) {}

    Transfer(TransferRequest request, TransferMonitor monitor, Engine engine, Source source, Context context) {
        this.request = request;
        this.monitor = monitor;
        this.engine = engine;
        this.source = source;
        this.loop = job -> context.runOnContext(nothing -> guarded(job));
        this.intake = new Intake(request, monitor, engine.workers(), loop, this);
        this.patience = new Patience(engine.config());
        this.allowance = new Allowance(engine.config(), System.nanoTime());
        this.size = request.file().sizeBytes();
        this.gates = new Gates(engine, intake, loop);
        this.lateWrites = new LateWrites(engine.vertx(), loop, () -> streams.forEach(intake::write));
        this.pause = new Pause(engine, loop, source::lastAsked, this::advance);
    }

    /** Starts; the result is there when the file is whole and proved right, or given up and closed. */
    Future<Void> run() {
        loop.execute(() -> {
            timer = engine.vertx().setPeriodic(TICK_MILLIS, id -> loop.execute(this::tick));
            intake.open();
        });
        return result.future();
    }

    /** Stops as soon as what has arrived is safe. The result then fails with {@link StoppedException}. */
    void stop() {
        loop.execute(() -> {
            end(new StoppedException());
            advance();
        });
    }

    /** A fault of ours must not leave a transfer that never ends: it is reported as what it is. */
    private void guarded(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error fault) {
            broken(fault);
        }
    }

    private void broken(Throwable fault) {
        boolean first = result.tryFail(fault);
        if (first) {
            end(fault);
            advance();
        }
    }

    // --- what happens next -------------------------------------------------------------------------------------

    @Override
    public void diskMovedOn() {
        guarded(() -> {
            gates.open();
            advance();
        });
    }

    @Override
    public void diskFailed(Throwable failure) {
        guarded(() -> {
            end(failure);
            advance();
        });
    }

    private void advance() {
        if (ending) {
            closeWhenIdle();
            return;
        }
        intake.followWithHash();
        if (!intake.isWhole()) {
            startStreams();
        } else if (intake.isHashed() && streams.isEmpty()) {
            judge();
        } else if (!verifying) {
            verifying = true;
            monitor.verifying();
        }
    }

    private void startStreams() {
        while (intake.isOpen() && !pause.isOn() && streams.size() < allowance.now()) {
            Segment next = nextSegment();
            if (next.length() == 0) {
                return;
            }
            SegmentStream stream = new SegmentStream(this, source, next);
            streams.add(stream);
            stream.waitsWith(engine.budget().ask(request.repo(), () -> loop.execute(() -> started(stream))));
        }
    }

    private void started(SegmentStream stream) {
        stream.start(System.nanoTime());
        countConnections();
    }

    private Segment nextSegment() {
        if (plainOnly || intake.accepted().total() == 0 && size <= Intake.PLAIN_BYTES) {
            boolean allCame = intake.accepted().total() == size; // and only has to be written
            return streams.isEmpty() && !allCame ? new Segment(0, size) : new Segment(0, 0);
        }
        RangeSet taken = RangeSet.of(intake.accepted().segments());
        streams.forEach(stream -> taken.add(stream.rest()));
        Segment gap = taken.firstGap(0, size);
        long share = (size - intake.accepted().total()) / (2L * allowance.ceiling());
        long length = Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, share));
        return new Segment(gap.start(), Math.min(gap.end(), gap.start() + length));
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    @Override
    public void answered(SegmentStream stream, Answer answer) {
        boolean wholeAsked = stream.segment().start() == 0 && stream.segment().end() == size;
        if (!answer.ranged() && !wholeAsked) {
            stream.takeWholeFile(size);
            fallBackToPlain(stream);
        }
        allowance.answered();
        advance();
    }

    @Override
    public Uni<Void> accept(SegmentStream stream, Buffer bytes) {
        long now = System.nanoTime();
        long start = stream.position();
        long end = Math.min(start + bytes.length(), stream.segment().end());
        stream.advance(bytes.length(), now);
        long taken = intake.take(stream, bytes, start, end, now);
        if (taken > 0) {
            received += taken;
            monitor.received(taken);
            cameForward();
            lateWrites.expect();
        }
        return gates.pass(stream, bytes.length(), now);
    }

    private void cameForward() {
        patience.sawNewBytes();
        refusals = 0;
        badAnswers = 0;
        if (quiet) {
            quiet = false;
            monitor.going();
        }
    }

    // --- failures ----------------------------------------------------------------------------------------------

    @Override
    public void ended(SegmentStream stream, @Nullable Throwable failure) {
        guarded(() -> streamEnded(stream, failure));
    }

    private void streamEnded(SegmentStream stream, @Nullable Throwable failure) {
        streams.remove(stream);
        gates.forget(stream);
        intake.write(stream);
        countConnections();
        if (failure == null) {
            allowance.segmentDone();
        } else if (!ending && !(failure instanceof StoppedException)) {
            decide(failure);
        }
        advance();
    }

    private void decide(Throwable failure) {
        if (failure instanceof TransferException
                || failure instanceof HubException hub && !hub.kind().isPassing()) {
            end(failure);
        } else if (failure instanceof RefusedException refusal) {
            refused(refusal);
        } else {
            allowance.failed(streams.size());
            retry(failure);
        }
    }

    private void refused(RefusedException refusal) {
        boolean othersGoOn = streams.stream().anyMatch(SegmentStream::isStarted);
        switch (refusal.kind()) {
            case FRESH_LINK -> {
                if (!othersGoOn && ++refusals > 1) {
                    end(new TransferException(
                            Kind.REFUSED,
                            "The source refuses " + request.file().path() + " even with a fresh link. "
                                    + refusal.getMessage() + ". Retry later.",
                            refusal));
                    return;
                }
            }
            case BAD_ANSWER -> {
                source.renewLink();
                if (++badAnswers > 1 && size <= LARGEST_PLAIN_BYTES) {
                    fallBackToPlain(null);
                }
            }
            case SERVER -> source.renewLink();
            case OLD_LINK -> {
                slowDown(othersGoOn); // the source has dropped the link: the Hub is asked for another at once
                return;
            }
            case THROTTLED -> {
                if (othersGoOn) { // it allows so many, and these go on
                    slowDown(true);
                    return;
                }
            }
        }
        slowDown(othersGoOn);
        retry(refusal);
    }

    private void slowDown(boolean othersGoOn) {
        if (othersGoOn) {
            allowance.refused(streams.size());
        } else {
            allowance.failed(0);
        }
    }

    private void fallBackToPlain(@Nullable SegmentStream kept) {
        plainOnly = true;
        allowance.only();
        List.copyOf(streams).stream()
                .filter(stream -> stream != kept)
                .forEach(stream -> stream.abort(new StoppedException()));
    }

    /** Failures that come while a wait is on belong to the same trouble and do not count again. */
    private void retry(Throwable failure) {
        if (pause.isOn()) {
            return;
        }
        patience.failed();
        String reason = describe(failure);
        monitor.tried(patience.tries(), reason);
        if (patience.isExhausted()) {
            end(exhausted(failure, reason));
            return;
        }
        long delay = patience.delayMillis(failure);
        pause.start(failure, reason, delay);
        if (delay > TOLD_FROM_MILLIS) {
            tellPause();
        }
    }

    private Throwable exhausted(Throwable failure, String reason) {
        if (failure instanceof HubException) {
            return failure;
        }
        boolean badAnswer =
                failure instanceof RefusedException refusal && refusal.kind() == RefusedException.Kind.BAD_ANSWER;
        return new TransferException(
                badAnswer ? Kind.BAD_ANSWER : Kind.NETWORK,
                request.file().path() + " could not be fetched: " + reason + " (" + patience.tries()
                        + " tries without a new byte). What has arrived is kept; retry to go on from there.",
                failure);
    }

    private static String describe(Throwable failure) {
        return failure instanceof HubException
                        || failure instanceof RefusedException
                        || failure instanceof SegmentStream.ShortBodyException
                        || failure instanceof StalledException
                ? String.valueOf(failure.getMessage())
                : "The connection failed: " + HubErrors.reason(failure);
    }

    /** A wait is worth a word when no stream goes on meanwhile. */
    private void tellPause() {
        if (streams.isEmpty() && !quiet) {
            quiet = true;
            monitor.waiting(pause.reason(), pause.until());
        }
    }

    private void tick() {
        if (ending) {
            return;
        }
        if (!monitor.isWanted()) {
            end(new StoppedException());
            advance();
            return;
        }
        long now = System.nanoTime();
        long stall = engine.config().stallTimeout().toNanos();
        for (SegmentStream stream : List.copyOf(streams)) {
            if (stream.hasAll() && stream.quietNanos(now) > END_PATIENCE.toNanos()) {
                stream.done();
            } else if (stream.quietNanos(now) > stall) {
                source.renewLink();
                stream.abort(new StalledException(engine.config().stallTimeout()));
            }
        }
        tellWhenQuiet(now, stall);
        streams.forEach(intake::write);
        intake.tick(now);
        gates.open();
        allowance.observe(now, openConnections(), received);
        if (pause.isOn()) {
            tellPause();
            pause.tick();
        }
        advance();
    }

    private void tellWhenQuiet(long now, long stallNanos) {
        long shortest = streams.stream()
                .filter(SegmentStream::isStarted)
                .mapToLong(stream -> stream.quietNanos(now))
                .min()
                .orElse(0);
        if (shortest > QUIET.toNanos() && !quiet) {
            quiet = true;
            monitor.waiting(
                    "No byte has come for some seconds; the connection will be replaced",
                    Instant.now().plusNanos(Math.max(0, stallNanos - shortest)));
        }
    }

    // --- the end -----------------------------------------------------------------------------------------------

    private void judge() {
        if (intake.isProved()) {
            end(null);
        } else if (secondChance) {
            end(new TransferException(
                    Kind.BAD_CONTENT,
                    "The bytes of " + request.file().path()
                            + " do not match the hash that the Hub lists, twice in a row. The source is bad; the file"
                            + " was not kept. Retry later or choose another revision."));
        } else {
            secondChance = true;
            verifying = false;
            source.renewLink();
            monitor.tried(1, "The bytes did not match the hash; they are fetched once more.");
            intake.startAnew();
        }
        advance();
    }

    private void end(@Nullable Throwable why) {
        if (ending) {
            return;
        }
        ending = true;
        cause = why;
        engine.vertx().cancelTimer(timer);
        pause.cancel();
        List.copyOf(streams).forEach(stream -> stream.abort(new StoppedException()));
    }

    private void closeWhenIdle() {
        if (!closing && intake.isIdle() && streams.isEmpty()) {
            closing = true;
            intake.close(leftBehind(), this::closed);
        }
    }

    private Intake.Ending leftBehind() {
        if (cause == null) {
            return Intake.Ending.WHOLE;
        }
        return cause instanceof TransferException failure
                        && (failure.kind() == Kind.BAD_CONTENT || failure.kind() == Kind.VANISHED)
                ? Intake.Ending.REMOVED
                : Intake.Ending.KEPT;
    }

    private void closed(@Nullable Throwable failure) {
        Throwable outcome = cause == null || failure != null && cause instanceof StoppedException ? failure : cause;
        if (outcome == null) {
            result.tryComplete();
        } else {
            if (intake.wasOpened()) {
                monitor.found(leftBehind() == Intake.Ending.KEPT ? intake.bytesKept() : 0);
            }
            result.tryFail(outcome);
        }
    }

    private void countConnections() {
        monitor.connections(openConnections());
    }

    private int openConnections() {
        return (int) streams.stream().filter(SegmentStream::isStarted).count();
    }

    /** The user, or the end of the program, stopped it. */
    static final class StoppedException extends RuntimeException {
        StoppedException() {
            super("Stopped", null, false, false);
        }
    }

    private static final class StalledException extends RuntimeException {
        StalledException(Duration timeout) {
            super("The connection brought no byte for " + timeout.toSeconds() + " seconds and was replaced");
        }
    }
}
