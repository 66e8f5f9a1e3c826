package io.hfdownloader.download.plan;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/** Reads of the weights of a repo what a selection asks of them. Its results arrive on a worker. */
public final class OfferLookup {

    private final WeightFactsLookup weights;
    private final GgufHeaderLookup headers;

    public OfferLookup(WeightFactsLookup weights, GgufHeaderLookup headers) {
        this.weights = weights;
        this.headers = headers;
    }

    /**
     * What labels mean now: they are those of the files' headers.
     *
     * @param update whether it is for an update
     * @param parameters how many the Hub says that the model has, or null
     */
    public Uni<Offer> lookUp(RepoTree tree, Selection selection, boolean update, @Nullable Long parameters) {
        return facts(tree, selection, update)
                .chain(facts -> selection.namesVariants()
                        ? headers.of(tree, parameters).map(facts::with)
                        : Uni.createFrom().item(facts))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(facts -> Offer.of(tree, facts, sorted -> selection.weights(tree, sorted)));
    }

    /**
     * What labels meant when the download began: they are read once, and from then on it knows its files.
     *
     * @param bound paths of these weights; null for a download of a version that did not keep them
     */
    public Uni<Offer> lookUpBound(
            RepoTree tree, Selection selection, boolean update, @Nullable Collection<String> bound) {
        return facts(tree, selection, update)
                .map(facts -> Offer.of(
                        tree,
                        facts,
                        sorted -> bound == null ? selection.weightsOfOld(tree, sorted) : named(tree, bound)));
    }

    private static Set<RepoFile> named(RepoTree tree, Collection<String> bound) {
        Set<String> paths = new HashSet<>(bound);
        return tree.files().stream()
                .filter(file -> paths.contains(file.path()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Uni<WeightFacts> facts(RepoTree tree, Selection selection, boolean update) {
        return (update && selection.isAll() ? weights.lookUpForUpdate(tree) : weights.lookUp(tree))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }
}
