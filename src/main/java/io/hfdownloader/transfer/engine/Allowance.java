package io.hfdownloader.transfer.engine;

import io.hfdownloader.transfer.TransferConfig;

/**
 * How many connections one file may have now. One until the first answer, then quickly a few, then one more at a time
 * while that brings throughput; fewer after a failure, and never more than the server showed it allows. Lives on one
 * transfer's event loop.
 */
final class Allowance {

    private static final int QUICKLY = 4;
    private static final int GOOD_SEGMENTS_BEFORE_ONE_MORE = 16;
    private static final long OBSERVATION_NANOS = 400_000_000;
    private static final long REST_NANOS = 10_000_000_000L;
    private static final double WORTH_IT = 1.05;

    /** A rate below a third of the best of the last minute, for some seconds, is a collapse and no hiccup. */
    private static final double COLLAPSED = 1.0 / 3;

    private static final int LOW_BEFORE_COLLAPSE = 6;
    private static final long BEST_FOR_NANOS = 60_000_000_000L;

    private final int configured;
    private int ceiling;
    private int allowed = 1;
    private int goodSegments;
    private long sinceNanos;
    private long sinceBytes;
    private double rateBefore;
    private long restUntilNanos;
    private double best;
    private long bestNanos;
    private int low;

    Allowance(TransferConfig config, long nowNanos) {
        this.configured = Math.max(1, config.maxConnectionsPerFile());
        this.ceiling = configured;
        this.sinceNanos = nowNanos;
        this.restUntilNanos = nowNanos;
    }

    int now() {
        return allowed;
    }

    /** The most there may be, for planning segments. */
    int ceiling() {
        return ceiling;
    }

    /** An answer came and was right. */
    void answered() {
        if (allowed < QUICKLY) {
            allowed = Math.min(ceiling, allowed * 2);
        }
    }

    /**
     * To be called a few times a second: adds connections while the last ones brought throughput, and lets a file rest
     * where it is when they did not.
     *
     * @param atWork connections that are open now
     * @param bytes all that this transfer has received so far
     */
    void observe(long nowNanos, int atWork, long bytes) {
        long elapsed = nowNanos - sinceNanos;
        if (elapsed < OBSERVATION_NANOS || allowed < Math.min(QUICKLY, ceiling) || atWork < allowed) {
            return;
        }
        double rate = (bytes - sinceBytes) * 1e9 / elapsed;
        sinceNanos = nowNanos;
        sinceBytes = bytes;
        if (hasCollapsed(rate, nowNanos)) {
            halve();
            restUntilNanos = nowNanos + REST_NANOS;
            return;
        }
        if (nowNanos - restUntilNanos < 0) {
            return;
        }
        if (rate > rateBefore * WORTH_IT) {
            rateBefore = rate;
            allowed = Math.min(ceiling, allowed + Math.max(1, allowed / 2));
        } else {
            rateBefore = rate / WORTH_IT / WORTH_IT; // after the rest the next one gets its chance
            restUntilNanos = nowNanos + REST_NANOS;
        }
    }

    /** Too many connections at once have been seen to make a server slow for minutes. */
    private boolean hasCollapsed(double rate, long nowNanos) {
        if (rate >= best || nowNanos - bestNanos > BEST_FOR_NANOS) {
            best = rate;
            bestNanos = nowNanos;
        }
        low = rate < best * COLLAPSED ? low + 1 : 0;
        if (low < LOW_BEFORE_COLLAPSE) {
            return false;
        }
        low = 0;
        best = rate;
        bestNanos = nowNanos;
        return true;
    }

    /** The server cannot serve so many, or does not want to. */
    void halve() {
        allowed = Math.max(1, allowed / 2);
        rateBefore = 0;
    }

    /** What a server once refused it may allow later: one more after some segments without trouble. */
    void segmentDone() {
        if (++goodSegments >= GOOD_SEGMENTS_BEFORE_ONE_MORE) {
            goodSegments = 0;
            ceiling = Math.min(ceiling + 1, configured);
        }
    }

    /** A connection failed while so many others go on. */
    void failed(int others) {
        allowed = Math.max(1, Math.min(allowed, others));
        rateBefore = 0;
    }

    /** The server refused a connection while it serves so many others. */
    void refused(int others) {
        goodSegments = 0;
        ceiling = Math.max(1, Math.min(ceiling, others));
        failed(others);
    }

    /** Other servers are asked from now on. */
    void anew() {
        ceiling = configured;
        allowed = 1;
        goodSegments = 0;
        rateBefore = 0;
        best = 0;
        low = 0;
    }

    /** Ranges do not work here: one connection. */
    void only() {
        ceiling = 1;
        allowed = 1;
    }
}
