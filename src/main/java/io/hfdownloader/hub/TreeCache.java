package io.hfdownloader.hub;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The listings that were asked for lately. A commit never changes, so what it holds need not be asked twice; askers at the
 * same time share one question. What a revision leads to is not kept here, nor who may see it: that is asked each time.
 * Failures are not kept. For any thread; never blocks.
 */
final class TreeCache {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final int maxTrees;
    private final int maxFiles;
    private final Map<Place, RepoTree> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Place, Uni<RepoTree>> asking = new HashMap<>();
    private int files;

    private record Place(RepoId repo, String commit) {}

    /**
     * @param mostTrees how many listings are kept
     * @param mostFiles how many files they have together; a listing of more is not kept
     */
    TreeCache(int maxTrees, int maxFiles) {
        this.maxTrees = maxTrees;
        this.maxFiles = maxFiles;
    }

    /**
     * The listing that is known, or what the question gives that is under way, or else this one. A name of a branch or a
     * tag is asked for each time, as it may lead elsewhere.
     */
    Uni<RepoTree> get(RepoId repo, String commit, Supplier<Uni<RepoTree>> request) {
        return COMMIT.matcher(commit).matches()
                ? Uni.createFrom().deferred(() -> shared(new Place(repo, commit), request))
                : request.get();
    }

    private synchronized Uni<RepoTree> shared(Place place, Supplier<Uni<RepoTree>> request) {
        RepoTree before = known.get(place);
        return before != null
                ? Uni.createFrom().item(before)
                : asking.computeIfAbsent(
                        place,
                        first -> request.get()
                                .onTermination()
                                .invoke((tree, failure, cancelled) -> ended(place, tree))
                                .memoize()
                                .indefinitely());
    }

    private synchronized void ended(Place place, @Nullable RepoTree tree) {
        asking.remove(place);
        if (tree != null && tree.files().size() <= maxFiles) {
            RepoTree before = known.put(place, tree);
            files += tree.files().size() - (before == null ? 0 : before.files().size());
            forgetEldest();
        }
    }

    private void forgetEldest() {
        Iterator<RepoTree> eldest = known.values().iterator();
        while (known.size() > maxTrees || files > maxFiles) {
            files -= eldest.next().files().size();
            eldest.remove();
        }
    }
}
