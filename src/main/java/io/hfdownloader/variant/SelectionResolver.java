package io.hfdownloader.variant;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.variant.name.Glob;

/** Applies one selection to one tree. */
final class SelectionResolver {

    private final Selection selection;
    private final RepoTree tree;
    private final Variants<RepoFile> variants;
    private final BitSet chosen = new BitSet();
    private boolean asks = true;

    /** @param variants those of the tree */
    SelectionResolver(Selection selection, RepoTree tree, Variants<RepoFile> variants) {
        this.selection = selection;
        this.tree = tree;
        this.variants = variants;
    }

    /** Takes all that share a name, as downloads did that were begun when that was the rule. */
    SelectionResolver withoutAsking() {
        asks = false;
        return this;
    }

    /** The weights that labels and pattern name; none where neither is given. */
    Set<RepoFile> weights() {
        Set<RepoFile> weights = new LinkedHashSet<>();
        selection.variants().forEach(label -> weights.addAll(named(label)));
        String pattern = selection.quantPattern();
        if (pattern != null) {
            weights.addAll(matching(pattern));
        }
        return weights;
    }

    /** All files, in the order of the tree, with these weights in place of labels and pattern. */
    List<RepoFile> resolve(Set<RepoFile> weights) {
        if (!weights.isEmpty()) {
            choose(weights);
            choose(variants.companions());
            ProjectorPicker.pickFor(weights, variants).ifPresent(this::choose);
        }
        if (!selection.include().isEmpty()) {
            choose(included());
        } else if (weights.isEmpty()) {
            chooseUsual();
        }
        return withoutExcluded();
    }

    private void choose(Collection<RepoFile> files) {
        files.forEach(this::choose);
    }

    private void choose(RepoFile file) {
        int at = tree.indexOf(file);
        if (at < 0) {
            throw new IllegalArgumentException("Of another tree: " + file);
        }
        chosen.set(at);
    }

    /** One complete model, or all that is there where that is none. */
    private void chooseUsual() {
        if (tree.repo().type() != RepoType.MODEL || variants.variants().isEmpty()) {
            chosen.set(0, tree.files().size());
            return;
        }
        List<RepoFile> weights = variants.usual();
        choose(variants.companions());
        choose(weights);
        ProjectorPicker.pickFor(weights, variants).ifPresent(this::choose);
    }

    private List<RepoFile> named(String label) {
        List<Variant<RepoFile>> named = one(label, variants.called(label));
        if (named.isEmpty()) {
            throw NoSuchVariantException.of(label, tree.repo().id(), variants.labels());
        }
        return filesOf(named);
    }

    /** Several that share a name are a question to the user: never all of them unasked, and never any of them. */
    private List<Variant<RepoFile>> one(String asked, List<Variant<RepoFile>> named) {
        if (named.size() > 1 && asks) {
            throw new AmbiguousVariantException(
                    asked, tree.repo().id(), named.stream().map(Variant::label).toList());
        }
        return named;
    }

    /** The weight files the legacy API's pattern means. */
    private List<RepoFile> matching(String pattern) {
        List<Variant<RepoFile>> named = one(pattern, variants.named(pattern));
        if (!named.isEmpty()) {
            return filesOf(named);
        }
        Predicate<RepoFile> accepts = accepting(pattern);
        Set<RepoFile> matching = new LinkedHashSet<>(wholeSets(accepts));
        if (pattern.toLowerCase(Locale.ROOT).contains("mmproj")) {
            // only then: F16 must not find mmproj-F16.gguf alone and pass for a model
            variants.projectors().stream().filter(accepts).forEach(matching::add);
        }
        if (matching.isEmpty()) {
            throw NoSuchVariantException.of(pattern, tree.repo().id(), variants.labels());
        }
        return List.copyOf(matching);
    }

    private static Predicate<RepoFile> accepting(String pattern) {
        if (pattern.chars().anyMatch(character -> "*?[".indexOf(character) >= 0)) {
            Glob glob = Glob.of(pattern);
            return file -> glob.matches(file.path());
        }
        String part = pattern.toLowerCase(Locale.ROOT);
        return file -> file.path().toLowerCase(Locale.ROOT).contains(part);
    }

    /** A shard alone is of no use: one that is accepted brings its whole set. */
    private List<RepoFile> wholeSets(Predicate<RepoFile> accepts) {
        return variants.sets().stream()
                .filter(set -> set.stream().anyMatch(accepts))
                .flatMap(List::stream)
                .toList();
    }

    private List<RepoFile> included() {
        List<RepoFile> included =
                tree.files().stream().filter(anyOf(selection.include())).toList();
        if (included.isEmpty()) {
            throw NoSuchVariantException.of(
                    String.join(", ", selection.include()), tree.repo().id(), variants.labels());
        }
        return included;
    }

    private List<RepoFile> withoutExcluded() {
        Predicate<RepoFile> excluded = anyOf(selection.exclude());
        List<RepoFile> left = chosen.stream()
                .mapToObj(tree.files()::get)
                .filter(file -> !excluded.test(file))
                .toList();
        if (left.isEmpty() && !chosen.isEmpty()) {
            throw NoSuchVariantException.nothingLeft(
                    String.join(", ", selection.exclude()), tree.repo().id(), variants.labels());
        }
        return left;
    }

    private static Predicate<RepoFile> anyOf(List<String> patterns) {
        List<Glob> globs = patterns.stream().map(Glob::of).toList();
        return file -> globs.stream().anyMatch(glob -> glob.matches(file.path()));
    }

    private static List<RepoFile> filesOf(List<Variant<RepoFile>> variants) {
        return variants.stream().flatMap(variant -> variant.files().stream()).toList();
    }
}
