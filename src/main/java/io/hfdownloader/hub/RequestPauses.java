package io.hfdownloader.hub;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.http.Backoff;
import io.hfdownloader.network.WebAddress;

/**
 * The servers that limit the rate of requests to the API, and until when: what two requests were told holds for all. Meanwhile
 * one every two seconds finds out whether the limit is still there, so that somebody in front of a page is not kept from it by
 * a limit that was lifted. Safe for use from any thread.
 */
final class RequestPauses {

    static final Duration TRIAL_INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_SERVERS = 50;

    private final LongSupplier nanoTime;
    private final LruCache<String, Pause> pauses = new LruCache<>(MAX_SERVERS);

    private record Pause(long startNanos, long endNanos, long nextTrialNanos) {

        Pause withTrialAt(long nanos) {
            return new Pause(startNanos, endNanos, nanos + TRIAL_INTERVAL.toNanos());
        }
    }

    /** @param nanoTime time that nobody sets, as {@link System#nanoTime} */
    RequestPauses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long requests to this server have to wait; empty for one that may be sent now. */
    synchronized Optional<Duration> left(WebAddress server) {
        Pause pause = pauses.get(server.origin()).orElse(null);
        if (pause == null) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (pause.endNanos() - now <= 0) {
            pauses.remove(server.origin());
            return Optional.empty();
        }
        if (pause.nextTrialNanos() - now <= 0) {
            pauses.put(server.origin(), pause.withTrialAt(now));
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(pause.endNanos() - now));
    }

    /** The moment at which a request is sent, to be given back with what came of it. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** With another token other limits hold, which nobody has been told of. */
    synchronized void forget() {
        pauses.clear();
    }

    /** The server has told a request to wait so long. The next one still finds out whether that holds for all. */
    synchronized void pause(WebAddress server, Duration wait) {
        long now = nanoTime.getAsLong();
        Pause pause = new Pause(now, now + Backoff.bounded(wait).toNanos(), now);
        boolean again = pauses.get(server.origin())
                .filter(before -> before.endNanos() - now > 0)
                .isPresent();
        pauses.put(server.origin(), again ? pause.withTrialAt(now) : pause);
    }

    /** A request that was sent at this moment was answered; those that were on their way before tell nothing. */
    synchronized void answered(WebAddress server, long sentNanos) {
        if (pauses.get(server.origin())
                .filter(pause -> sentNanos - pause.startNanos() > 0)
                .isPresent()) {
            pauses.remove(server.origin());
        }
    }
}
