package io.hfdownloader.web.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * The bodies of requests that have not come whole, over all connections: they stay in memory until they have. One budget
 * holds for all of them, and a time for each. Whoever comes when it is used up takes the place of the one that has been at it for
 * longest, so that clients which hold on cannot keep others out. Safe from any thread; never blocks: nothing of a connection is asked
 * under the lock here, as its own lock may be held by whoever asks for ours.
 */
@ApplicationScoped
class RequestBodies {

    private static final Logger LOG = Logger.getLogger(RequestBodies.class);

    private static final int SHARE_OF_HEAP = 8;
    private static final long MOST_BYTES = 32L << 20;
    private static final long LOG_INTERVAL_NANOS = 60_000_000_000L;

    /** From the first byte of a request to the last one of its body. */
    static final long MAX_MILLIS = 30_000;

    /** A body under way. */
    interface Arriving {

        /** Ends it together with its connection, later and on its own event loop. From any thread. */
        void giveUp();
    }

    private record Place(Arriving body, long bytes) {}

    private final long budgetBytes;
    private final Counter givenUp;
    /** Oldest first; guarded by this, as are the sum of their bytes and the time of the last line in the log. */
    private final List<Place> places = new ArrayList<>();

    private long usedBytes;
    private long loggedNanos = System.nanoTime() - LOG_INTERVAL_NANOS;

    @Inject
    RequestBodies(MeterRegistry metrics) {
        this(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP), metrics);
    }

    RequestBodies(long budgetBytes, MeterRegistry metrics) {
        this.budgetBytes = budgetBytes;
        this.givenUp = Counter.builder("hf_downloader.request.bodies.given.up")
                .description("Requests ended because their bodies did not come, or others needed the room")
                .register(metrics);
        Gauge.builder("hf_downloader.request.bodies.bytes", this, RequestBodies::usedBytes)
                .description("Room kept for bodies of requests that have not come whole")
                .baseUnit("bytes")
                .register(metrics);
    }

    /**
     * A body begins to come.
     *
     * @param bytes its length, or the most that it may have
     */
    void began(Arriving body, long bytes) {
        List<Place> evicted = new ArrayList<>();
        synchronized (this) {
            while (!places.isEmpty() && usedBytes + bytes > budgetBytes) {
                Place oldest = places.remove(0);
                usedBytes -= oldest.bytes();
                evicted.add(oldest);
            }
            places.add(new Place(body, bytes));
            usedBytes += bytes;
        }
        evicted.forEach(place -> giveUp(place.body(), "others needed the room for unfinished requests"));
    }

    /** A body has had its time. */
    void timedOut(Arriving body) {
        if (remove(body)) {
            giveUp(body, "it did not come within " + MAX_MILLIS / 1_000 + " s");
        }
    }

    /** A body has come, or its connection has gone. */
    void ended(Arriving body) {
        boolean unused = remove(body);
    }

    /** Whether it still had its place. */
    private synchronized boolean remove(Arriving body) {
        Iterator<Place> each = places.iterator();
        while (each.hasNext()) {
            Place place = each.next();
            if (place.body() == body) {
                each.remove();
                usedBytes -= place.bytes();
                return true;
            }
        }
        return false;
    }

    synchronized long usedBytes() {
        return usedBytes;
    }

    private void giveUp(Arriving body, String reason) {
        givenUp.increment();
        if (isTimeToLog()) {
            LOG.warnf(
                    "A request was ended before its body had come: %s. In all there were %.0f such requests.",
                    reason, givenUp.count());
        }
        body.giveUp();
    }

    private synchronized boolean isTimeToLog() {
        long now = System.nanoTime();
        if (now - loggedNanos < LOG_INTERVAL_NANOS) {
            return false;
        }
        loggedNanos = now;
        return true;
    }
}
