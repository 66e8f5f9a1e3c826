package io.hfdownloader.transfer.xet;

import java.util.function.LongSupplier;

/**
 * Remembers that the content-addressed storage could not be reached, so that not each of many files waits for it: a
 * firewall lets nobody through for the next one either. Open for five minutes at first and twice as long each further
 * time; then one file finds out whether the storage is back while others do without it. Safe for use from any thread.
 */
public final class StorageCircuitBreaker {

    private static final long OPEN_NANOS = 300_000_000_000L;
    private static final int MAX_DOUBLINGS = 4;

    /** Whoever finds out has as much time for it; then it is another's turn. */
    private static final long TRIAL_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private int failures;
    private long endNanos;
    private int openings;

    public StorageCircuitBreaker() {
        this(System::nanoTime);
    }

    StorageCircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** True when the storage may be used by the one who asks: by all while it is well, else by one now and then. */
    public synchronized boolean tryUse() {
        long now = nanoTime.getAsLong();
        if (failures == 0) {
            return true;
        }
        if (now - endNanos < 0) {
            return false;
        }
        endNanos = now + TRIAL_NANOS;
        return true;
    }

    /** How often it was found out so far that the storage cannot be reached. */
    synchronized int openings() {
        return openings;
    }

    /** It could not be reached. Of many that find out the same the first counts. */
    synchronized void recordFailure(int openingsBefore) {
        if (openings == openingsBefore) {
            endNanos = nanoTime.getAsLong() + (OPEN_NANOS << Math.min(MAX_DOUBLINGS, failures));
            failures++;
            openings++;
        }
    }

    /** Bytes came from it. */
    synchronized void recordSuccess() {
        failures = 0;
    }
}
