package io.hfdownloader.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A map that forgets the entries that were least recently used once there are too many of them, or they weigh too much
 * together. Safe for use from any thread and never blocks for long; what has to be done in several steps at once is done while
 * holding its monitor.
 *
 * @param <K> keys
 * @param <V> values; immutable as far as their weight goes
 */
public final class LruCache<K, V> {

    private final int maxEntries;
    private final long maxWeight;
    private final ToLongFunction<? super V> weigher;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** A cache for this many entries. */
    public LruCache(int maxEntries) {
        this(maxEntries, Long.MAX_VALUE, value -> 0);
    }

    /**
     * @param maxEntries how many entries are kept
     * @param maxWeight how much they weigh together; a value that weighs more by itself is not kept
     * @param weigher the weight of a value, not negative
     */
    public LruCache(int maxEntries, long maxWeight, ToLongFunction<? super V> weigher) {
        this.maxEntries = maxEntries;
        this.maxWeight = maxWeight;
        this.weigher = weigher;
    }

    /** The value under the key, which counts as a use of it. */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Keeps the value in place of the one before, and forgets others for it. */
    public synchronized void put(K key, V value) {
        remove(key);
        long added = weigher.applyAsLong(value);
        if (added <= maxWeight) {
            entries.put(key, value);
            weight += added;
            evict();
        }
    }

    /** Forgets the value under the key, if there is one. */
    public synchronized void remove(K key) {
        V before = entries.remove(key);
        if (before != null) {
            weight -= weigher.applyAsLong(before);
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        entries.clear();
        weight = 0;
    }

    private void evict() {
        Iterator<V> leastUsedFirst = entries.values().iterator();
        while (entries.size() > maxEntries || weight > maxWeight) {
            weight -= weigher.applyAsLong(leastUsedFirst.next());
            leastUsedFirst.remove();
        }
    }
}
