package io.hfdownloader.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waits between tries that failed: each twice the one before, up to two minutes, and a random quarter more, so that
 * many who failed together do not come back together. Immutable.
 */
public final class Backoff {

    /** No server asks for more, so whatever is longer is a clock that was set in between. */
    public static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final long MAX_DELAY_MILLIS = 120_000;
    private static final long MAX_SPREAD_MILLIS = 2_000;
    private static final int MAX_DOUBLINGS = 17; // from 1 ms that is more than the longest delay

    private final long firstMillis;

    /** @param first the wait after the first failure */
    public Backoff(Duration first) {
        this.firstMillis = Math.min(MAX_DELAY_MILLIS, first.toMillis());
    }

    /** How long to wait after this many failures in a row, 1 or more. */
    public Duration after(int failures) {
        long delay = Math.min(MAX_DELAY_MILLIS, firstMillis << Math.min(MAX_DOUBLINGS, failures - 1));
        return Duration.ofMillis(delay + jitter(delay / 4));
    }

    /**
     * Hardly a wait: for those whose server is there and gives bytes, only so that not all come back at the same moment.
     *
     * @param max the longest
     */
    public Duration shortDelay(Duration max) {
        return Duration.ofMillis(jitter(Math.min(max.toMillis(), firstMillis / 4)));
    }

    /** A wait that a server asked for, and a little more, so that not all who were told the same come back at once. */
    public static Duration spread(Duration asked) {
        Duration wait = bounded(asked);
        return wait.plusMillis(jitter(Math.min(MAX_SPREAD_MILLIS, wait.toMillis() / 10)));
    }

    /** What is sensible of a wait that a server asked for: not less than none, not more than {@link #MAX_WAIT}. */
    public static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
    }

    private static long jitter(long millis) {
        return ThreadLocalRandom.current().nextLong(millis + 1);
    }
}
