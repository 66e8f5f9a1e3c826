package io.hfdownloader.catalog;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.NoSuchVariantException;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;

/** What the variants of a model here are at another commit. */
public final class HeldVariants {

    private HeldVariants() {}

    /** The paths of their files there, with all that comes along; none of a variant that is gone there. */
    public static Set<String> pathsIn(RepoTree tree, WeightFacts facts, LibraryModel model) {
        Variants<RepoFile> upstream = Variants.of(tree, facts);
        Set<String> paths = new HashSet<>();
        for (LibraryVariant variant : model.variants()) {
            try {
                Selection.ofVariant(label(variant, upstream))
                        .select(tree, facts)
                        .forEach(file -> paths.add(file.path()));
            } catch (NoSuchVariantException | AmbiguousVariantException goneUpstream) {
                // whether its files go as well is decided at the end of the update
            }
        }
        return paths;
    }

    /** By its files first: since it was fetched, a file may have come upstream that has its label now. */
    private static String label(LibraryVariant variant, Variants<RepoFile> upstream) {
        Set<String> here = variant.files().stream().map(LibraryFile::path).collect(Collectors.toSet());
        return upstream.variants().stream()
                .filter(other -> shared(other, here) > 0)
                .max(Comparator.<Variant<RepoFile>>comparingLong(other -> shared(other, here))
                        .thenComparing(other -> other.label().equals(variant.label())))
                .map(Variant::label)
                .orElseGet(variant::label);
    }

    private static long shared(Variant<RepoFile> variant, Set<String> paths) {
        return variant.files().stream()
                .map(RepoFile::path)
                .filter(paths::contains)
                .count();
    }
}
