package io.hfdownloader.variant;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;

/** Applies one selection to one tree. */
final class SelectionResolver {

    private final Selection selection;
    private final RepoTree tree;
    private final Variants<RepoFile> variants;
    private final Set<RepoFile> chosen = new LinkedHashSet<>();

    SelectionResolver(Selection selection, RepoTree tree) {
        this.selection = selection;
        this.tree = tree;
        this.variants = Variants.of(tree.files(), RepoFile::path, RepoFile::sizeBytes);
    }

    List<RepoFile> resolve() {
        Set<RepoFile> weights = new LinkedHashSet<>();
        selection.variants().forEach(label -> weights.addAll(named(label)));
        String pattern = selection.quantPattern();
        if (pattern != null) {
            weights.addAll(matching(pattern));
        }
        if (!weights.isEmpty()) {
            chosen.addAll(weights);
            chosen.addAll(variants.companions());
            ProjectorPicker.pickFor(weights, variants).ifPresent(chosen::add);
        }
        if (!selection.include().isEmpty()) {
            chosen.addAll(included());
        } else if (weights.isEmpty()) {
            chosen.addAll(tree.files());
            variants.duplicates().forEach(chosen::remove);
        }
        return withoutExcluded();
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
        if (named.size() > 1) {
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
        List<RepoFile> weights = filesOf(variants.variants());
        Set<String> keys =
                weights.stream().filter(accepts).map(SelectionResolver::setKey).collect(Collectors.toSet());
        return weights.stream().filter(file -> keys.contains(setKey(file))).toList();
    }

    private static String setKey(RepoFile file) {
        return WeightFiles.format(file.path(), file.sizeBytes())
                .map(format -> WeightFileName.of(file.path(), format).setKey())
                .orElseGet(file::path);
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
        List<RepoFile> left = tree.files().stream()
                .filter(chosen::contains)
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
