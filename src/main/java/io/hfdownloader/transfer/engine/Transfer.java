package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferMonitor;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.disk.Intake;
import io.hfdownloader.transfer.http.HttpWay;
import io.hfdownloader.transfer.http.Source;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.Gates;
import io.hfdownloader.transfer.stream.LateWrites;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Way;
import io.hfdownloader.transfer.xet.XetWay;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetHash;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of one file: gives out segments to streams. What has arrived is the {@link Intake}'s, what a failure
 * means the {@link Setbacks}'. All of its state lives on one event loop.
 */
public final class Transfer implements HttpWay.Owner, XetWay.Owner, Intake.Owner, Setbacks.Owner {

    private static final long TICK_MILLIS = 500;
    private static final long NONE = -1;
    private static final String STORAGE_WAS_DOWN = "Not over Xet: the storage could not be reached a few minutes ago";
    private static final long BROKEN_PATIENCE_MILLIS = 30_000;

    private final TransferRequest request;
    private final TransferMonitor monitor;
    private final Engine engine;
    private final Executor loop;
    private final Intake intake;
    private final Allowance allowance;
    private final Gates gates;
    private final Pause pause;
    private final Streams streams = new Streams();
    private final Laggards laggards = new Laggards();
    private final Arrivals arrivals;
    private final Ways ways;
    private final Silence silence;
    private final Setbacks setbacks;
    private final Promise<Void> result = Promise.promise();

    private long timer = NONE;
    private boolean secondChance;
    private boolean verifying;
    private volatile boolean ending;
    private boolean closing;
    private boolean broken;
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
            TransferMonitor monitor,
            Engine engine,
            Source source,
            XetWay.@Nullable Storage storage,
            Context context) {
        this.request = request;
        this.monitor = monitor;
        this.engine = engine;
        this.loop = job -> context.runOnContext(nothing -> guarded(job));
        this.intake = new Intake(request, monitor, engine.workers(), loop, this);
        this.allowance = new Allowance(engine.config(), System.nanoTime());
        this.gates = new Gates(engine, intake, loop);
        this.arrivals = new Arrivals(monitor, intake, gates, this::sawNewBytes);
        List<Way> all = ways(source, storage);
        this.ways = new Ways(all, all.size() > 1 && all.get(0) instanceof HttpWay ? STORAGE_WAS_DOWN : null, monitor);
        this.pause = new Pause(engine, loop, ways::lastAsked, this::advance);
        this.silence = new Silence(monitor, streams, pause);
        this.setbacks = new Setbacks(
                request,
                monitor,
                engine.config().maxRetries(),
                new Setbacks.Means(ways, streams, allowance, new Patience(engine.config()), pause, silence),
                this);
    }

    private List<Way> ways(Source source, XetWay.@Nullable Storage storage) {
        long size = request.file().sizeBytes();
        LateWrites lateWrites = new LateWrites(engine.vertx(), loop, () -> streams.forEach(intake::write));
        Way http = new HttpWay(source, size, streams, arrivals, lateWrites, this);
        String hash = request.file().xetHash();
        if (storage == null || hash == null || size == 0) {
            return List.of(http);
        }
        XetClient.StoredFile stored =
                new XetClient.StoredFile(request.repo(), request.commit(), XetHash.parse(hash), size);
        Way xet = new XetWay(storage, stored, request.copies(), source.lastAsked(), arrivals, loop, this);
        return storage.health().wasDown() ? List.of(http, xet) : List.of(xet, http);
    }

    private void sawNewBytes() {
        setbacks.sawNewBytes();
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

    /** Closes as after any failure; when not even that works, the result fails with files open. */
    private void broken(Throwable fault) {
        if (broken) {
            boolean told = result.tryFail(fault);
            return;
        }
        broken = true;
        long unused = engine.vertx().setTimer(BROKEN_PATIENCE_MILLIS, id -> loop.execute(() -> result.tryFail(fault)));
        guarded(() -> {
            end(fault);
            advance();
        });
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
            FileStream stream = ways.now().next(intake.accepted(), allowance.ceiling());
            if (stream == null) {
                return;
            }
            streams.add(stream);
            stream.waitsWith(engine.budget().ask(request.repo(), () -> loop.execute(() -> started(stream))));
        }
    }

    private void started(FileStream stream) {
        stream.start(System.nanoTime());
        countConnections();
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    @Override
    public void answered() {
        allowance.answered();
        advance();
    }

    // --- failures ----------------------------------------------------------------------------------------------

    @Override
    public void ended(FileStream stream, @Nullable Throwable failure) {
        guarded(() -> streamEnded(stream, failure));
    }

    private void streamEnded(FileStream stream, @Nullable Throwable failure) {
        streams.remove(stream);
        laggards.ended(stream, System.nanoTime());
        gates.forget(stream);
        intake.write(stream);
        countConnections();
        if (failure == null) {
            allowance.segmentDone();
        } else if (!ending && !(failure instanceof StoppedException)) {
            setbacks.decide(failure);
        }
        advance();
    }

    @Override
    public void giveUp(Throwable why, String reason) {
        if (ways.change(why, reason)) {
            pause.cancel();
            allowance.anew();
            setbacks.beginAnew();
            streams.stopAllBut(null);
        } else {
            end(why);
        }
    }

    @Override
    public void onlyOneStream(@Nullable FileStream kept) {
        allowance.only();
        streams.stopAllBut(kept);
    }

    @Override
    public void planned() {
        guarded(this::advance);
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public void planFailed(Way from, Throwable failure) {
        guarded(() -> {
            if (!ending && from == ways.now()) { // else it is of no concern any more
                setbacks.planFailed(failure);
            }
            advance();
        });
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
        Duration stallTimeout = engine.config().stallTimeout();
        streams.endQuiet(now, stallTimeout, ways.now()::renewLinks);
        silence.tellQuiet(now, stallTimeout);
        streams.forEach(intake::write);
        intake.tick(now);
        gates.open();
        allowance.observe(now, streams.open(), arrivals.received());
        if (pause.isOn()) {
            silence.tellPause();
            pause.tick();
        }
        advance();
        replaceTheSlowest(now);
    }

    /** Connections are free although not all is here: nobody has to wait for one that is slow. */
    private void replaceTheSlowest(long nowNanos) {
        streams.forEach(stream -> stream.sample(nowNanos));
        boolean nothingElseToDo = !ending && intake.isOpen() && !pause.isOn() && streams.size() < allowance.now();
        if (nothingElseToDo && ways.now().goesOnWithin()) {
            laggards.toReplace(streams).ifPresent(stream -> stream.abort(new StoppedException()));
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
            ways.now().renewLinks();
            if (ways.now().doubt()) {
                monitor.tried(1, "The bytes did not match the hash; what cannot be proved is fetched once more.");
                arrivals.doubt();
                monitor.waiting(
                        "What arrived does not match the hash; what cannot be proved is fetched once more", null);
                intake.doubt();
            } else {
                monitor.tried(1, "The bytes did not match the hash; they are fetched once more.");
                intake.startAnew();
            }
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
        streams.stopAllBut(null);
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
        monitor.connections(streams.open());
    }
}
