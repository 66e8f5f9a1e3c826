package io.hfdownloader.transfer.xet;

/**
 * Remembers that the content-addressed storage could not be reached, so that not each of many files waits for it: a
 * firewall lets nobody through for the next one either. Safe for use from any thread.
 */
public final class StorageCircuitBreaker {

    private static final long OPEN_NANOS = 300_000_000_000L;

    private volatile boolean hasFailed;
    private volatile long failedNanos;

    /** It could not be reached. */
    void recordFailure() {
        failedNanos = System.nanoTime();
        hasFailed = true;
    }

    /** True when it was found out a short while ago that it cannot be reached. */
    public boolean isOpen() {
        return hasFailed && System.nanoTime() - failedNanos < OPEN_NANOS;
    }
}
