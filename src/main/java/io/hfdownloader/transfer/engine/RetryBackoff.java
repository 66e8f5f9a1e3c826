package io.hfdownloader.transfer.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.hfdownloader.http.Backoff;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.stream.RefusedException;

/** Counts the tries of one transfer that brought nothing, and says how long to wait before the next. */
final class RetryBackoff {

    /** Where bytes came, the server is there: only a short delay, so that all streams do not come back at once. */
    private static final Duration MAX_SHORT_DELAY = Duration.ofMillis(500);

    private final Clock clock;
    private final Backoff backoff;
    private int tries;
    private boolean newBytes;

    RetryBackoff(TransferConfig config) {
        this(config, Clock.systemUTC());
    }

    /** @param clock the one that servers' points in time are compared with */
    RetryBackoff(TransferConfig config, Clock clock) {
        this.clock = clock;
        this.backoff = new Backoff(config.retryDelay());
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
                .map(moment -> Backoff.spread(Duration.between(clock.instant(), moment)))
                .orElseGet(() -> broughtBytes ? backoff.shortDelay(MAX_SHORT_DELAY) : backoff.after(tries))
                .toMillis();
    }

    /** When the server that failed allows the next try; empty when it did not say. */
    static Optional<Instant> retryAt(Throwable failure) {
        if (failure instanceof RefusedException refusal) {
            return refusal.retryAt();
        }
        return failure instanceof HubException hub ? hub.retryAt() : Optional.empty();
    }
}
