package io.hfdownloader.transfer.limit;

import java.time.Clock;
import java.time.LocalTime;

/**
 * One limit of bytes per second over all transfers. Whoever received bytes reserves them and is told when it may read
 * on. Safe for use from any thread, never blocks.
 */
public final class BandwidthLimit {

    /** Time that may be caught up after a pause, so that short gaps do not lower the mean. */
    private static final long BURST_NANOS = 200_000_000;

    private static final long CLOCK_CHECK_NANOS = 1_000_000_000;

    private final Clock clock;
    private BandwidthSchedule schedule;
    private long bytesPerSecond;
    private long clockCheckedNanos;
    private long nextFreeNanos;
    private int version;

    public BandwidthLimit(BandwidthSchedule schedule, Clock clock, long nowNanos) {
        this.schedule = schedule;
        this.clock = clock;
        this.bytesPerSecond = schedule.at(LocalTime.now(clock));
        this.clockCheckedNanos = nowNanos;
        this.nextFreeNanos = nowNanos;
    }

    /** Puts another schedule in force at once, also for those that wait. */
    public synchronized void change(BandwidthSchedule newSchedule, long nowNanos) {
        schedule = newSchedule;
        use(newSchedule.at(LocalTime.now(clock)), nowNanos);
    }

    public synchronized BandwidthSchedule schedule() {
        return schedule;
    }

    /** A number that is another one whenever the limit has changed: waits told before mean nothing then. */
    public synchronized int version(long nowNanos) {
        checkClock(nowNanos);
        return version;
    }

    /** When more bytes may be read, in the terms of {@code System.nanoTime()}; now, where there is no limit. */
    public synchronized long reserve(long bytes, long nowNanos) {
        checkClock(nowNanos);
        if (bytesPerSecond == 0) {
            return nowNanos;
        }
        if (nextFreeNanos - (nowNanos - BURST_NANOS) < 0) {
            nextFreeNanos = nowNanos - BURST_NANOS;
        }
        nextFreeNanos += Math.round(bytes * 1e9 / bytesPerSecond);
        return nextFreeNanos - nowNanos < 0 ? nowNanos : nextFreeNanos;
    }

    private void checkClock(long nowNanos) {
        if (nowNanos - clockCheckedNanos >= CLOCK_CHECK_NANOS) {
            clockCheckedNanos = nowNanos;
            use(schedule.at(LocalTime.now(clock)), nowNanos);
        }
    }

    private void use(long rate, long nowNanos) {
        if (rate != bytesPerSecond) {
            bytesPerSecond = rate;
            nextFreeNanos = nowNanos;
            version++;
        }
    }
}
