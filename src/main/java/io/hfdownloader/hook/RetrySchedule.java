package io.hfdownloader.hook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.hfdownloader.http.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * When somebody who could not be told is told again: after five seconds, then after four times as long each time, up to an hour;
 * a random quarter more, so that many who failed together do not come back together. With the twelfth try, some seven hours later, it is
 * over. Immutable.
 *
 * @param first the wait after the first failure
 */
record RetrySchedule(Duration first) {

    static final int MAX_TRIES = 12;
    static final RetrySchedule USUAL = new RetrySchedule(Duration.ofSeconds(5));

    private static final int FACTOR = 4;

    boolean isOver(int tries) {
        return tries >= MAX_TRIES;
    }

    /** @param asked by the receiver; null where it did not */
    Duration after(int tries, @Nullable Duration asked) {
        if (asked != null) {
            return Backoff.spread(asked);
        }
        long millis = first.toMillis();
        for (int i = 1; i < tries && millis < Backoff.MAX_WAIT.toMillis(); i++) {
            millis *= FACTOR;
        }
        long bounded = Math.min(millis, Backoff.MAX_WAIT.toMillis());
        return Duration.ofMillis(bounded + ThreadLocalRandom.current().nextLong(bounded / 4 + 1));
    }
}
