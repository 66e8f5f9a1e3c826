package io.hfdownloader.hub;

import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.smallrye.mutiny.Uni;

/**
 * The trees that were asked for lately. A commit never changes, so what it holds need not be asked twice; askers at the
 * same time share one request. What a revision leads to is not kept here, nor who may see it: that is asked each time.
 * Failures are not kept. For any thread; never blocks.
 */
final class TreeCache {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final LoadingCache<Key, RepoTree> trees;

    private record Key(RepoId repo, String commit) {}

    /**
     * @param maxTrees how many trees are kept
     * @param maxFiles how many files they have together; a tree of more is not kept
     */
    TreeCache(int maxTrees, int maxFiles) {
        trees = new LoadingCache<>(
                new LruCache<>(maxTrees, maxFiles, tree -> tree.files().size()));
    }

    /**
     * The tree that is known, or what the request gives that is under way, or else this one. A name of a branch or a
     * tag is asked for each time, as it may lead elsewhere.
     */
    Uni<RepoTree> get(RepoId repo, String commit, Supplier<Uni<RepoTree>> request) {
        return COMMIT.matcher(commit).matches() ? trees.get(new Key(repo, commit), request) : request.get();
    }
}
