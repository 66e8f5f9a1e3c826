package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.TransferResources;
import io.vertx.core.Vertx;

/**
 * The wait of one transfer between two tries. When the server was out of reach meanwhile, it ends as soon as a connection
 * to that server can be made again. Lives on the transfer's event loop.
 */
final class RetryWait {

    private static final long NONE = -1;
    private static final int MAX_SUCCESSFUL_PROBES = 4;

    private final Vertx vertx;
    private final HttpConnector connector;
    private final Executor loop;
    private final Clock clock;
    private final Supplier<WebAddress> server;
    private final Runnable resume;
    private long timer = NONE;
    private TransferObstacle obstacle = TransferObstacle.CONNECTION;
    private String reason = "";
    private Instant until = Instant.EPOCH;
    private boolean told;
    private boolean probesServer;
    private boolean wasUnreachable;
    private int successfulProbes;
    private boolean probing;

    /**
     * @param server the one that was asked last
     * @param resume what happens when the wait is over
     */
    RetryWait(TransferResources resources, Executor loop, Supplier<WebAddress> server, Runnable resume) {
        this.vertx = resources.vertx();
        this.connector = resources.connector();
        this.loop = loop;
        this.clock = resources.clock();
        this.server = server;
        this.resume = resume;
    }

    /** How the server that was asked last is reached, to be put behind "the connection"; empty where that is straight. */
    String way() {
        return connector
                .proxyFor(server.get())
                .map(proxy -> " by way of the proxy " + proxy)
                .orElse("");
    }

    boolean isWaiting() {
        return timer != NONE;
    }

    /**
     * What failed while this wait was on may be its cause: a server that limits requests closes connections as well. Its
     * words and its time count for more than those of a connection that broke.
     *
     * @param cause the refusal of a server that told how long to wait
     */
    boolean replace(Throwable cause, String description, long millis) {
        boolean longer = clock.instant().plusMillis(millis).isAfter(until);
        boolean replaced = isWaiting() && (longer || !told);
        if (replaced) {
            stop();
            start(cause, description, millis);
        }
        return replaced;
    }

    private static boolean isThrottled(Throwable cause) {
        return cause instanceof HubException hub && hub.kind() == HubException.Kind.THROTTLED;
    }

    TransferObstacle obstacle() {
        return obstacle;
    }

    /** Why, in the words for the user. */
    String reason() {
        return reason;
    }

    Instant until() {
        return until;
    }

    void start(Throwable cause, String description, long millis) {
        obstacle = Obstacles.of(cause);
        reason = description;
        until = clock.instant().plusMillis(millis);
        probesServer = !(cause instanceof RefusedException) && !isThrottled(cause); // those answer
        told = RetryBackoff.retryAt(cause).isPresent();
        successfulProbes = 0;
        wasUnreachable = cause instanceof UnreachableException unreachable && unreachable.isWorthWatching();
        timer = vertx.setTimer(Math.max(1, millis), id -> loop.execute(this::resumeNow));
    }

    /** To be called about twice a second. */
    void tick() {
        if (!isWaiting() || !probesServer || probing) {
            return;
        }
        probing = true;
        var attempt = connector
                .probe(server.get())
                .subscribe()
                .with(
                        there -> loop.execute(this::reached),
                        away -> loop.execute(() -> {
                            probing = false;
                            wasUnreachable = true;
                        }));
    }

    private void reached() {
        probing = false;
        if (wasUnreachable) {
            resumeNow();
        } else if (++successfulProbes >= MAX_SUCCESSFUL_PROBES) { // it is there, the trouble is another
            probesServer = false;
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
        timer = NONE;
    }

    private void resumeNow() {
        if (isWaiting()) {
            stop();
            resume.run();
        }
    }
}
