package io.hfdownloader.transfer.stream;

import java.util.concurrent.Executor;

import io.vertx.core.Vertx;

/**
 * Has the last bytes of a burst written although no further ones come to fill their batch: what is only in memory is
 * lost with a killed server. Lives on the transfer's event loop.
 */
public final class FlushTimer {

    private static final long DELAY_MILLIS = 5;

    private final Vertx vertx;
    private final Executor loop;
    private final Runnable flush;
    private boolean scheduled;

    /** @param flush writes whatever is gathered */
    public FlushTimer(Vertx vertx, Executor loop, Runnable flush) {
        this.vertx = vertx;
        this.loop = loop;
        this.flush = flush;
    }

    /** Some bytes wait for others. */
    public void schedule() {
        if (!scheduled) {
            scheduled = true;
            long unused = vertx.setTimer(DELAY_MILLIS, id -> loop.execute(this::fire));
        }
    }

    private void fire() {
        scheduled = false;
        flush.run();
    }
}
