package io.hfdownloader.xet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.XetGrant;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Leaves to read from the storage: one for all files of a repo at one commit, asked for once however many want it, and
 * renewed before it ends. Safe for use from any thread, never blocks.
 */
public final class XetTokens {

    private static final Duration AHEAD = Duration.ofSeconds(60);

    /** A Hub that gives no leave is not asked again for each of thousands of files. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    /** A leave that was just given is used whatever our clock says: it may be wrong. */
    private static final long FRESH_NANOS = 1_000_000_000;

    private static final int MOST_KEPT = 100;

    private final Exchange exchange;
    private final Clock clock;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Asks the Hub for a fresh leave. */
    public interface Exchange {
        Uni<XetGrant> grant(RepoId repo, String commit);
    }

    private record Key(RepoId repo, String commit) {}

    /** A leave, or the question for it that is under way. */
    private static final class Kept {
        private final Uni<XetGrant> grant;
        private volatile @Nullable Throwable failure;
        private volatile @Nullable Instant failedAt;
        private volatile @Nullable XetGrant known;
        private volatile long knownNanos;

        Kept(Uni<XetGrant> asked, Clock clock) {
            this.grant = asked.invoke(granted -> {
                        knownNanos = System.nanoTime();
                        known = granted;
                    })
                    .onFailure()
                    .invoke(why -> {
                        failedAt = clock.instant();
                        failure = why;
                    })
                    .memoize()
                    .indefinitely();
        }
    }

    public XetTokens(Exchange exchange, Clock clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    /** A leave that is good for a while. Fails as the Hub refuses. */
    public Uni<XetGrant> grant(RepoId repo, String commit) {
        Key key = new Key(repo, commit);
        synchronized (kept) {
            Kept found = kept.get(key);
            if (found == null || isOver(found)) {
                found = new Kept(exchange.grant(repo, commit), clock);
                kept.put(key, found);
            }
            return found.grant;
        }
    }

    /** The storage refused this leave: the next question gets a fresh one. */
    public void drop(RepoId repo, String commit, XetGrant refused) {
        Key key = new Key(repo, commit);
        synchronized (kept) {
            Kept found = kept.get(key);
            if (found != null && refused.equals(found.known)) {
                kept.remove(key);
            }
        }
    }

    private boolean isOver(Kept found) {
        Instant now = clock.instant();
        Instant failedAt = found.failedAt;
        if (failedAt != null) {
            boolean refused =
                    found.failure instanceof HubException hub && !hub.kind().isPassing();
            return !refused || Duration.between(failedAt, now).abs().compareTo(REFUSED_FOR) > 0;
        }
        XetGrant known = found.known;
        return known != null
                && System.nanoTime() - found.knownNanos > FRESH_NANOS
                && !now.plus(AHEAD).isBefore(known.expires());
    }
}
