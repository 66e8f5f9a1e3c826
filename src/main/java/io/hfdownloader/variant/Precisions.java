package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.variant.name.Packing;
import io.hfdownloader.variant.name.WeightFileName;

/**
 * Finds weights that are one model in several precisions or packings: the same tensors of other types by their headers, whatever
 * they are called; or in folders that are called after a precision. Of two that have the same tensors in the same precision
 * nothing tells whether they are one model, so they are two.
 */
final class Precisions<F> {

    /** Headers are read of fewer, and indexes; each is compared with each. */
    private static final int MAX_SETS = 64;

    /** Packings of a model that keep some of it in higher precision differ by more. */
    private static final double MAX_DIFFERENCE = 0.15;

    /** What says nothing but a precision where headers tell that the tensors are the same. */
    private static final Pattern WORDS = Pattern.compile(
            "(?i)(?<![a-z0-9])(?:half|full|single|double|quant(?:ized)?|[2-8]-?bits?)(?:[-_]?precision)?(?![a-z0-9])");

    private static final Set<String> FORMATS = Set.of("safetensors", "pytorch", "onnx", "openvino");

    private static final double[] TIMES = {1, 2, 4, 8};
    private static final double MAX_DIFFERENCE_OF_TIMES = 0.03;

    private final ModelLayout layout;
    private final Set<WeightSet<F>> others = new LinkedHashSet<>();

    /** @param sets of which one of each model is to come, in no pipeline's folders */
    Precisions(Collection<WeightSet<F>> sets, ModelLayout layout) {
        this.layout = layout;
        List<WeightSet<F>> known = sets.stream()
                .filter(set -> set.name().format().equals("safetensors") && set.tensors() != null)
                .limit(MAX_SETS)
                .toList();
        sameTensors(known).forEach(this::chooseBySomeRule);
        sets.stream()
                .filter(set ->
                        FORMATS.contains(set.name().format()) && set.name().generic() && !others.contains(set))
                .collect(Collectors.groupingBy(Precisions::placeAround, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(this::chooseByFolder);
    }

    /** All but the one of each model that most people take. */
    Set<WeightSet<F>> others() {
        return others;
    }

    private List<List<WeightSet<F>>> sameTensors(List<WeightSet<F>> sets) {
        List<List<WeightSet<F>>> models = new ArrayList<>();
        for (WeightSet<F> set : sets) {
            models.stream()
                    .filter(model -> model.stream().anyMatch(other -> hasSameTensors(set, other)))
                    .findFirst()
                    .ifPresentOrElse(model -> model.add(set), () -> models.add(new ArrayList<>(List.of(set))));
        }
        return models;
    }

    private static boolean hasSameTensors(WeightSet<?> set, WeightSet<?> other) {
        WeightFacts.Tensors one = set.tensors();
        WeightFacts.Tensors two = other.tensors();
        if (one == null || two == null) {
            return false;
        }
        if (one.header() == null || two.header() == null) { // an index does not tell their shapes
            return one.names() == two.names() && isTimes(set.sizeBytes(), other.sizeBytes());
        }
        boolean sameShapes = one.names() == two.names()
                && one.header().shapes() == two.header().shapes();
        boolean packed = one.header().layers() == two.header().layers()
                && !one.header().type().equals(two.header().type())
                && (one.parameters() == null || two.parameters() == null);
        return sameShapes || packed;
    }

    private static boolean isTimes(long one, long other) {
        double ratio = (double) Math.max(one, other) / Math.max(1, Math.min(one, other));
        for (double times : TIMES) {
            if (Math.abs(ratio / times - 1) <= MAX_DIFFERENCE_OF_TIMES) {
                return true;
            }
        }
        return false;
    }

    /** All of them, or where that is too much those whose names differ by a precision alone. */
    private void chooseBySomeRule(List<WeightSet<F>> model) {
        if (areOneModel(model)) {
            choose(model);
            return;
        }
        model.stream()
                .collect(Collectors.groupingBy(set -> Packing.without(WORDS.matcher(
                                Packing.around(set.name().folder()) + set.name().stem())
                        .replaceAll(""))))
                .values()
                .stream()
                .filter(Precisions::areOneModel)
                .forEach(this::choose);
    }

    private static boolean areOneModel(List<? extends WeightSet<?>> sets) {
        for (int i = 0; i < sets.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isInSamePrecision(sets.get(i), sets.get(j))
                        && sets.get(i).files().size() == sets.get(j).files().size()) {
                    return false;
                }
            }
        }
        return sets.size() > 1;
    }

    private static boolean isInSamePrecision(WeightSet<?> one, WeightSet<?> other) {
        String type = one.type();
        boolean sameType = type == null || other.type() == null || type.equals(other.type());
        long larger = Math.max(one.sizeBytes(), other.sizeBytes());
        return sameType && larger - Math.min(one.sizeBytes(), other.sizeBytes()) <= larger * MAX_DIFFERENCE;
    }

    /** As {@code int8/model.safetensors} beside {@code model.safetensors}. */
    private void chooseByFolder(List<WeightSet<F>> model) {
        boolean folders =
                model.stream().map(set -> set.name().folder()).distinct().count() > 1;
        if (folders) {
            choose(model);
        }
    }

    private static String placeAround(WeightSet<?> set) {
        String format = set.name().format().equals("pytorch")
                ? "safetensors"
                : set.name().format();
        return format + ":" + Packing.around(set.name().folder()) + set.name().part();
    }

    private void choose(List<WeightSet<F>> model) {
        WeightSet<F> first = model.stream()
                .min(Comparator.<WeightSet<F>>comparingInt(set -> set.isComplete() ? 0 : 1)
                        .thenComparingInt(Precisions::rank)
                        .thenComparingInt(set -> set.name().generic() ? 0 : 1)
                        .thenComparingInt(set -> set.name().format().equals("safetensors") ? 0 : 1)
                        .thenComparing(set -> set.name().place()))
                .orElseThrow();
        String folder = first.name().folder();
        for (WeightSet<F> set : model) {
            if (!set.name().folder().equals(folder)
                    || !(set.name().generic() && first.name().generic())) {
                if (!set.equals(first)) {
                    others.add(set);
                }
            } // of those in one folder the parts of a model are chosen from
            if (!set.name().folder().isEmpty() && set.name().generic()) {
                layout.setApart(set, set.name().folder());
            }
        }
    }

    /** What stands at the root under the usual name is the model; else 16 bits are what most people take. */
    private static int rank(WeightSet<?> set) {
        WeightFileName name = set.name();
        if (name.folder().isEmpty() && name.isOriginal() && name.quant() == null) {
            return 0;
        }
        String type = set.type();
        if (type == null) {
            return 1 + Math.max(1, Math.max(rankOfFolder(name.folder()), Packing.rank(name)));
        }
        return switch (type) {
            case "BF16", "F16" -> 2;
            case "F32", "F64" -> 3;
            default -> 4;
        };
    }

    private static int rankOfFolder(String folder) {
        String around = Packing.around(folder);
        if (around.equals(folder)) {
            return 0;
        }
        String word = folder.substring(around.length());
        return word.contains("16") ? 1 : word.contains("32") ? 2 : 3;
    }
}
