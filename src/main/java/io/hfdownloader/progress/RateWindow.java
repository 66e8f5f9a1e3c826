package io.hfdownloader.progress;

import java.util.OptionalLong;

/**
 * The mean rate over the last four seconds: smooth enough to read, and zero soon after the bytes stop.
 * One thread samples, any thread reads.
 */
public final class RateWindow {

    private static final int SAMPLES = 9;
    private static final int MIN_SAMPLES = 2;

    /** A timer that was late is soon followed by the next: what came between says nothing. */
    private static final long MIN_ELAPSED_NANOS = 250_000_000;

    private final long[] nanos = new long[SAMPLES];
    private final long[] totals = new long[SAMPLES];
    private int count;
    private volatile long perSecond = -1;

    /** To be called about twice a second with a total that only grows. */
    public synchronized void sample(long nowNanos, long total) {
        if (total > 0 && count > 0 && totals[(count - 1) % SAMPLES] == 0) {
            startAt(nanos[(count - 1) % SAMPLES]);
        }
        int slot = count % SAMPLES;
        nanos[slot] = nowNanos;
        totals[slot] = total;
        count++;
        if (count >= MIN_SAMPLES) {
            int oldest = count <= SAMPLES ? 0 : count % SAMPLES;
            long elapsed = nowNanos - nanos[oldest];
            if (elapsed >= MIN_ELAPSED_NANOS) {
                perSecond = Math.round((total - totals[oldest]) * 1e9 / elapsed);
            }
        }
    }

    /** The time before the first byte says nothing of how fast bytes come. */
    private void startAt(long lastWithoutBytes) {
        nanos[0] = lastWithoutBytes;
        totals[0] = 0;
        count = 1;
    }

    public OptionalLong perSecond() {
        return perSecond < 0 ? OptionalLong.empty() : OptionalLong.of(perSecond);
    }
}
