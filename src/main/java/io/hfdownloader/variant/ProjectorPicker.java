package io.hfdownloader.variant;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

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
        Optional<RepoFile> gguf = weights.stream()
                .filter(file -> WeightFiles.format(file.path(), file.sizeBytes())
                        .filter("gguf"::equals)
                        .isPresent())
                .findFirst();
        if (gguf.isEmpty() || weights.stream().anyMatch(file -> WeightFiles.isProjector(file.path()))) {
            return Optional.empty();
        }
        String path = gguf.get().path();
        int precision = rank(path);
        return variants.projectors().stream()
                .min(Comparator.<RepoFile>comparingInt(file -> -commonFolders(file.path(), path))
                        .thenComparingInt(file -> distance(rank(file.path()), precision))
                        .thenComparingInt(file -> -commonStart(file.path(), path))
                        .thenComparing(RepoFile::path));
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
