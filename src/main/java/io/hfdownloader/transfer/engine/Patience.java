package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.stream.RefusedException;

/** Counts the tries of one transfer that brought nothing, and says how long to wait before the next. */
final class Patience {

    private static final long LONGEST_DELAY_MILLIS = 120_000;
    /** Where bytes came, the server is there: only a moment, so that all streams do not come back at once. */
    private static final long LONGEST_PAUSE_MILLIS = 500;

    /** No server asks for more, so whatever is longer is a clock that was set in between. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 20;

    private final Clock clock;
    private final long baseMillis;
    private int tries;
    private boolean newBytes;

    Patience(TransferConfig config) {
        this(config, Clock.systemUTC());
    }

    /** @param clock the one by which servers' moments are understood */
    Patience(TransferConfig config, Clock clock) {
        this.clock = clock;
        this.baseMillis = config.retryDelay().toMillis();
    }

    /** A byte came that was not here before: the count of tries starts anew. */
    void sawNewBytes() {
        newBytes = true;
    }

    /** A try failed. */
    void failed() {
        tries = newBytes ? 1 : tries + 1;
    }

    int tries() {
        return tries;
    }

    boolean isExhausted(int mostTries) {
        return tries > mostTries;
    }

    /** Milliseconds until the next try: as long as a server says, else with back-off and jitter. */
    long delayMillis(Throwable failure) {
        boolean brought = newBytes;
        newBytes = false;
        return retryAt(failure)
                .map(this::millisUntil)
                .orElseGet(() -> brought ? jitter(Math.min(LONGEST_PAUSE_MILLIS, baseMillis / 4)) : backOff());
    }

    private long millisUntil(Instant moment) {
        long millis = Duration.between(clock.instant(), moment).toMillis();
        return Math.max(0, Math.min(LONGEST_WAIT.toMillis(), millis));
    }

    private long backOff() {
        int doublings = Math.min(MOST_DOUBLINGS, tries - 1);
        long delay = Math.min(LONGEST_DELAY_MILLIS, baseMillis << doublings);
        return delay + jitter(delay / 4);
    }

    /** So that many transfers do not come back at the same moment. */
    private static long jitter(long millis) {
        return ThreadLocalRandom.current().nextLong(millis + 1);
    }

    private static Optional<Instant> retryAt(Throwable failure) {
        if (failure instanceof RefusedException refusal) {
            return refusal.retryAt();
        }
        return failure instanceof HubException hub ? hub.retryAt() : Optional.empty();
    }
}
