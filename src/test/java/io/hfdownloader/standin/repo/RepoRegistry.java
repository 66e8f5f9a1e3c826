package io.hfdownloader.standin.repo;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** All repos of the stand-in, each built when first asked for, found without regard to case or by an earlier name. */
public final class RepoRegistry {

    private final Map<String, Supplier<StandInRepo>> repos = new ConcurrentSkipListMap<>();
    private final Map<String, String> newNames = new ConcurrentSkipListMap<>();

    /** Adds a repo that is there already. */
    public StandInRepo add(RepoBuilder builder) {
        StandInRepo repo = builder.build();
        register(builder.kind(), builder.id(), builder.oldNames(), () -> repo);
        return repo;
    }

    /** From now on it is as if there had never been one. */
    public void remove(RepoKind kind, String id) {
        repos.remove(key(kind, id));
    }

    /** Adds a repo whose description is costly; it is made on the first request. */
    public void addLazily(RepoKind kind, String id, List<String> oldNames, Supplier<RepoBuilder> builder) {
        register(kind, id, oldNames, new Once<>(() -> builder.get().build()));
    }

    /** The repo of this id in any case or of this earlier id; compare its id to see whether to redirect. */
    public Optional<StandInRepo> find(RepoKind kind, String id) {
        String key = key(kind, id);
        Supplier<StandInRepo> repo = repos.get(newNames.getOrDefault(key, key));
        return Optional.ofNullable(repo).map(Supplier::get);
    }

    /** All repos of one kind, in the order of their ids. */
    public List<StandInRepo> all(RepoKind kind) {
        return repos.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind.plural() + "/"))
                .map(entry -> entry.getValue().get())
                .toList();
    }

    private void register(RepoKind kind, String id, List<String> oldNames, Supplier<StandInRepo> repo) {
        repos.put(key(kind, id), repo);
        oldNames.forEach(old -> newNames.put(key(kind, old), key(kind, id)));
    }

    private static String key(RepoKind kind, String id) {
        return kind.plural() + "/" + id.toLowerCase(Locale.ROOT);
    }

    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public synchronized T get() {
            if (value == null) {
                value = source.get();
            }
            return value;
        }
    }
}
