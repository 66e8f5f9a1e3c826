package io.hfdownloader.xet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.SharedResult;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.XetReadToken;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Read tokens for the storage: one for all files of a repo at one commit, asked for once however many want it, and
 * renewed before it expires. Safe for use from any thread, never blocks.
 */
public final class XetTokenCache {

    private static final Duration RENEW_AHEAD = Duration.ofSeconds(60);

    /** A Hub that gives no token is not asked again for each of thousands of files. */
    private static final Duration REFUSAL_TTL = Duration.ofSeconds(30);

    /** A token that was just given is used whatever our clock says: it may be wrong. */
    private static final long MIN_USE_NANOS = 1_000_000_000;

    private static final int MAX_CACHED = 100;

    private final Exchange exchange;
    private final Clock clock;
    private final LruCache<Key, CachedToken> cache = new LruCache<>(MAX_CACHED);

    /** Asks the Hub for a fresh token. */
    public interface Exchange {
        Uni<XetReadToken> token(RepoId repo, String commit);
    }

    private record Key(RepoId repo, String commit) {}

    /** A token, or the request for it that is under way. */
    private static final class CachedToken {
        private final Uni<XetReadToken> token;
        private volatile @Nullable Throwable failure;
        private volatile @Nullable Instant failedAt;
        private volatile @Nullable XetReadToken known;
        private volatile long knownNanos;

        CachedToken(Uni<XetReadToken> asked, Clock clock) {
            this.token = SharedResult.of(asked.invoke(granted -> {
                        knownNanos = System.nanoTime();
                        known = granted;
                    })
                    .onFailure()
                    .invoke(why -> {
                        failedAt = clock.instant();
                        failure = why;
                    }));
        }
    }

    public XetTokenCache(Exchange exchange, Clock clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    /** A token that is good for a while. Fails as the Hub refuses. */
    public Uni<XetReadToken> get(RepoId repo, String commit) {
        Key key = new Key(repo, commit);
        synchronized (cache) {
            CachedToken cached = cache.get(key).orElse(null);
            if (cached == null || isExpired(cached)) {
                cached = new CachedToken(exchange.token(repo, commit), clock);
                cache.put(key, cached);
            }
            return cached.token;
        }
    }

    /** The storage refused this token: the next request gets a fresh one. */
    public void invalidate(RepoId repo, String commit, XetReadToken refused) {
        Key key = new Key(repo, commit);
        synchronized (cache) {
            CachedToken cached = cache.get(key).orElse(null);
            if (cached != null && refused.equals(cached.known)) {
                cache.remove(key);
            }
        }
    }

    /** The Hub is asked as somebody else from now on: what was granted or refused before says nothing. */
    public void clear() {
        synchronized (cache) {
            cache.clear();
        }
    }

    private boolean isExpired(CachedToken cached) {
        Instant now = clock.instant();
        Instant failedAt = cached.failedAt;
        if (failedAt != null) {
            boolean refused =
                    cached.failure instanceof HubException hub && !hub.kind().isPassing();
            return !refused || Duration.between(failedAt, now).abs().compareTo(REFUSAL_TTL) > 0;
        }
        XetReadToken known = cached.known;
        return known != null
                && System.nanoTime() - cached.knownNanos > MIN_USE_NANOS
                && !now.plus(RENEW_AHEAD).isBefore(known.expires());
    }
}
