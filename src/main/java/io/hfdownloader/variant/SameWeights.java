package io.hfdownloader.variant;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.hfdownloader.variant.name.AlikeFolders;
import io.hfdownloader.variant.name.TrainingState;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Weights that are those of another set once more, wherever they are and whatever they are called: other states of its training,
 * its other precisions, its other layouts. What is left of each model is one, and each copy in a folder can be chosen by itself.
 */
final class SameWeights<F> {

    private static final long MIN_BYTES = 1_000_000;

    private final Set<WeightSet<F>> left = new LinkedHashSet<>();
    private final Set<WeightSet<F>> copies;

    /**
     * Sets apart in the layout what stands in a folder of its own.
     *
     * @param content what is the same for files of the same bytes; empty where it is not known
     */
    SameWeights(Collection<WeightSet<F>> sets, ModelLayout layout, Function<F, String> content) {
        TrainingStates<F> states = new TrainingStates<>(
                sets.stream().filter(set -> !isPartOfOneState(set, layout)).toList());
        states.forEachInFolder(layout::setApart);
        left.addAll(states.older());
        Set<WeightSet<F>> twice = sameBytes(wholeModels(sets, layout), layout, content);
        left.addAll(twice);
        left.addAll(new Precisions<>(wholeModels(sets, layout), layout).others());
        copies = new HashSet<>(new OtherLayouts<>(wholeModels(sets, layout), layout).copies());
        copies.addAll(twice);
        left.addAll(copies);
    }

    /** Those in another layout, which nobody needs beside the first. */
    Set<WeightSet<F>> copies() {
        return copies;
    }

    /** Those that do not come unasked, these among them. */
    Set<WeightSet<F>> and(Set<WeightSet<F>> duplicates) {
        Set<WeightSet<F>> all = new HashSet<>(left);
        all.addAll(duplicates);
        return all;
    }

    /** All but one of those that have the same bytes; of small ones it is not worth it. */
    private static <F> Set<WeightSet<F>> sameBytes(
            List<WeightSet<F>> sets, ModelLayout layout, Function<F, String> content) {
        Map<String, WeightSet<F>> first = new HashMap<>();
        Set<WeightSet<F>> twice = new LinkedHashSet<>();
        sets.stream()
                .filter(set -> set.isComplete() && set.sizeBytes() >= MIN_BYTES)
                .filter(SameWeights::isModelByItself)
                .sorted(Comparator.<WeightSet<F>>comparingInt(set -> set.name().isOriginal() ? 0 : 1)
                        .thenComparingInt(set -> isUsuallyNamed(set) ? 0 : 1)
                        .thenComparingInt(set -> set.name().folder().length())
                        .thenComparing(set -> set.name().place()))
                .forEach(set -> {
                    List<String> all =
                            set.files().stream().map(content).sorted().toList();
                    WeightSet<F> same = all.contains("")
                            ? null
                            : first.putIfAbsent(set.name().format() + all, set);
                    if (same != null && !isNeededTwice(set, same)) {
                        twice.add(set);
                        for (WeightSet<F> each : List.of(set, same)) {
                            if (each.name().generic() && !each.name().folder().isEmpty()) {
                                layout.setApart(each, each.name().folder());
                            }
                        }
                    }
                });
        return twice;
    }

    /** Graphs find their data by its name, and are parts of one model more often than copies. */
    private static boolean isModelByItself(WeightSet<?> set) {
        String format = set.name().format();
        return !set.name().isExport() && !format.equals(WeightFiles.OTHER) && !format.equals(WeightFiles.TRAINING);
    }

    /** With its quantization where files have one, and without where they have not. */
    private static boolean isUsuallyNamed(WeightSet<?> set) {
        String format = set.name().format();
        boolean quantized = format.equals("gguf") || format.equals(WeightFiles.GGML);
        return quantized == (set.name().quant() != null);
    }

    /** Whether both are needed: as the part that two models share, or as two parts that libraries find by their folders only. */
    private static boolean isNeededTwice(WeightSet<?> one, WeightSet<?> other) {
        String folder = lastOf(one.name().folder());
        boolean shared = folder.equals(lastOf(other.name().folder()))
                && !one.name().folder().equals(other.name().folder());
        boolean parts = AlikeFolders.isPart(folder)
                && AlikeFolders.isPart(lastOf(other.name().folder()));
        return shared || (parts && one.name().generic());
    }

    private static String lastOf(String folder) {
        return folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1);
    }

    /** Whether an index names these weights, which are then needed whatever their folder is called. */
    private static boolean isPartOfOneState(WeightSet<?> set, ModelLayout layout) {
        return layout.isPart(set) && !TrainingState.of(layout.rootOf(set)).isState();
    }

    private List<WeightSet<F>> wholeModels(Collection<WeightSet<F>> sets, ModelLayout layout) {
        return sets.stream()
                .filter(set -> !left.contains(set) && !layout.isPart(set))
                .toList();
    }
}
