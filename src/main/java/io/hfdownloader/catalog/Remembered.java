package io.hfdownloader.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;

/** What was read from files on the Hub lately, so that it is not fetched again. For any thread. */
final class Remembered<V> {

    private static final int MOST = 200;

    private final Map<Source, V> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, V> eldest) {
            return size() > MOST;
        }
    };

    /** The bytes that something was read from; the etag makes them immutable. */
    private record Source(RepoId repo, String path, String etag) {}

    /** What is known of the file, else what the reading gives. Failures are not remembered. */
    Uni<V> get(RepoTree tree, RepoFile file, Supplier<Uni<V>> reading) {
        Source source = new Source(tree.repo(), file.path(), file.etag());
        V before;
        synchronized (known) {
            before = known.get(source);
        }
        return before != null ? Uni.createFrom().item(before) : reading.get().invoke(found -> remember(source, found));
    }

    private void remember(Source source, V found) {
        synchronized (known) {
            known.put(source, found);
        }
    }
}
