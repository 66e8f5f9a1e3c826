package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** One pass of sorting files into variants; not to be used twice. */
final class VariantGrouper<F> {

    private final Function<F, String> path;
    private final ToLongFunction<F> sizeBytes;

    VariantGrouper(Function<F, String> path, ToLongFunction<F> sizeBytes) {
        this.path = path;
        this.sizeBytes = sizeBytes;
    }

    Variants<F> group(Collection<F> files) {
        Map<String, WeightSet<F>> sets = new LinkedHashMap<>();
        List<F> projectors = new ArrayList<>();
        List<F> companions = new ArrayList<>();
        for (F file : files) {
            String name = path.apply(file);
            Optional<String> format = WeightFiles.format(name, sizeBytes.applyAsLong(file));
            if (WeightFiles.isProjector(name)) {
                projectors.add(file);
            } else if (format.isEmpty()) {
                companions.add(file);
            } else {
                WeightFileName weight = WeightFileName.of(name, format.get());
                sets.computeIfAbsent(weight.setKey(), key -> new WeightSet<>(weight))
                        .add(weight, file);
            }
        }
        Set<WeightSet<F>> duplicates = new DuplicateFinder<>(sets.values()).find();
        return new Variants<>(
                variants(sets.values(), duplicates),
                projectors,
                companions,
                duplicates.stream().flatMap(set -> set.files().stream()).toList());
    }

    private List<Variant<F>> variants(Collection<WeightSet<F>> sets, Set<WeightSet<F>> duplicates) {
        Map<String, List<WeightSet<F>>> grouped = new LinkedHashMap<>();
        sets.forEach(set -> grouped.computeIfAbsent(set.variantKey(), key -> new ArrayList<>())
                .add(set));
        Map<String, WeightFileName> names = new LinkedHashMap<>();
        grouped.forEach((key, members) -> names.put(key, members.get(0).name()));
        Map<String, String> labels = new LabelAssignment<>(names).labels();
        List<Variant<F>> variants = new ArrayList<>();
        grouped.forEach((key, members) ->
                variants.add(variant(labels.getOrDefault(key, key), members, duplicates.containsAll(members))));
        variants.sort(Comparator.<Variant<F>>comparingInt(VariantGrouper::formatRank)
                .thenComparing(variant -> variant.quant() == null ? "" : variant.quant(), VariantLabel.byPrecision())
                .thenComparing(Variant::label));
        return variants;
    }

    private Variant<F> variant(String label, List<WeightSet<F>> sets, boolean duplicate) {
        List<F> files = sets.stream()
                .flatMap(set -> set.files().stream())
                .sorted(Comparator.comparing(path))
                .toList();
        WeightFileName name = sets.get(0).name();
        return new Variant<>(
                new VariantName(label, name.quant(), name.place()),
                name.format(),
                files,
                files.stream().mapToLong(sizeBytes).sum(),
                sets.stream().mapToInt(WeightSet::present).sum(),
                sets.stream().mapToInt(WeightSet::expected).sum(),
                duplicate);
    }

    private static int formatRank(Variant<?> variant) {
        return switch (variant.format()) {
            case "safetensors" -> 0;
            case "gguf" -> 1;
            case "pytorch" -> 2;
            default -> 3;
        };
    }

    /** Files that belong together by their numbers, or one file. */
    static final class WeightSet<F> {
        private final WeightFileName name;
        private final List<F> files = new ArrayList<>();
        private final Set<Integer> numbers = new HashSet<>();

        WeightSet(WeightFileName name) {
            this.name = name;
        }

        void add(WeightFileName shard, F file) {
            files.add(file);
            numbers.add(shard.shard());
        }

        WeightFileName name() {
            return name;
        }

        List<F> files() {
            return files;
        }

        int present() {
            return name.shards() == 0 ? files.size() : numbers.size();
        }

        int expected() {
            return name.shards() == 0 ? files.size() : name.shards();
        }

        /** Sets with well-known names in several folders are the parts of one model, as in a diffusion pipeline. */
        String variantKey() {
            if (!name.generic()) {
                return name.setKey();
            }
            return name.format() + ":" + (name.isConsolidated() ? "consolidated" : name.quant());
        }
    }
}
