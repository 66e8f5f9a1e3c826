package io.hfdownloader.progress;

import java.util.List;
import java.util.stream.IntStream;

/** The rate at each of the last hundred and twenty seconds. One thread adds, any thread reads. */
final class RateHistory {

    private static final int SAMPLES = 120;
    private static final long STEP_NANOS = 1_000_000_000;

    private final long[] rates = new long[SAMPLES];
    private int count;
    private long dueNanos;

    /** To be called at least once a second; a second that was missed gets the rate of the one after it. */
    synchronized void add(long nowNanos, long rate) {
        if (count == 0) {
            dueNanos = nowNanos;
        }
        for (int missed = 0; nowNanos - dueNanos >= 0 && missed < SAMPLES; missed++) {
            rates[count++ % SAMPLES] = rate;
            dueNanos += STEP_NANOS;
        }
        if (nowNanos - dueNanos >= 0) { // the machine slept
            dueNanos = nowNanos + STEP_NANOS;
        }
    }

    synchronized List<Long> oldestFirst() {
        return IntStream.range(Math.max(0, count - SAMPLES), count)
                .mapToObj(index -> rates[index % SAMPLES])
                .toList();
    }
}
