package io.hfdownloader.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.hfdownloader.hub.HubException.Kind;
import org.jspecify.annotations.Nullable;

/** Remembers how the Hub was found last, and when it may be asked just to find out. For any thread. */
final class HubAvailability {

    /** A page that waits for the Hub's return asks often; the Hub is not to be asked as often. */
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(15);

    /** No answer of the Hub's own. */
    private static final Set<Kind> SILENCE = Set.of(Kind.UNAVAILABLE, Kind.NOT_A_HUB, Kind.PROXY_REFUSED);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private HubStatus status = HubStatus.UNKNOWN;
    private long responseCount;
    private final Map<Object, Long> pending = new LinkedHashMap<>();
    private @Nullable Long lastResponse;
    private boolean checking;
    private @Nullable Long lastCheck;

    /** @param nanoTime time that nobody sets, as {@link System#nanoTime} */
    HubAvailability(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    synchronized HubStatus status() {
        return status.withSilentSeconds(silentSeconds());
    }

    /** A request starts; what this gives is to be given to {@link #requestStopped}. */
    synchronized Object requestStarted() {
        Object request = new Object();
        pending.put(request, nanoTime.getAsLong());
        return request;
    }

    /** Whatever came of a request. */
    synchronized void requestStopped(Object request) {
        pending.remove(request);
    }

    /** The one that waits longest came first. While answers come to others, it is the request that is slow, not the Hub. */
    private @Nullable Long silentSeconds() {
        Iterator<Long> starts = pending.values().iterator();
        if (!starts.hasNext()) {
            return null;
        }
        long since = starts.next();
        if (lastResponse != null && lastResponse - since > 0) {
            since = lastResponse;
        }
        return Duration.ofNanos(nanoTime.getAsLong() - since).toSeconds();
    }

    /** How many answers came so far, to be given back with a failure. */
    synchronized long responseCount() {
        return responseCount;
    }

    synchronized void responseReceived() {
        responseCount++;
        lastResponse = nanoTime.getAsLong();
        if (!Boolean.TRUE.equals(status.reachable())) {
            status = HubStatus.answered(clock.instant());
        }
    }

    /**
     * What is no answer of the Hub and no silence either, such as a mistake of ours, tells nothing.
     *
     * @param responsesBefore how many there were when the request started: what waited in vain while others were answered
     *     does not overrule them
     */
    synchronized void requestFailed(Throwable failure, long responsesBefore) {
        if (!(failure instanceof HubException hubFailure)) {
            return;
        }
        if (!SILENCE.contains(hubFailure.kind())) {
            responseReceived();
        } else if (responseCount == responsesBefore) {
            Instant since = status.unreachable() ? status.since() : null;
            status = HubStatus.failed(since == null ? clock.instant() : since, hubFailure);
        }
    }

    /** True for the one caller that is to ask now; it calls {@link #checkStopped} when it knows. */
    synchronized boolean startCheck() {
        long now = nanoTime.getAsLong();
        boolean due = lastCheck == null || now - lastCheck >= CHECK_INTERVAL.toNanos();
        if (!status.unreachable() || checking || !due) {
            return false;
        }
        checking = true;
        lastCheck = now;
        return true;
    }

    synchronized void checkStopped() {
        checking = false;
    }
}
