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
final class RetryBackoff {

    private static final long MAX_DELAY_MILLIS = 120_000;
    /** Where bytes came, the server is there: only a moment, so that all streams do not come back at once. */
    private static final long MAX_RESUME_DELAY_MILLIS = 500;

    /** No server asks for more, so whatever is longer is a clock that was set in between. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 20;

    private final Clock clock;
    private final long baseMillis;
    private int tries;
    private boolean newBytes;

    RetryBackoff(TransferConfig config) {
        this(config, Clock.systemUTC());
    }

    /** @param clock the one by which servers' moments are understood */
    RetryBackoff(TransferConfig config, Clock clock) {
        this.clock = clock;
        this.baseMillis = config.retryDelay().toMillis();
    }

    /** A byte came that was not here before: the count of tries starts anew. */
    void receivedNewBytes() {
        newBytes = true;
    }

    /** A try failed. */
    void tryFailed() {
        tries = newBytes ? 1 : tries + 1;
    }

    int tries() {
        return tries;
    }

    boolean isExhausted(int maxRetries) {
        return tries > maxRetries;
    }

    /** Milliseconds until the next try: as long as a server says, else with back-off and jitter. */
    long delayMillis(Throwable failure) {
        boolean broughtBytes = newBytes;
        newBytes = false;
        return retryAt(failure)
                .map(this::millisUntil)
                .orElseGet(() -> broughtBytes ? jitter(Math.min(MAX_RESUME_DELAY_MILLIS, baseMillis / 4)) : backOff());
    }

    private long millisUntil(Instant moment) {
        long millis = Duration.between(clock.instant(), moment).toMillis();
        return Math.max(0, Math.min(MAX_RETRY_AFTER.toMillis(), millis));
    }

    private long backOff() {
        int doublings = Math.min(MAX_DOUBLINGS, tries - 1);
        long delay = Math.min(MAX_DELAY_MILLIS, baseMillis << doublings);
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
