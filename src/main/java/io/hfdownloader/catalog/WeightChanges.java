package io.hfdownloader.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.variant.name.WeightFiles;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Finds out whether an update would bring other weights of what is held, or only words: by the listings of two commits, of which
 * the older is on the disk as a rule. Fetches no file but small indexes of weights. Never blocks.
 */
@ApplicationScoped
public class WeightChanges {

    private final TreeLookup trees;
    private final WeightFactsLookup weights;
    private final ListingBudget budget;

    public WeightChanges(TreeLookup trees, WeightFactsLookup weights, ListingBudget budget) {
        this.trees = trees;
        this.weights = weights;
        this.budget = budget;
    }

    /**
     * Whether weights, or a vision projector, of the variants that are here are others at one commit than at another. Those that
     * are gone there do not count: they stay. True where the older commit is not to be had any more. Fails with a
     * {@link HubException} where that may pass, or when there is no room to list it.
     */
    Uni<Boolean> differ(RepoId repo, LibraryModel model, String before, String after) {
        return Uni.createFrom().deferred(() -> {
            ListingBudget.Permit permit = budget.permit();
            return permit.room(repo, after, 0)
                    .chain(() -> trees.tree(repo, after))
                    .chain(permit::room)
                    .chain(tree -> weights.lookUpForUpdate(tree).chain(facts -> differ(model, before, tree, facts)))
                    .onTermination()
                    .invoke(permit::close);
        });
    }

    private Uni<Boolean> differ(LibraryModel model, String before, RepoTree after, WeightFacts facts) {
        return trees.tree(after.repo(), before)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tree -> differ(model, tree, after, facts))
                .onFailure(WeightChanges::isAnAnswer)
                .recoverWithItem(true);
    }

    private static boolean isAnAnswer(Throwable failure) {
        return failure instanceof HubException refusal && !refusal.kind().isPassing();
    }

    /** Blocks for as long as sorting takes. */
    static boolean differ(LibraryModel model, RepoTree before, RepoTree after, WeightFacts facts) {
        Set<String> held = new HashSet<>(HeldVariants.pathsIn(after, facts, model));
        model.files().stream().map(LibraryFile::path).forEach(held::add);
        Map<String, String> etags = new HashMap<>();
        before.files().stream()
                .filter(file -> held.contains(file.path()))
                .forEach(file -> etags.put(file.path(), file.etag()));
        return after.files().stream()
                .filter(file -> held.contains(file.path()) && isWeights(file))
                .anyMatch(file -> !file.etag().equals(etags.get(file.path())));
    }

    /** An empty file takes the place of no weights. */
    private static boolean isWeights(RepoFile file) {
        return file.sizeBytes() > 0
                && (WeightFiles.isWeight(file.path(), file.sizeBytes()) || WeightFiles.isProjector(file.path()));
    }
}
