package io.hfdownloader.variant;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.variant.name.VariantLabel;
import io.hfdownloader.variant.name.WeightFiles;

/** Picks the vision projector that weights need beside them. */
public final class ProjectorPicker {

    private ProjectorPicker() {}

    /**
     * The one projector that goes with GGUF weights: F16, else the largest not above them; the nearest by its name. Empty when
     * there is none, for weights of other formats, and when one is among the weights already.
     */
    public static Optional<RepoFile> pickFor(Collection<RepoFile> weights, Variants<RepoFile> variants) {
        return pickFor(weights, variants, RepoFile::path, RepoFile::sizeBytes);
    }

    /**
     * The same for files by their path (with {@code /}) and their size in bytes.
     *
     * @param <F> what a file is to the caller
     */
    public static <F> Optional<F> pickFor(
            Collection<F> weights, Variants<F> variants, Function<F, String> pathOf, ToLongFunction<F> sizeBytes) {
        Optional<F> gguf = weights.stream()
                .filter(file -> WeightFiles.format(pathOf.apply(file), sizeBytes.applyAsLong(file))
                        .filter("gguf"::equals)
                        .isPresent())
                .findFirst();
        if (gguf.isEmpty() || weights.stream().map(pathOf).anyMatch(WeightFiles::isProjector)) {
            return Optional.empty();
        }
        String path = pathOf.apply(gguf.get());
        int precision = rank(path);
        return variants.projectors().stream()
                .min(Comparator.comparing(
                        pathOf,
                        Comparator.<String>comparingInt(projector -> -commonFolders(projector, path))
                                .thenComparingInt(projector -> distance(rank(projector), precision))
                                .thenComparingInt(projector -> -commonStart(projector, path))
                                .thenComparing(Comparator.naturalOrder())));
    }

    private static int distance(int projector, int weights) {
        if (projector == VariantLabel.rank("F16")) {
            return -1;
        }
        boolean above = projector < weights;
        return above ? 10_000 + weights - projector : projector - weights;
    }

    private static int rank(String path) {
        return VariantLabel.of(path).map(VariantLabel::rank).orElse(-1);
    }

    private static int commonFolders(String one, String other) {
        return (int) one.substring(0, commonStart(one, other))
                .chars()
                .filter(c -> c == '/')
                .count();
    }

    private static int commonStart(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }
}
