package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.UnreachableException;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;

/**
 * The wait of one transfer between two tries. When the server was out of reach meanwhile, it ends as soon as a connection
 * to that server can be made again. Lives on the transfer's event loop.
 */
final class Pause {

    private static final long NONE = -1;
    private static final int ENOUGH_ANSWERS = 4;

    private final Vertx vertx;
    private final NetClient probes;
    private final Executor loop;
    private final Clock clock;
    private final Supplier<WebAddress> server;
    private final Runnable over;
    private long timer = NONE;
    private String reason = "";
    private Instant until = Instant.EPOCH;
    private boolean watchesServer;
    private boolean wasAway;
    private int answered;
    private boolean probing;

    /**
     * @param server the one that was asked last
     * @param over what happens when the wait is over
     */
    Pause(Transfer.Engine engine, Executor loop, Supplier<WebAddress> server, Runnable over) {
        this.vertx = engine.vertx();
        this.probes = engine.probes();
        this.loop = loop;
        this.clock = engine.clock();
        this.server = server;
        this.over = over;
    }

    boolean isOn() {
        return timer != NONE;
    }

    /** Why, in the words for the user. */
    String reason() {
        return reason;
    }

    Instant until() {
        return until;
    }

    void start(Throwable cause, String why, long millis) {
        reason = why;
        until = clock.instant().plusMillis(millis);
        watchesServer = !(cause instanceof RefusedException); // that one answers
        answered = 0;
        wasAway = cause instanceof UnreachableException unreachable && unreachable.isWorthWatching();
        timer = vertx.setTimer(Math.max(1, millis), id -> loop.execute(this::end));
    }

    /** To be called about twice a second. */
    void tick() {
        if (!isOn() || !watchesServer || probing) {
            return;
        }
        probing = true;
        WebAddress asked = server.get();
        var attempt = probes.connect(asked.port(), asked.host())
                .onComplete(outcome -> loop.execute(() -> {
                    probing = false;
                    if (outcome.failed()) {
                        wasAway = true;
                        return;
                    }
                    var closed = outcome.result().close();
                    if (wasAway) {
                        end();
                    } else if (++answered >= ENOUGH_ANSWERS) { // it is there, the trouble is another
                        watchesServer = false;
                    }
                }));
    }

    void cancel() {
        vertx.cancelTimer(timer);
        timer = NONE;
    }

    private void end() {
        if (isOn()) {
            cancel();
            over.run();
        }
    }
}
