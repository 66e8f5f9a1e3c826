package io.hfdownloader.transfer.stream;

import java.util.concurrent.Executor;

import io.vertx.core.Vertx;

/**
 * Has the last bytes of a burst written although no further ones come to fill their batch: what is only in memory is
 * lost with a killed server. Lives on the transfer's event loop.
 */
public final class LateWrites {

    private static final long DELAY_MILLIS = 5;

    private final Vertx vertx;
    private final Executor loop;
    private final Runnable write;
    private boolean due;

    /** @param write writes whatever is gathered */
    public LateWrites(Vertx vertx, Executor loop, Runnable write) {
        this.vertx = vertx;
        this.loop = loop;
        this.write = write;
    }

    /** Some bytes wait for others. */
    public void expect() {
        if (!due) {
            due = true;
            long unused = vertx.setTimer(DELAY_MILLIS, id -> loop.execute(this::now));
        }
    }

    private void now() {
        due = false;
        write.run();
    }
}
