package io.hfdownloader.task;

import java.util.concurrent.atomic.AtomicLong;

import io.hfdownloader.progress.RateWindow;
import org.jspecify.annotations.Nullable;

/** The counters of one task that is at work. For any thread. */
final class TaskMeter {

    private static final long SAMPLE_NANOS = 500_000_000;

    private final AtomicLong done = new AtomicLong();
    private final AtomicLong measured = new AtomicLong();
    private final RateWindow rate = new RateWindow();
    private final AtomicLong lastSampleNanos = new AtomicLong(System.nanoTime() - SAMPLE_NANOS);
    private volatile long total;
    private volatile @Nullable String waiting;

    void total(long bytes) {
        total = bytes;
        sample();
    }

    void add(long bytes) {
        done.addAndGet(bytes);
        if (bytes > 0) {
            measured.addAndGet(bytes);
        }
        sample();
    }

    void addUnmeasured(long bytes) {
        done.addAndGet(bytes);
    }

    void waiting(@Nullable String reason) {
        waiting = reason;
    }

    @Nullable
    String waiting() {
        return waiting;
    }

    /** Never more than all of it. */
    long done() {
        return Math.min(total, Math.max(0, done.get()));
    }

    long total() {
        return total;
    }

    /** Bytes per second, or null when not known. */
    @Nullable
    Long rate() {
        sample(); // whoever looks finds out that nothing comes
        return rate.perSecond().isPresent() ? (Long) rate.perSecond().getAsLong() : null;
    }

    private void sample() {
        long now = System.nanoTime();
        long last = lastSampleNanos.get();
        if (now - last >= SAMPLE_NANOS && lastSampleNanos.compareAndSet(last, now)) {
            rate.sample(now, measured.get());
        }
    }
}
