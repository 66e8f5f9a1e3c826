package io.hfdownloader.transfer.engine;

import io.hfdownloader.transfer.TransferConfig;

/**
 * How many connections one file may have now. One until the first answer, then quickly a few, then one more at a time
 * while that brings throughput; fewer after a failure, and never more than the server showed it allows. Lives on one
 * transfer's event loop.
 */
final class ConnectionWindow {

    private static final int SLOW_START_CONNECTIONS = 4;
    private static final int SEGMENTS_BEFORE_INCREASE = 16;
    private static final long OBSERVATION_NANOS = 400_000_000;
    private static final long COOLDOWN_NANOS = 10_000_000_000L;
    private static final double MIN_GAIN = 1.05;

    /** A rate below a third of the best of the last minute, for some seconds, is a collapse and no hiccup. */
    private static final double COLLAPSE_RATIO = 1.0 / 3;

    private static final int MIN_LOW_OBSERVATIONS = 6;
    private static final long BEST_RATE_WINDOW_NANOS = 60_000_000_000L;

    private final int configured;
    private int ceiling;
    private int size = 1;
    private int segmentsWithoutTrouble;
    private long observedNanos;
    private long observedBytes;
    private double previousRate;
    private long cooldownUntilNanos;
    private double bestRate;
    private long bestRateNanos;
    private int lowObservations;

    ConnectionWindow(TransferConfig config, long nowNanos) {
        this.configured = Math.max(1, config.maxConnectionsPerFile());
        this.ceiling = configured;
        this.observedNanos = nowNanos;
        this.cooldownUntilNanos = nowNanos;
    }

    int size() {
        return size;
    }

    /** The most there may be, for planning segments. */
    int ceiling() {
        return ceiling;
    }

    /** An answer came and was right. */
    void responseReceived() {
        if (size < SLOW_START_CONNECTIONS) {
            size = Math.min(ceiling, size * 2);
        }
    }

    /**
     * To be called a few times a second: adds connections while the last ones brought throughput, and lets a file rest
     * where it is when they did not.
     *
     * @param openConnections connections that are open now
     * @param bytes all that this transfer has received so far
     */
    void observe(long nowNanos, int openConnections, long bytes) {
        long elapsed = nowNanos - observedNanos;
        if (elapsed < OBSERVATION_NANOS || size < Math.min(SLOW_START_CONNECTIONS, ceiling) || openConnections < size) {
            return;
        }
        double rate = (bytes - observedBytes) * 1e9 / elapsed;
        observedNanos = nowNanos;
        observedBytes = bytes;
        if (hasCollapsed(rate, nowNanos)) {
            halve();
            cooldownUntilNanos = nowNanos + COOLDOWN_NANOS;
            return;
        }
        if (nowNanos - cooldownUntilNanos < 0) {
            return;
        }
        if (rate > previousRate * MIN_GAIN) {
            previousRate = rate;
            size = Math.min(ceiling, size + Math.max(1, size / 2));
        } else {
            previousRate = rate / MIN_GAIN / MIN_GAIN; // after the rest the next one gets its chance
            cooldownUntilNanos = nowNanos + COOLDOWN_NANOS;
        }
    }

    /** Too many connections at once have been seen to make a server slow for minutes. */
    private boolean hasCollapsed(double rate, long nowNanos) {
        if (rate >= bestRate || nowNanos - bestRateNanos > BEST_RATE_WINDOW_NANOS) {
            bestRate = rate;
            bestRateNanos = nowNanos;
        }
        lowObservations = rate < bestRate * COLLAPSE_RATIO ? lowObservations + 1 : 0;
        if (lowObservations < MIN_LOW_OBSERVATIONS) {
            return false;
        }
        lowObservations = 0;
        bestRate = rate;
        bestRateNanos = nowNanos;
        return true;
    }

    /** The server cannot serve so many, or does not want to. */
    void halve() {
        size = Math.max(1, size / 2);
        previousRate = 0;
    }

    /** What a server once refused it may allow later: one more after some segments without trouble. */
    void segmentCompleted() {
        if (++segmentsWithoutTrouble >= SEGMENTS_BEFORE_INCREASE) {
            segmentsWithoutTrouble = 0;
            ceiling = Math.min(ceiling + 1, configured);
        }
    }

    /** A connection failed while so many others go on. */
    void connectionFailed(int others) {
        size = Math.max(1, Math.min(size, others));
        previousRate = 0;
    }

    /** The server refused a connection while it serves so many others. */
    void connectionRefused(int others) {
        segmentsWithoutTrouble = 0;
        ceiling = Math.max(1, Math.min(ceiling, others));
        connectionFailed(others);
    }

    /** Other servers are asked from now on. */
    void reset() {
        ceiling = configured;
        size = 1;
        segmentsWithoutTrouble = 0;
        previousRate = 0;
        bestRate = 0;
        lowObservations = 0;
    }

    /** Ranges do not work here: one connection. */
    void limitToOne() {
        ceiling = 1;
        size = 1;
    }
}
