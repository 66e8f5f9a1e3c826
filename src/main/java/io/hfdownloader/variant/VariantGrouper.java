package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.hfdownloader.text.TextSet;
import io.hfdownloader.variant.name.AlikeFolders;
import io.hfdownloader.variant.name.VariantLabel;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/** One pass of sorting files into variants; not to be used twice. */
final class VariantGrouper<F> {

    private static final String LEFTOVER = "left:";

    private final Function<F, String> path;
    private final ToLongFunction<F> sizeBytes;
    private final WeightSets<F> weights;

    /** @param holdsModels false where weights are just files among others, as in a dataset */
    VariantGrouper(Function<F, String> path, ToLongFunction<F> sizeBytes, boolean holdsModels) {
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.weights = new WeightSets<>(path, sizeBytes, !holdsModels);
    }

    /**
     * All that there is, of which one complete model comes when nothing is said.
     *
     * @param content what is the same for files of the same bytes; empty where it is not known
     */
    Variants<F> group(Collection<F> files, WeightFacts facts, Function<F, String> content) {
        weights.addAll(files, facts);
        Collection<WeightSet<F>> sets = weights.sets();
        if (weights.isCollection()) {
            return variants(List.of(), List.of(), List.of());
        }
        LabelEvidence evidence = new LabelEvidence(ggufSets(), facts.gguf());
        sets.stream().filter(VariantGrouper::isGguf).forEach(set -> set.quant(evidence.label(set.gguf())));
        ModelLayout layout = new ModelLayout(() -> files.stream().map(path).iterator(), sets, facts);
        SameWeights<F> same = new SameWeights<>(sets, layout, content);
        Set<WeightSet<F>> duplicates = new DuplicateFinder<>(sets, layout, facts.parameters()).find();
        duplicates.addAll(same.copies());
        Set<WeightSet<F>> usual = new UsualWeights<>(sets, layout).find(same.and(duplicates));
        setApartAlike(sets, layout);
        return variants(
                groups(sets, layout, duplicates, usual),
                filesOf(duplicates),
                filesOf(sets.stream().filter(usual::contains).toList()));
    }

    /** Models of one shape are each a choice; what comes when nothing is said has been told before. */
    private static void setApartAlike(Collection<? extends WeightSet<?>> sets, ModelLayout layout) {
        Map<String, List<WeightSet<?>>> byFormat = new LinkedHashMap<>();
        for (WeightSet<?> set : sets) {
            if (ModelParts.isPart(set)
                    && !set.name().folder().isEmpty()
                    && !layout.isPart(set)
                    && layout.rootOf(set).isEmpty()) {
                byFormat.computeIfAbsent(set.name().format(), format -> new ArrayList<>())
                        .add(set);
            }
        }
        byFormat.values().forEach(alike -> {
            Map<WeightFileName, Long> sizes = new LinkedHashMap<>();
            alike.forEach(set -> sizes.put(set.name(), set.sizeBytes()));
            Map<String, String> models = AlikeFolders.models(sizes);
            alike.forEach(set -> {
                String model = models.get(set.name().folder());
                if (model != null) {
                    layout.setApart(set, model);
                }
            });
        });
    }

    /** Paths of the files whose headers are worth reading to be sure of the labels. */
    List<String> pathsToRead(Collection<F> files, GgufHeaders headers) {
        weights.addAll(files, WeightFacts.NONE);
        return new LabelEvidence(ggufSets(), headers).pathsToRead();
    }

    private List<GgufSet> ggufSets() {
        return weights.sets().stream()
                .filter(VariantGrouper::isGguf)
                .map(WeightSet::gguf)
                .toList();
    }

    private static boolean isGguf(WeightSet<?> set) {
        return set.name().format().equals("gguf");
    }

    /** Files that are no models: each weight file can be chosen, and all come when nothing is said. */
    Variants<F> groupFiles(Collection<F> files) {
        weights.addAll(files, WeightFacts.NONE);
        Collection<WeightSet<F>> sets = weights.sets();
        ModelLayout layout = new ModelLayout(List.of(), List.of(), WeightFacts.NONE);
        return variants(groups(sets, layout, Set.of(), Set.copyOf(sets)), List.of(), filesOf(sets));
    }

    private Variants<F> variants(List<Variant<F>> variants, List<F> duplicates, List<F> usual) {
        return new Variants<>(
                variants,
                weights.projectors(),
                weights.companions(),
                duplicates,
                usual,
                weights.sets().stream()
                        .map(set -> filesOf(weights.withData(set)))
                        .toList());
    }

    private List<F> filesOf(Collection<WeightSet<F>> sets) {
        return sets.stream().flatMap(set -> set.files().stream()).toList();
    }

    private List<Variant<F>> groups(
            Collection<WeightSet<F>> sets, ModelLayout layout, Set<WeightSet<F>> duplicates, Set<WeightSet<F>> usual) {
        Map<String, List<WeightSet<F>>> grouped = withoutLeftovers(sets.stream()
                .collect(Collectors.groupingBy(set -> key(set, layout), LinkedHashMap::new, Collectors.toList())));
        Map<String, WeightFileName> names = new LinkedHashMap<>();
        Map<String, String> roots = new HashMap<>();
        ModelParts<F> parts = new ModelParts<>(sets, layout);
        Map<String, List<WeightSet<F>>> whole = withMissingParts(grouped, parts);
        whole.forEach((key, members) -> {
            names.put(key, members.get(0).name());
            roots.put(key, key.startsWith(LEFTOVER) ? leftoverName(members.get(0)) : layout.rootOf(members.get(0)));
        });
        Map<String, String> labels = new LabelAssignment<>(names, roots).labels();
        List<Ranked<F>> variants = new ArrayList<>();
        whole.forEach((key, members) -> {
            List<WeightSet<F>> own = grouped.getOrDefault(key, members);
            boolean duplicate = own.stream().anyMatch(duplicates::contains)
                    && own.stream().allMatch(set -> duplicates.contains(set) || usual.contains(set));
            Variant<F> variant = variant(labels.getOrDefault(key, key), members, duplicate);
            variants.add(new Ranked<>(variant, usual.containsAll(members)));
        });
        return variants.stream()
                .sorted(Comparator.<Ranked<F>>comparingInt(Ranked::formatRank)
                        .thenComparing(Ranked::unusual)
                        .thenComparing(ranked -> ranked.variant().duplicate())
                        .thenComparing(Ranked::precision, VariantLabel.byPrecision())
                        .thenComparing(ranked -> ranked.variant().label()))
                .map(Ranked::variant)
                .toList();
    }

    /** GGUF files stand in the order of their precision, whichever comes when nothing is said. */
    private record Ranked<F>(Variant<F> variant, boolean usual) {

        int formatRank() {
            return switch (variant.format()) {
                case "safetensors" -> 0;
                case "gguf" -> 1;
                case "pytorch" -> 2;
                case WeightFiles.TRAINING, WeightFiles.OTHER -> 4;
                default -> 3;
            };
        }

        boolean unusual() {
            return !usual && !variant.format().equals("gguf");
        }

        String precision() {
            String quant = variant.quant();
            return quant == null ? "" : quant;
        }
    }

    /** Of two sets of one part one is left of an earlier upload, or is something else: a choice of its own. */
    private Map<String, List<WeightSet<F>>> withoutLeftovers(Map<String, List<WeightSet<F>>> grouped) {
        Map<String, List<WeightSet<F>>> clean = new LinkedHashMap<>();
        grouped.forEach((key, members) -> {
            Set<String> parts = new HashSet<>();
            members.stream().sorted(ModelParts::wholeFirst).forEach(set -> {
                boolean first = !ModelParts.isPart(set) || parts.add(ModelParts.partOf(set));
                String group = first ? key : LEFTOVER + set.name().setKey();
                clean.computeIfAbsent(group, each -> new ArrayList<>()).add(set);
            });
        });
        return clean;
    }

    private static String leftoverName(WeightSet<?> set) {
        WeightFileName name = set.name();
        return name.place() + (name.shards() > 1 ? "-of-" + name.shards() : "") + "/";
    }

    /** Two that come to the same files by this are one, under the name that most of its bytes have. */
    private Map<String, List<WeightSet<F>>> withMissingParts(
            Map<String, List<WeightSet<F>>> grouped, ModelParts<F> parts) {
        Map<Content, String> keys = new HashMap<>();
        Map<String, List<WeightSet<F>>> whole = new LinkedHashMap<>();
        grouped.forEach((key, own) -> {
            Set<WeightSet<F>> all = new LinkedHashSet<>(own);
            if (!key.startsWith(LEFTOVER)) {
                all.addAll(parts.missingIn(own));
            }
            List.copyOf(all).forEach(set -> all.addAll(weights.withData(set)));
            Content content = Content.of(all);
            String same = keys.get(content);
            if (same == null || bytes(grouped.getOrDefault(same, own)) < bytes(own)) {
                whole.remove(same);
                keys.put(content, key);
                whole.put(key, List.copyOf(all));
            }
        });
        return whole;
    }

    /** Which files these are, as far as two choices need be compared: how many, and bits of their paths in two ways. */
    private record Content(int files, long sum, long product) {

        static Content of(Collection<? extends WeightSet<?>> sets) {
            int files = 0;
            long sum = 0;
            long product = 1;
            for (WeightSet<?> set : sets) {
                for (String path : set.paths()) {
                    long bits = TextSet.bits(path);
                    files++;
                    sum += bits;
                    product *= bits | 1;
                }
            }
            return new Content(files, sum, product);
        }
    }

    private static long bytes(Collection<? extends WeightSet<?>> sets) {
        return sets.stream().mapToLong(WeightSet::sizeBytes).sum();
    }

    /** Weights with well-known names in several folders of a model are its parts, as in a diffusion pipeline. */
    private static String key(WeightSet<?> set, ModelLayout layout) {
        WeightFileName name = set.name();
        if (name.format().equals(WeightFiles.TRAINING)) {
            return name.format() + ":" + name.folder();
        }
        if (!name.generic()) {
            return name.setKey();
        }
        return name.format() + ":" + layout.rootOf(set) + ":" + (name.isConsolidated() ? "consolidated" : name.quant());
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
}
