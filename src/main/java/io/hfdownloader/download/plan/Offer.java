package io.hfdownloader.download.plan;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;

/**
 * What there is to select from, and what was read of it.
 *
 * @param sorted its files by what they are for, which takes long enough to be done once
 * @param weights what the labels of the request mean
 */
public record Offer(RepoTree tree, WeightFacts facts, Variants<RepoFile> sorted, Set<RepoFile> weights) {

    static Offer of(RepoTree tree, WeightFacts facts, Function<Variants<RepoFile>, Set<RepoFile>> weights) {
        Variants<RepoFile> sorted = Variants.of(tree, facts);
        return new Offer(tree, facts, sorted, weights.apply(sorted));
    }

    List<Variant<RepoFile>> variants() {
        return sorted.variants();
    }

    /**
     * Shards come together or not at all: their numbers and their index are a witness of what the listing must have, where
     * nothing else is. Who names files by patterns knows which.
     */
    public void refuseHalfASet(Collection<RepoFile> chosen) {
        if (tree.repo().type() != RepoType.MODEL) {
            return;
        }
        List<Variant<RepoFile>> halves =
                variants().stream().filter(variant -> !variant.complete()).toList();
        Set<RepoFile> files = halves.isEmpty() ? Set.of() : Set.copyOf(chosen);
        halves.stream()
                .filter(variant -> files.containsAll(variant.files()))
                .findFirst()
                .ifPresent(half -> {
                    throw new HubException(
                            HubException.Kind.LISTING_INCOMPLETE,
                            "The list of files of " + tree.repo().id() + " names " + half.shardsPresent() + " of the "
                                    + half.shardsExpected() + " files that the set of \""
                                    + UntrustedText.name(half.files().get(0).path())
                                    + "\" has. The others may still be on their way to the Hub, or a proxy cuts the list:"
                                    + " retry later. To take what there is, name files by patterns (include), such as *.",
                            Parameters.of("repo", tree.repo().id())
                                    .and(
                                            "path",
                                            UntrustedText.name(
                                                    half.files().get(0).path()))
                                    .and("have", half.shardsPresent())
                                    .and("of", half.shardsExpected())
                                    .and("reason", "half-a-set"));
                });
    }
}
