package io.hfdownloader.transfer.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.Ending;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.http.HttpSource;
import io.hfdownloader.transfer.http.HttpTransport;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.FlowControl;
import io.hfdownloader.transfer.stream.FlushTimer;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.TransferResources;
import io.hfdownloader.transfer.stream.Transport;
import io.hfdownloader.transfer.xet.XetResources;
import io.hfdownloader.transfer.xet.XetTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of one file: gives out segments to streams. What has arrived is the {@link FileSink}'s, what a failure
 * means the {@link FailurePolicy}'s. All of its state lives on one event loop.
 */
final class Transfer implements Transport.Listener {

    private static final long TICK_MILLIS = 500;
    private static final long NONE = -1;
    private static final CodedText XET_UNAVAILABLE = CodedText.of(
                    TransferObstacle.FALLBACK,
                    TransferObstacle.MET_BEFORE,
                    "Not over Xet: the storage could not be reached a few minutes ago")
            .and("transport", "Xet");
    private static final String XET_DOWN = "another file found out that the storage cannot be reached";
    private static final long FAULT_TIMEOUT_MILLIS = 30_000;

    private final TransferRequest request;
    private final TransferListener listener;
    private final TransferResources resources;
    private final Optional<String> mirror;
    private final Executor loop;
    private final FileSink fileSink;
    private final ConnectionWindow connectionWindow;
    private final FlowControl flowControl;
    private final RetryWait retryWait;
    private final Streams streams = new Streams();
    private final StragglerDetector stragglerDetector = new StragglerDetector();
    private final TransportFallback transportFallback;
    private final StallReporter stallReporter;
    private final FailurePolicy failurePolicy;
    private final Promise<Void> result = Promise.promise();

    private long timer = NONE;

    /** All new bytes that have come so far, over whichever transport. */
    private long received;

    /** What comes now was counted before, and comes once more. */
    private boolean distrusting;

    private boolean contentRetried;
    private boolean verifying;
    private volatile boolean stopping;
    private boolean closing;
    private boolean faulted;
    private @Nullable Throwable cause;

    /** @param storage the content-addressed storage, or null when it is not to be used */
    Transfer(
            TransferRequest request,
            TransferListener listener,
            TransferResources resources,
            HttpSource httpSource,
            @Nullable XetResources storage,
            Context context) {
        this.request = request;
        this.listener = listener;
        this.resources = resources;
        this.mirror = httpSource.mirror();
        this.loop = job -> context.runOnContext(nothing -> guarded(job));
        this.fileSink =
                new FileSink(request, listener, resources.workers(), loop, this::diskAdvanced, this::diskFailed);
        this.connectionWindow = new ConnectionWindow(resources.config(), System.nanoTime());
        this.flowControl = new FlowControl(resources, fileSink, loop, System::nanoTime);
        List<Transport> all = transports(httpSource, storage);
        boolean isSecondBest = all.size() > 1 && all.get(0) instanceof HttpTransport && !request.patch();
        this.transportFallback = new TransportFallback(all, isSecondBest ? XET_UNAVAILABLE : null, listener);
        this.retryWait = new RetryWait(resources, loop, transportFallback::lastServer, this::advance);
        this.stallReporter = new StallReporter(listener, streams, retryWait, resources.clock());
        this.failurePolicy = new FailurePolicy(
                request,
                listener,
                resources.config().maxRetries(),
                new FailurePolicy.Collaborators(
                        transportFallback,
                        streams,
                        connectionWindow,
                        new RetryBackoff(resources.config()),
                        retryWait,
                        stallReporter),
                this::giveUp);
    }

    private List<Transport> transports(HttpSource httpSource, @Nullable XetResources storage) {
        FlushTimer flushTimer = new FlushTimer(resources.vertx(), loop, this::writeAll);
        Transport http = new HttpTransport(
                httpSource, request.file().sizeBytes(), streams, fileSink, flowControl, flushTimer, this);
        if (storage == null || !XetTransport.isFor(request)) {
            return List.of(http);
        }
        Transport xet = new XetTransport(
                storage, request, httpSource.lastServer(), listener, fileSink, flowControl, loop, this);
        return !request.patch() && storage.health().tryUse() ? List.of(xet, http) : List.of(http, xet);
    }

    /** Starts; the result is there when the file is whole and proved right, or given up and closed. */
    Future<Void> start() {
        loop.execute(() -> {
            timer = resources.vertx().setPeriodic(TICK_MILLIS, id -> loop.execute(this::tick));
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
        long unused = resources.vertx().setTimer(FAULT_TIMEOUT_MILLIS, id -> loop.execute(() -> result.tryFail(fault)));
        guarded(() -> {
            stop(fault);
            advance();
        });
    }

    // --- what happens next -------------------------------------------------------------------------------------

    /** Something is done: there may be room for more, or all is in. */
    private void diskAdvanced() {
        guarded(() -> {
            flowControl.resume();
            advance();
        });
    }

    private void diskFailed(Throwable failure) {
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
            stream.holdTicket(
                    resources.budget().request(request.repo(), () -> loop.execute(() -> streamGranted(stream))));
        }
    }

    private void streamGranted(FileStream stream) {
        stream.start(System.nanoTime());
        reportConnections();
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    @Override
    public void responseReceived() {
        connectionWindow.responseReceived();
        advance();
    }

    @Override
    public void received(long newBytes) {
        if (newBytes > 0) {
            received += newBytes;
            if (!distrusting) {
                listener.received(newBytes);
            }
            failurePolicy.receivedNewBytes();
        }
    }

    /** However little a stream has gathered. */
    private void writeAll() {
        streams.forEach(stream -> fileSink.write(stream.batch()));
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
        fileSink.write(stream.batch());
        reportConnections();
        if (failure == null) {
            connectionWindow.segmentCompleted();
        } else if (!stopping && !(failure instanceof StoppedException)) {
            failurePolicy.decide(failure);
        }
        advance();
    }

    private void giveUp(Throwable failure, String reason) {
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
    public void useSingleStream(@Nullable FileStream kept) {
        connectionWindow.limitToOne();
        streams.stopAllBut(kept);
    }

    @Override
    public void moreToFetch() {
        guarded(this::advance);
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void planFailed(Transport from, Throwable failure) {
        guarded(() -> {
            if (!stopping && from == transportFallback.current()) { // else it does not matter any more
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
        if (transportFallback.mayFallBack() && transportFallback.current().isFoundDown()) {
            giveUp(
                    new TransferException(
                            Kind.NETWORK,
                            XET_DOWN,
                            null,
                            Parameters.of(
                                            "path",
                                            UntrustedText.name(request.file().path()))
                                    .and("reason", TransferObstacle.SERVER.word())),
                    XET_DOWN);
        }
        long now = System.nanoTime();
        Duration stallTimeout = resources.config().stallTimeout();
        streams.stopIdle(now, stallTimeout, transportFallback.current()::renewLinks);
        stallReporter.reportStall(now, transportFallback.current().unansweredNanos(now), stallTimeout);
        writeAll();
        fileSink.tick(now);
        flowControl.resume();
        connectionWindow.observe(now, streams.openCount(), received);
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
                            + " do not match the hash that the Hub lists, twice in a row. The source is bad"
                            + mirror.map(name -> " (the mirror " + name + ")").orElse("")
                            + "; the file was not kept. Retry later or choose another revision.",
                    null,
                    Parameters.of("path", UntrustedText.name(request.file().path()))
                            .and("mirror", mirror.orElse(null))));
        } else {
            contentRetried = true;
            verifying = false;
            transportFallback.current().renewLinks();
            if (transportFallback.current().distrust()) {
                listener.tryFailed(
                        TransferObstacle.HASH,
                        1,
                        CodedText.of(
                                TransferObstacle.FAILED_TRY,
                                TransferObstacle.HASH_PARTLY,
                                "The bytes did not match the hash; what cannot be proved is fetched once more."));
                distrusting = true;
                listener.waiting(
                        TransferObstacle.HASH,
                        "What arrived does not match the hash; what cannot be proved is fetched once more",
                        null);
                fileSink.distrust();
            } else {
                listener.tryFailed(
                        TransferObstacle.HASH,
                        1,
                        CodedText.of(
                                TransferObstacle.FAILED_TRY,
                                TransferObstacle.HASH.word(),
                                "The bytes did not match the hash; they are fetched once more."));
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
        resources.vertx().cancelTimer(timer);
        retryWait.stop();
        transportFallback.close();
        streams.stopAllBut(null);
    }

    private void closeWhenIdle() {
        if (!closing && fileSink.isIdle() && streams.isEmpty()) {
            closing = true;
            fileSink.close(ending(), this::closed);
        }
    }

    private Ending ending() {
        if (cause == null) {
            return Ending.WHOLE;
        }
        if (cause instanceof TransferException failure) {
            return switch (failure.kind()) {
                case BAD_CONTENT -> Ending.REMOVED;
                case VANISHED -> Ending.LOST;
                case REFUSED, BAD_ANSWER, NETWORK, PROXY_REFUSED -> Ending.KEPT;
            };
        }
        return Ending.KEPT;
    }

    private void closed(@Nullable Throwable failure) {
        Throwable outcome = cause == null || failure != null && cause instanceof StoppedException ? failure : cause;
        if (outcome == null) {
            result.tryComplete();
        } else {
            if (fileSink.wasOpened() && !isOfDisk(outcome)) {
                listener.foundOnDisk(ending() == Ending.KEPT ? fileSink.bytesKept() : 0);
            }
            result.tryFail(outcome);
        }
    }

    /** Then what is left cannot be told from here: the disk may be away, with all that was on it. */
    private static boolean isOfDisk(Throwable failure) {
        return failure instanceof DiskException
                || failure instanceof TransferException transfer && transfer.kind() == Kind.VANISHED;
    }

    private void reportConnections() {
        listener.connections(streams.openCount());
    }
}
