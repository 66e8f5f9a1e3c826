package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.http.HttpSource;
import io.hfdownloader.transfer.http.HttpTransport;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.FlowControl;
import io.hfdownloader.transfer.stream.FlushTimer;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Transport;
import io.hfdownloader.transfer.xet.XetTransport;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetHash;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of one file: gives out segments to streams. What has arrived is the {@link FileSink}'s, what a failure
 * means the {@link FailurePolicy}'. All of its state lives on one event loop.
 */
public final class Transfer implements HttpTransport.Owner, XetTransport.Owner, FileSink.Owner, FailurePolicy.Owner {

    private static final long TICK_MILLIS = 500;
    private static final long NONE = -1;
    private static final String XET_UNAVAILABLE = "Not over Xet: the storage could not be reached a few minutes ago";
    private static final long FAULT_TIMEOUT_MILLIS = 30_000;

    private final TransferRequest request;
    private final TransferListener listener;
    private final Engine engine;
    private final Executor loop;
    private final FileSink fileSink;
    private final ConnectionWindow connectionWindow;
    private final FlowControl flowControl;
    private final RetryWait retryWait;
    private final Streams streams = new Streams();
    private final StragglerDetector stragglerDetector = new StragglerDetector();
    private final Arrivals arrivals;
    private final TransportFallback transportFallback;
    private final StallReporter stallReporter;
    private final FailurePolicy failurePolicy;
    private final Promise<Void> result = Promise.promise();

    private long timer = NONE;
    private boolean contentRetried;
    private boolean verifying;
    private volatile boolean stopping;
    private boolean closing;
    private boolean faulted;
    private @Nullable Throwable cause;

    /** What all transfers share. */
    public record Engine(
            Vertx vertx,
            TransferConfig config,
            ConnectionBudget budget,
            BandwidthLimit limit,
            DiskWorkers workers,
            Clock clock,
            NetClient probes) {}

    /** @param storage the content-addressed storage, or null when it is not to be used */
    Transfer(
            TransferRequest request,
            TransferListener listener,
            Engine engine,
            HttpSource httpSource,
            XetTransport.@Nullable Storage storage,
            Context context) {
        this.request = request;
        this.listener = listener;
        this.engine = engine;
        this.loop = job -> context.runOnContext(nothing -> guarded(job));
        this.fileSink = new FileSink(request, listener, engine.workers(), loop, this);
        this.connectionWindow = new ConnectionWindow(engine.config(), System.nanoTime());
        this.flowControl = new FlowControl(engine, fileSink, loop);
        this.arrivals = new Arrivals(listener, fileSink, flowControl, this::receivedNewBytes);
        List<Transport> all = transports(httpSource, storage);
        this.transportFallback = new TransportFallback(
                all, all.size() > 1 && all.get(0) instanceof HttpTransport ? XET_UNAVAILABLE : null, listener);
        this.retryWait = new RetryWait(engine, loop, transportFallback::lastServer, this::advance);
        this.stallReporter = new StallReporter(listener, streams, retryWait);
        this.failurePolicy = new FailurePolicy(
                request,
                listener,
                engine.config().maxRetries(),
                new FailurePolicy.Collaborators(
                        transportFallback,
                        streams,
                        connectionWindow,
                        new RetryBackoff(engine.config()),
                        retryWait,
                        stallReporter),
                this);
    }

    private List<Transport> transports(HttpSource httpSource, XetTransport.@Nullable Storage storage) {
        long size = request.file().sizeBytes();
        FlushTimer flushTimer = new FlushTimer(engine.vertx(), loop, () -> streams.forEach(fileSink::write));
        Transport http = new HttpTransport(httpSource, size, streams, arrivals, flushTimer, this);
        String hash = request.file().xetHash();
        if (storage == null || hash == null || size == 0) {
            return List.of(http);
        }
        XetClient.StoredFile stored =
                new XetClient.StoredFile(request.repo(), request.commit(), XetHash.parse(hash), size);
        Transport xet =
                new XetTransport(storage, stored, request.copies(), httpSource.lastServer(), arrivals, loop, this);
        return storage.health().isOpen() ? List.of(http, xet) : List.of(xet, http);
    }

    private void receivedNewBytes() {
        failurePolicy.receivedNewBytes();
    }

    /** Starts; the result is there when the file is whole and proved right, or given up and closed. */
    Future<Void> start() {
        loop.execute(() -> {
            timer = engine.vertx().setPeriodic(TICK_MILLIS, id -> loop.execute(this::tick));
            fileSink.open();
        });
        return result.future();
    }

    /** Stops as soon as what has arrived is safe. The result then fails with {@link StoppedException}. */
    void stop() {
        loop.execute(() -> {
            stop(new StoppedException());
            advance();
        });
    }

    /** A fault of ours must not leave a transfer that never ends: it is reported as what it is. */
    private void guarded(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error fault) {
            fail(fault);
        }
    }

    /** Closes as after any failure; when not even that works, the result fails with files open. */
    private void fail(Throwable fault) {
        if (faulted) {
            boolean told = result.tryFail(fault);
            return;
        }
        faulted = true;
        long unused = engine.vertx().setTimer(FAULT_TIMEOUT_MILLIS, id -> loop.execute(() -> result.tryFail(fault)));
        guarded(() -> {
            stop(fault);
            advance();
        });
    }

    // --- what happens next -------------------------------------------------------------------------------------

    @Override
    public void diskMovedOn() {
        guarded(() -> {
            flowControl.release();
            advance();
        });
    }

    @Override
    public void diskFailed(Throwable failure) {
        guarded(() -> {
            stop(failure);
            advance();
        });
    }

    private void advance() {
        if (stopping) {
            closeWhenIdle();
            return;
        }
        fileSink.advanceHash();
        if (!fileSink.isComplete()) {
            startStreams();
        } else if (fileSink.isHashed() && streams.isEmpty()) {
            checkHash();
        } else if (!verifying) {
            verifying = true;
            listener.verifying();
        }
    }

    private void startStreams() {
        while (fileSink.isOpen() && !retryWait.isWaiting() && streams.size() < connectionWindow.size()) {
            FileStream stream = transportFallback.current().nextStream(fileSink.accepted(), connectionWindow.ceiling());
            if (stream == null) {
                return;
            }
            streams.add(stream);
            stream.holdTicket(engine.budget().request(request.repo(), () -> loop.execute(() -> streamGranted(stream))));
        }
    }

    private void streamGranted(FileStream stream) {
        stream.start(System.nanoTime());
        reportConnections();
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    @Override
    public void answered() {
        connectionWindow.responseReceived();
        advance();
    }

    // --- failures ----------------------------------------------------------------------------------------------

    @Override
    public void stopped(FileStream stream, @Nullable Throwable failure) {
        guarded(() -> streamStopped(stream, failure));
    }

    private void streamStopped(FileStream stream, @Nullable Throwable failure) {
        streams.remove(stream);
        stragglerDetector.learnFrom(stream, System.nanoTime());
        flowControl.forget(stream);
        fileSink.write(stream);
        reportConnections();
        if (failure == null) {
            connectionWindow.segmentCompleted();
        } else if (!stopping && !(failure instanceof StoppedException)) {
            failurePolicy.decide(failure);
        }
        advance();
    }

    @Override
    public void giveUp(Throwable failure, String reason) {
        if (transportFallback.fallBack(failure, reason)) {
            retryWait.stop();
            connectionWindow.reset();
            failurePolicy.reset();
            streams.stopAllBut(null);
        } else {
            stop(failure);
        }
    }

    @Override
    public void onlyOneStream(@Nullable FileStream kept) {
        connectionWindow.limitToOne();
        streams.stopAllBut(kept);
    }

    @Override
    public void planned() {
        guarded(this::advance);
    }

    @Override
    public boolean isEnding() {
        return stopping;
    }

    @Override
    public void planFailed(Transport from, Throwable failure) {
        guarded(() -> {
            if (!stopping && from == transportFallback.current()) { // else it is of no concern any more
                failurePolicy.planFailed(failure);
            }
            advance();
        });
    }

    private void tick() {
        if (stopping) {
            return;
        }
        if (!listener.isWanted()) {
            stop(new StoppedException());
            advance();
            return;
        }
        long now = System.nanoTime();
        Duration stallTimeout = engine.config().stallTimeout();
        streams.stopIdle(now, stallTimeout, transportFallback.current()::renewLinks);
        stallReporter.reportStall(now, stallTimeout);
        streams.forEach(fileSink::write);
        fileSink.tick(now);
        flowControl.release();
        connectionWindow.observe(now, streams.openCount(), arrivals.received());
        if (retryWait.isWaiting()) {
            stallReporter.reportWait();
            retryWait.tick();
        }
        advance();
        replaceStraggler(now);
    }

    /** Connections are free although not all is here: nobody has to wait for one that is slow. */
    private void replaceStraggler(long nowNanos) {
        streams.forEach(stream -> stream.sample(nowNanos));
        boolean nothingElseToDo =
                !stopping && fileSink.isOpen() && !retryWait.isWaiting() && streams.size() < connectionWindow.size();
        if (nothingElseToDo && transportFallback.current().canResumeMidRange()) {
            stragglerDetector.findStraggler(streams).ifPresent(stream -> stream.stop(new StoppedException()));
        }
    }

    // --- the end -----------------------------------------------------------------------------------------------

    private void checkHash() {
        if (fileSink.hashMatches()) {
            stop(null);
        } else if (contentRetried) {
            stop(new TransferException(
                    Kind.BAD_CONTENT,
                    "The bytes of " + request.file().path()
                            + " do not match the hash that the Hub lists, twice in a row. The source is bad; the file"
                            + " was not kept. Retry later or choose another revision."));
        } else {
            contentRetried = true;
            verifying = false;
            transportFallback.current().renewLinks();
            if (transportFallback.current().distrust()) {
                listener.tryFailed(1, "The bytes did not match the hash; what cannot be proved is fetched once more.");
                arrivals.doubt();
                listener.waiting(
                        "What arrived does not match the hash; what cannot be proved is fetched once more", null);
                fileSink.distrust();
            } else {
                listener.tryFailed(1, "The bytes did not match the hash; they are fetched once more.");
                fileSink.restart();
            }
        }
        advance();
    }

    private void stop(@Nullable Throwable failure) {
        if (stopping) {
            return;
        }
        stopping = true;
        cause = failure;
        engine.vertx().cancelTimer(timer);
        retryWait.stop();
        streams.stopAllBut(null);
    }

    private void closeWhenIdle() {
        if (!closing && fileSink.isIdle() && streams.isEmpty()) {
            closing = true;
            fileSink.close(leftBehind(), this::closed);
        }
    }

    private FileSink.Ending leftBehind() {
        if (cause == null) {
            return FileSink.Ending.WHOLE;
        }
        return cause instanceof TransferException failure
                        && (failure.kind() == Kind.BAD_CONTENT || failure.kind() == Kind.VANISHED)
                ? FileSink.Ending.REMOVED
                : FileSink.Ending.KEPT;
    }

    private void closed(@Nullable Throwable failure) {
        Throwable outcome = cause == null || failure != null && cause instanceof StoppedException ? failure : cause;
        if (outcome == null) {
            result.tryComplete();
        } else {
            if (fileSink.wasOpened()) {
                listener.foundOnDisk(leftBehind() == FileSink.Ending.KEPT ? fileSink.bytesKept() : 0);
            }
            result.tryFail(outcome);
        }
    }

    private void reportConnections() {
        listener.connections(streams.openCount());
    }
}
