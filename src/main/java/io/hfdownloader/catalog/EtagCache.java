package io.hfdownloader.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;

/** What was read from files on the Hub lately, so that it is not fetched again. For any thread. */
final class EtagCache<V> {

    private static final int MAX_ENTRIES = 200;

    private final Map<Key, V> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /** The bytes that something was read from; the etag makes them immutable. */
    private record Key(RepoId repo, String path, String etag) {}

    /** What is known of the file, else what the reading gives. Failures are not remembered. */
    Uni<V> get(RepoTree tree, RepoFile file, Supplier<Uni<V>> reader) {
        Key key = new Key(tree.repo(), file.path(), file.etag());
        V cached;
        synchronized (entries) {
            cached = entries.get(key);
        }
        return cached != null ? Uni.createFrom().item(cached) : reader.get().invoke(found -> put(key, found));
    }

    private void put(Key key, V found) {
        synchronized (entries) {
            entries.put(key, found);
        }
    }
}
