package io.hfdownloader.transfer.xet;

/**
 * Remembers that the content-addressed storage could not be reached, so that not each of many files waits for it: a
 * firewall lets nobody through for the next one either. Safe for use from any thread.
 */
public final class StorageHealth {

    private static final long DOWN_FOR_NANOS = 300_000_000_000L;

    private volatile boolean known;
    private volatile long downNanos;

    /** It could not be reached. */
    void noteDown() {
        downNanos = System.nanoTime();
        known = true;
    }

    /** True when it was found out a short while ago that it cannot be reached. */
    public boolean wasDown() {
        return known && System.nanoTime() - downNanos < DOWN_FOR_NANOS;
    }
}
