package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.name.ListedModels;
import io.hfdownloader.variant.name.Packing;
import io.hfdownloader.variant.name.WeightFileName;

/**
 * Weights that by their sizes could be the same ones in another precision or layout, while their names do not tell: of few it is worth
 * reading the headers, many are a collection.
 */
final class DoubtfulCopies {

    private static final int MAX_SETS = 64;

    /** With all shards of all copies. */
    private static final int MAX_FILES = 5_000;

    /** A model is there in a few precisions. What has more files of like sizes holds several models. */
    private static final int MAX_COPIES = 8;

    /** From 32 bits to four, with what stands beside packed weights. */
    private static final double MAX_TIMES = 8.6;

    private static final double MAX_DIFFERENCE = 0.02;

    private DoubtfulCopies() {}

    /** Of each set in doubt its first file, and two of those that numbers alone tell to be pieces of one. */
    static List<RepoFile> of(RepoTree tree) {
        long files = tree.files().stream()
                .filter(file -> file.path().endsWith(".safetensors"))
                .count();
        if (files < 2 || files > MAX_FILES) {
            return List.of();
        }
        WeightSets<RepoFile> weights = new WeightSets<>(RepoFile::path, RepoFile::sizeBytes, false);
        weights.addAll(tree.files(), WeightFacts.NONE);
        Collection<WeightSet<RepoFile>> sets = weights.sets();
        ModelLayout layout =
                new ModelLayout(() -> tree.files().stream().map(RepoFile::path).iterator(), sets, WeightFacts.NONE);
        TrainingStates<RepoFile> states = new TrainingStates<>(sets);
        Map<String, WeightSet<RepoFile>> models = new LinkedHashMap<>();
        sets.stream()
                .filter(set -> set.name().format().equals("safetensors") && set.isComplete() && set.sizeBytes() > 0)
                .filter(set -> !layout.isPart(set) && !states.older().contains(set))
                .forEach(set -> models.merge(model(set.name()), set, DoubtfulCopies::larger));
        if (models.size() > MAX_SETS) {
            return List.of();
        }
        Stream<RepoFile> alike = groups(List.copyOf(models.values())).stream()
                .filter(group -> group.size() > 1 && group.size() <= MAX_COPIES)
                .flatMap(List::stream)
                .flatMap(set -> first(set, 1));
        Stream<RepoFile> numbered = models.values().stream()
                .filter(set -> set.files().size() > 1 && set.name().shards() == 0)
                .filter(set -> ListedModels.isByNumberAlone(set.paths().get(0)))
                .flatMap(set -> first(set, 2));
        return Stream.concat(numbered, alike).distinct().toList();
    }

    /** The same for those that names tell to be one model. */
    private static String model(WeightFileName name) {
        return name.generic() ? name.folder() + name.part() : Packing.without(name.place());
    }

    private static WeightSet<RepoFile> larger(WeightSet<RepoFile> one, WeightSet<RepoFile> other) {
        return other.sizeBytes() > one.sizeBytes() ? other : one;
    }

    private static List<List<WeightSet<RepoFile>>> groups(List<WeightSet<RepoFile>> sets) {
        List<List<WeightSet<RepoFile>>> groups = new ArrayList<>();
        for (WeightSet<RepoFile> set : sets) {
            List<WeightSet<RepoFile>> joined = new ArrayList<>(List.of(set));
            groups.removeIf(group -> {
                boolean doubt = group.stream().anyMatch(other -> isDoubtful(set, other));
                return doubt && joined.addAll(group);
            });
            groups.add(joined);
        }
        return groups;
    }

    private static boolean isDoubtful(WeightSet<?> set, WeightSet<?> other) {
        WeightFileName one = set.name();
        WeightFileName two = other.name();
        double times =
                (double) Math.max(set.sizeBytes(), other.sizeBytes()) / Math.min(set.sizeBytes(), other.sizeBytes());
        boolean beside =
                one.folder().equals(two.folder()) || Packing.without(one.stem()).equals(Packing.without(two.stem()));
        return beside ? times <= MAX_TIMES : isNear(times, 1) || isNear(times, 2);
    }

    private static boolean isNear(double times, double expected) {
        return Math.abs(times / expected - 1) <= MAX_DIFFERENCE;
    }

    private static Stream<RepoFile> first(WeightSet<RepoFile> set, int files) {
        return set.files().stream().sorted(Comparator.comparing(RepoFile::path)).limit(files);
    }
}
