package io.hfdownloader.transfer.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import io.hfdownloader.http.Backoff;
import io.hfdownloader.network.WebAddress;

/**
 * The servers that have asked to be left alone until some moment. What one transfer was told is told to all others that
 * would ask the same server, so that they wait as well; when nobody waits for it any more, it is forgotten, so that a new
 * start asks anew. Safe for use from any thread.
 */
public final class ThrottledServers {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Pause> pauses = new HashMap<>();

    /** @param waiting the transfers that were told of it, of which there are not many */
    private record Pause(long endNanos, String reason, Set<Object> waiting) {}

    public ThrottledServers(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanoTime time that nobody sets, by which a pause ends */
    ThrottledServers(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** A server has told this transfer to wait so long. */
    public synchronized void pause(Object transfer, WebAddress server, Duration wait, String reason) {
        removeEnded();
        long endNanos = nanoTime.getAsLong() + Backoff.bounded(wait).toNanos();
        Pause before = pauses.get(server.origin());
        Set<Object> waiting = before == null ? new HashSet<>() : before.waiting();
        waiting.add(transfer);
        if (before == null || endNanos - before.endNanos() > 0) {
            pauses.put(server.origin(), new Pause(endNanos, reason, waiting));
        }
    }

    /** What the server would answer if this transfer asked it now; empty when it may. */
    public synchronized Optional<RefusedException> refusal(Object transfer, WebAddress server) {
        removeEnded();
        return Optional.ofNullable(pauses.get(server.origin())).map(pause -> {
            pause.waiting().add(transfer);
            return new RefusedException(
                    RefusedException.Kind.THROTTLED,
                    pause.reason(),
                    clock.instant().plusNanos(pause.endNanos() - nanoTime.getAsLong()));
        });
    }

    /** This transfer has ended, and waits for nothing any more. */
    public synchronized void forget(Object transfer) {
        pauses.values()
                .removeIf(pause ->
                        pause.waiting().remove(transfer) && pause.waiting().isEmpty());
    }

    /** The Hub is asked as somebody else from now on, of whom other limits hold. */
    public synchronized void forgetAll() {
        pauses.clear();
    }

    private void removeEnded() {
        long now = nanoTime.getAsLong();
        pauses.values().removeIf(pause -> pause.endNanos() - now <= 0);
    }
}
