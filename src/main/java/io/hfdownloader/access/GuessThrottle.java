package io.hfdownloader.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses passwords. An address has a few tries, then each costs twice the wait of the one before; all together have some
 * more, and then one in ten seconds, from which those addresses are excepted that somebody has logged in from. A try counts as wrong
 * from its beginning, so that many at a time are no way around it. Any thread.
 */
final class GuessThrottle {

    static final int FREE = 5;
    static final int FREE_OVERALL = 50;
    static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    static final int MAX_NETWORKS = 10_000;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration OVERALL_INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_KNOWN = 256;

    private record Tries(int count, Instant last, Instant next) {}

    private final InstantSource clock;
    private final Map<String, Tries> tries = bounded(MAX_NETWORKS);
    private final Map<String, Boolean> known = bounded(MAX_KNOWN);
    private double overall;
    private Instant overallAt;

    GuessThrottle(InstantSource clock) {
        this.clock = clock;
        this.overallAt = clock.instant();
    }

    private static <T> Map<String, T> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        };
    }

    /** Begins a try; how long to wait instead, or zero when it may go on. */
    synchronized Duration begin(String network) {
        Instant now = clock.instant();
        Tries before = tries.get(network);
        if (before != null && Duration.between(before.last(), now).compareTo(FORGOTTEN_AFTER) > 0) {
            before = null;
        }
        if (before != null && before.next().isAfter(now)) {
            return Duration.between(now, before.next());
        }
        Duration all = overallWait(network, now);
        if (!all.isZero()) {
            return all;
        }
        int count = before == null ? 1 : before.count() + 1;
        tries.put(network, new Tries(count, now, now.plus(wait(count))));
        return Duration.ZERO;
    }

    private static Duration wait(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(20, count - FREE));
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private Duration overallWait(String network, Instant now) {
        if (known.containsKey(network)) {
            return Duration.ZERO;
        }
        double drained = Duration.between(overallAt, now).toMillis() / (double) OVERALL_INTERVAL.toMillis();
        overall = Math.max(0, overall - Math.max(0, drained));
        overallAt = now;
        if (overall >= FREE_OVERALL) {
            return OVERALL_INTERVAL;
        }
        overall++;
        return Duration.ZERO;
    }

    /** The password was right. */
    synchronized void succeeded(String network) {
        takeBack(network);
        tries.remove(network);
        known.put(network, true);
    }

    /** The try did not take place. */
    synchronized void takeBack(String network) {
        Tries begun = tries.get(network);
        if (begun == null) {
            return;
        }
        if (begun.count() == 1) {
            tries.remove(network);
        } else {
            tries.put(network, new Tries(begun.count() - 1, begun.last(), begun.last()));
        }
        if (!known.containsKey(network)) {
            overall = Math.max(0, overall - 1);
        }
    }

    synchronized int size() {
        return tries.size();
    }
}
