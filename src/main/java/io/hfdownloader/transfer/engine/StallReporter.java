package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;

import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.stream.Streams;

/** Tells why nothing comes, once, and when it comes again. Lives on one transfer's event loop. */
final class StallReporter {

    private static final Duration REPORT_AFTER = Duration.ofSeconds(4);

    private final TransferListener listener;
    private final Streams streams;
    private final RetryWait retryWait;
    private final Clock clock;
    private boolean reported;
    /** The wait that is on now has been told; a stall that was told before it has another reason. */
    private boolean waitTold;

    /** @param clock tells the user until when a connection is waited for */
    StallReporter(TransferListener listener, Streams streams, RetryWait retryWait, Clock clock) {
        this.listener = listener;
        this.streams = streams;
        this.retryWait = retryWait;
        this.clock = clock;
    }

    /** Bytes came. */
    void bytesArrived() {
        waitTold = false;
        if (reported) {
            reported = false;
            listener.resumed();
        }
    }

    /** A wait between two tries is worth a word when no stream goes on meanwhile. */
    void reportWait() {
        if (streams.isEmpty() && !waitTold) {
            reported = true;
            waitTold = true;
            listener.waiting(retryWait.obstacle(), retryWait.reason(), retryWait.until());
        }
    }

    /** The wait that may have been told has another reason now, or another end. */
    void waitChanged() {
        waitTold = false;
        reportWait();
    }

    /**
     * Connections that are quiet are worth a word before they are replaced, and so are questions without an answer.
     *
     * @param unansweredNanos for how long it has been waited to be told what to fetch
     */
    void reportStall(long nowNanos, long unansweredNanos, Duration stallTimeout) {
        long idleNanos = streams.isEmpty() ? unansweredNanos : streams.minIdleNanos(nowNanos);
        if (idleNanos > REPORT_AFTER.toNanos() && !reported) {
            reported = true;
            listener.waiting(
                    TransferObstacle.STALLED,
                    streams.isEmpty()
                            ? "The server has not answered for some seconds"
                            : "No byte has come for some seconds; the connection will be replaced",
                    clock.instant().plusNanos(Math.max(0, stallTimeout.toNanos() - idleNanos)));
        }
    }
}
