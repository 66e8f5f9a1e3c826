package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.variant.name.WeightFileName;
import org.jspecify.annotations.Nullable;

/** The parts of which a model is made, each with the weights that there are of it: precisions, formats. */
final class ModelParts<F> {

    /** Pipelines have seven or so; more folders than this are something else. */
    private static final int MAX_PARTS = 64;

    /** Each precision looks through all of them: more than this are something else. */
    private static final int MAX_SETS = 2_000;

    private final ModelLayout layout;
    private final Map<String, Map<String, List<WeightSet<F>>>> parts = new LinkedHashMap<>();

    ModelParts(Collection<WeightSet<F>> sets, ModelLayout layout) {
        this.layout = layout;
        sets.stream()
                .filter(ModelParts::isPart)
                .forEach(set -> parts.computeIfAbsent(modelOf(set), key -> new LinkedHashMap<>())
                        .computeIfAbsent(partOf(set), key -> new ArrayList<>())
                        .add(set));
    }

    /** Weights under well-known names: those of other names are each a model, or nobody knows what. */
    static boolean isPart(WeightSet<?> set) {
        return set.name().generic() && !set.name().isConsolidated();
    }

    /** The weights of each part that come when nothing is said of precision and format. */
    List<WeightSet<F>> usual() {
        List<WeightSet<F>> usual = new ArrayList<>();
        Map<String, List<WeightSet<F>>> exports = new LinkedHashMap<>();
        parts.values().forEach(model -> {
            List<WeightSet<F>> all = model.values().stream()
                    .flatMap(part -> best(part, "safetensors", null).stream())
                    .toList();
            WeightFileName name = all.get(0).name();
            if (name.isExport() && layout.isForOneDevice(layout.rootOf(all.get(0)))) {
                exports.merge(name.format(), all, ModelParts::smaller);
            } else {
                usual.addAll(all);
            }
        });
        exports.values().forEach(usual::addAll);
        return usual;
    }

    /** One model exported for several devices, as its settings in each folder say: the smallest one runs on most. */
    private static <F> List<WeightSet<F>> smaller(List<WeightSet<F>> one, List<WeightSet<F>> other) {
        return bytes(other) < bytes(one) ? other : one;
    }

    private static long bytes(List<? extends WeightSet<?>> sets) {
        return sets.stream().mapToLong(WeightSet::sizeBytes).sum();
    }

    /** What to take along with these sets, which are of one precision and format, for the parts that they lack. */
    List<WeightSet<F>> missingIn(Collection<WeightSet<F>> sets) {
        WeightSet<F> first = sets.iterator().next();
        if (!isPart(first)) {
            return List.of();
        }
        Map<String, List<WeightSet<F>>> model = parts.getOrDefault(modelOf(first), Map.of());
        Set<String> present = sets.stream().map(ModelParts::partOf).collect(Collectors.toSet());
        List<WeightSet<F>> missing = new ArrayList<>();
        if (model.size() > MAX_PARTS
                || model.values().stream().mapToInt(List::size).sum() > MAX_SETS) {
            return missing;
        }
        model.forEach((part, there) -> {
            if (!present.contains(part)) {
                best(there, first.name().format(), first.name().quant()).ifPresent(missing::add);
            }
        });
        return missing;
    }

    /** The precision asked for, else the plain one, else the best there is. */
    private Optional<WeightSet<F>> best(List<WeightSet<F>> part, String format, @Nullable String quant) {
        return part.stream()
                .min(Comparator.<WeightSet<F>>comparingInt(set -> set.isComplete() ? 0 : 1)
                        .thenComparingInt(set -> precisionRank(set.name().quant(), quant))
                        .thenComparing(ModelParts::wholeFirst)
                        .thenComparingInt(set -> formatRank(set.name().format(), format))
                        .thenComparing(WeightSet::sizeBytes, Comparator.reverseOrder()));
    }

    /** The one that is left of an earlier upload comes last. */
    static int wholeFirst(WeightSet<?> one, WeightSet<?> other) {
        return Comparator.<WeightSet<?>>comparingInt(set -> set.isComplete() ? 0 : 1)
                .thenComparingInt(set -> set.isIndexed() ? 0 : 1)
                .compare(one, other);
    }

    private static int precisionRank(@Nullable String quant, @Nullable String wanted) {
        if (quant == null) {
            return wanted == null ? 0 : 1;
        }
        return quant.equals(wanted) ? 0 : 2;
    }

    private static int formatRank(String format, String wanted) {
        return format.equals(wanted) ? 0 : format.equals("safetensors") ? 1 : 2;
    }

    private String modelOf(WeightSet<?> set) {
        String format = set.name().format();
        boolean torch = format.equals("safetensors") || format.equals("pytorch");
        return (torch ? "torch" : format) + ":" + layout.rootOf(set);
    }

    static String partOf(WeightSet<?> set) {
        return set.name().folder() + set.name().part();
    }
}
