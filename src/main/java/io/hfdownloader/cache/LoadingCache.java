package io.hfdownloader.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * An {@link LruCache} whose values are loaded when they are asked for. Those who ask for the same one at the same time share
 * one loading (single flight). Failures are told to all of them and not kept. For any thread; never blocks.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class LoadingCache<K, V> {

    private final LruCache<K, V> cache;
    private final Map<K, Uni<V>> loading = new HashMap<>();
    private int generation;

    /** Keeps what was loaded in this cache, which is its own from now on. */
    public LoadingCache(LruCache<K, V> cache) {
        this.cache = cache;
    }

    /** The value that is kept, else that of the loading under way, else that of this loading. */
    public Uni<V> get(K key, Supplier<Uni<V>> loader) {
        return Uni.createFrom().deferred(() -> keptOrLoaded(key, loader));
    }

    /** Forgets all. What is being loaded just now is given to those who wait for it, and not kept. */
    public synchronized void clear() {
        generation++;
        loading.clear();
        cache.clear();
    }

    private synchronized Uni<V> keptOrLoaded(K key, Supplier<Uni<V>> loader) {
        int ours = generation;
        Optional<V> kept = cache.get(key);
        return kept.isPresent()
                ? Uni.createFrom().item(kept.get())
                : loading.computeIfAbsent(
                        key,
                        first -> SharedResult.of(loader.get()
                                .onTermination()
                                .invoke((value, failure, cancelled) -> loaded(key, value, ours))));
    }

    private synchronized void loaded(K key, @Nullable V value, int loadedIn) {
        if (loadedIn != generation) {
            return;
        }
        loading.remove(key);
        if (value != null) {
            cache.put(key, value);
        }
    }
}
