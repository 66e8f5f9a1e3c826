package io.hfdownloader.catalog;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.text.TextSet;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Finds the files of a commit, which is what was kept on the disk or what the Hub lists, and whether that is all of them. Never
 * blocks; items arrive on a worker.
 */
@ApplicationScoped
public class TreeLookup {

    private final HubClient hub;
    private final ModelLibrary library;

    public TreeLookup(HubClient hub, ModelLibrary library) {
        this.hub = hub;
        this.library = library;
    }

    /** The tree as it was kept, else as the Hub lists it. Fails with a {@code HubException}. */
    public Uni<RepoTree> tree(RepoId repo, String commit) {
        return Uni.createFrom()
                .item(() -> library.tree(repo, commit))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(known -> known.map(tree -> Uni.createFrom().item(tree)).orElseGet(() -> hub.tree(repo, commit)))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** As {@link #tree}; what was kept of a listing that was cut is not believed. */
    public Uni<RepoTree> wholeTree(RepoId repo, String commit) {
        return tree(repo, commit)
                .chain(tree -> hub.siblings(repo, commit)
                        .chain(named -> named.filter(names -> !tree.names().containsAll(names))
                                .map(lacking -> hub.tree(repo, commit))
                                .orElseGet(() -> Uni.createFrom().item(tree))))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /**
     * Whether the Hub names the same files in its tree and where it tells of the repo. False where the one list is all there
     * is to go by; fails with a {@code HubException} when the tree is not the whole of the commit.
     */
    public Uni<Boolean> isNamedTwice(RepoTree tree) {
        TextSet names = tree.names();
        return hub.siblings(tree.repo(), tree.commit()).chain(named -> {
            if (named.isPresent() && !names.containsAll(named.get())) {
                return hub.tree(tree.repo(), tree.commit()).map(whole -> {
                    if (!whole.names().isSame(names)) {
                        throw hub.incomplete(tree);
                    }
                    return false;
                });
            }
            return Uni.createFrom().item(named.filter(names::isSame).isPresent());
        });
    }
}
