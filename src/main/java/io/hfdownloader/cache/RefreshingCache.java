package io.hfdownloader.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Values that grow old, in the sense of RFC 5861: a fresh one is given as it is, an older one is given as well while a new one is
 * loaded, and one that is older still is given where no new one comes soon, or where the failure is one that passes. Those who ask
 * for the same one at the same time share one loading. For any thread; never blocks.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class RefreshingCache<K, V> {

    private static final Logger LOG = Logger.getLogger(RefreshingCache.class);

    private final LruCache<K, Loaded<V>> cache;
    private final Ages ages;
    private final Predicate<Throwable> passes;
    private final LongSupplier nanoTime;
    private final Map<K, Uni<V>> loading = new HashMap<>();
    private int generation;

    /**
     * How old a value may be.
     *
     * @param fresh so long it is as good as a new one
     * @param whileRevalidated so long it is given without a wait for the new one
     * @param patience how long a new one is waited for when the old one is older than that
     */
    public record Ages(Duration fresh, Duration whileRevalidated, Duration patience) {}

    /**
     * A value that is kept.
     *
     * @param value the value
     * @param nanos when it came, by {@link System#nanoTime}
     */
    public record Loaded<V>(V value, long nanos) {}

    /**
     * @param cache keeps what was loaded, and is its own from now on
     * @param passes failures for which an old value is given in place of a new one; all others are told
     */
    public RefreshingCache(LruCache<K, Loaded<V>> cache, Ages ages, Predicate<Throwable> passes) {
        this(cache, ages, passes, System::nanoTime);
    }

    /** @param nanoTime time that nobody sets, as {@link System#nanoTime} */
    RefreshingCache(LruCache<K, Loaded<V>> cache, Ages ages, Predicate<Throwable> passes, LongSupplier nanoTime) {
        this.cache = cache;
        this.ages = ages;
        this.passes = passes;
        this.nanoTime = nanoTime;
    }

    /** The value that is kept while it is young enough, else that of this loading or of the one under way. */
    public Uni<V> get(K key, Supplier<Uni<V>> loader) {
        return Uni.createFrom()
                .deferred(() ->
                        cache.get(key).map(kept -> given(key, kept, loader)).orElseGet(() -> loaded(key, loader)));
    }

    private Uni<V> given(K key, Loaded<V> kept, Supplier<Uni<V>> loader) {
        Uni<V> old = Uni.createFrom().item(kept.value());
        long age = nanoTime.getAsLong() - kept.nanos();
        if (age <= ages.fresh().toNanos()) {
            return old;
        }
        if (age <= ages.whileRevalidated().toNanos()) {
            var refreshing = loaded(key, loader)
                    .subscribe()
                    .with(fresh -> {}, failure -> LOG.debugf("What is kept grows older: %s", failure.getMessage()));
            return old;
        }
        return loaded(key, loader)
                .ifNoItem()
                .after(ages.patience())
                .on(WaitTimers.shared())
                .recoverWithItem(kept.value())
                .onFailure(passes)
                .recoverWithItem(kept.value());
    }

    /** Forgets all. What is being loaded just now is given to those who wait for it, and not kept. */
    public synchronized void clear() {
        generation++;
        loading.clear();
        cache.clear();
    }

    private synchronized Uni<V> loaded(K key, Supplier<Uni<V>> loader) {
        int ours = generation;
        return loading.computeIfAbsent(
                key,
                first -> SharedResult.of(
                        loader.get().onTermination().invoke((value, failure, cancelled) -> keep(key, value, ours))));
    }

    private synchronized void keep(K key, @Nullable V value, int loadedIn) {
        if (loadedIn != generation) {
            return;
        }
        loading.remove(key);
        if (value != null) {
            cache.put(key, new Loaded<>(value, nanoTime.getAsLong()));
        }
    }
}
