package io.hfdownloader.catalog;

import java.util.function.Supplier;

import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;

/**
 * What was read from files on the Hub lately, so that it is not fetched again; askers at the same time share one reading. For
 * any thread.
 */
final class EtagCache<V> {

    private static final int MAX_ENTRIES = 200;

    private final LoadingCache<Key, V> values = new LoadingCache<>(new LruCache<>(MAX_ENTRIES));

    /** The bytes that something was read from; the etag makes them immutable. */
    private record Key(RepoId repo, String path, String etag) {}

    /** What is known of the file, else what the reading gives. Failures are not remembered. */
    Uni<V> get(RepoTree tree, RepoFile file, Supplier<Uni<V>> reader) {
        return values.get(new Key(tree.repo(), file.path(), file.etag()), reader);
    }
}
