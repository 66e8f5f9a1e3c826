package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.variant.name.Packing;
import io.hfdownloader.variant.name.TrainingState;
import io.hfdownloader.variant.name.VariantLabel;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/**
 * The weights that come when nothing is said: of each model that is there one copy, in the precision that most people take.
 * Models that have nothing in common come all.
 */
final class UsualWeights<F> {

    /** Below five bits a weight quality is still good and the size a third: what model cards recommend most. */
    private static final String USUAL_QUANT = "Q4_K_M";

    private static final double USUAL_BITS = 5;

    /** Formats of files that are quantized to begin with; in others the quantized file is the exception. */
    private static final Set<String> QUANTIZED = Set.of("gguf", "llamafile", "uqff");

    /** Words for weights that were measured before they were made smaller: the same model. */
    private static final Pattern MATRIX = Pattern.compile("(?<![a-z0-9])(?:i1|imat|imatrix)(?![a-z0-9])");

    /** A folder that is called after the file in it tells nothing more: {@code x-bf16/x-bf16-00001-of-00002.gguf}. */
    private static final Pattern OWN_FOLDER = Pattern.compile("(?<![^/])([^/]+)/\\1$");

    /** Copies of a file, made at different times, differ by what their headers say: by less than this part of them. */
    private static final int ALIKE = 50;

    /** Nothing but a letter and a number is no quantization where files have none to begin with. */
    private static final Pattern NUMBERED_PART = Pattern.compile("(?i)q\\d");

    /** The main weights may have been quantized themselves. */
    private static final int MAX_GROWTH = 5;

    /** Names that say nothing of which model it is. */
    private static final Set<String> NAMELESS = Set.of("", "model", "ggml-model");

    private final Collection<WeightSet<F>> sets;
    private final ModelLayout layout;

    UsualWeights(Collection<WeightSet<F>> sets, ModelLayout layout) {
        this.sets = sets;
        this.layout = layout;
    }

    /** @param duplicates sets that never come unasked */
    Set<WeightSet<F>> find(Set<WeightSet<F>> duplicates) {
        List<WeightSet<F>> once = withoutCheckpoints(sets.stream()
                .filter(set -> !duplicates.contains(set) && !set.name().format().equals(WeightFiles.TRAINING))
                .toList());
        Set<WeightSet<F>> usual = new LinkedHashSet<>(new ModelParts<>(once, layout).usual());
        long main = usual.stream()
                .filter(this::isMain)
                .mapToLong(WeightSet::sizeBytes)
                .sum();
        Map<String, List<WeightSet<F>>> packings = new LinkedHashMap<>();
        for (WeightSet<F> set : once) {
            if (!ModelParts.isPart(set)) {
                packings.computeIfAbsent(modelKey(set), key -> new ArrayList<>())
                        .add(set);
            }
        }
        packings.values().stream()
                .filter(packed -> !isOfMain(packed, main))
                .forEach(packed -> models(packed).forEach(model -> usual(model).ifPresent(usual::add)));
        int leastDoubt = usual.stream()
                .mapToInt(set -> WeightFiles.doubt(set.name()))
                .min()
                .orElse(0);
        Set<String> graphs = usual.stream()
                .map(WeightSet::name)
                .filter(name -> name.format().equals("onnx"))
                .map(WeightFileName::folder)
                .collect(Collectors.toSet());
        usual.removeIf(set -> WeightFiles.doubt(set.name()) > leastDoubt && !isDataOfGraph(set.name(), graphs));
        return usual.isEmpty() ? Set.copyOf(sets) : usual;
    }

    /** Whether these are quantizations of the model that comes already: the smallest of them is hardly larger than that. */
    private static <F> boolean isOfMain(List<WeightSet<F>> packed, long main) {
        return Set.of("gguf", WeightFiles.GGML).contains(packed.get(0).name().format())
                && packed.stream().mapToLong(WeightSet::sizeBytes).min().orElse(0) / MAX_GROWTH < main;
    }

    /** Whether all else may be a copy of what it belongs to; a folder that no index names may be of any model. */
    private boolean isMain(WeightSet<?> set) {
        WeightFileName name = set.name();
        return name.isOriginal()
                && !name.isAdapter()
                && set.isComplete()
                && layout.rootOf(set).isEmpty()
                && (name.folder().isEmpty() || layout.isPart(set));
    }

    /** An ONNX graph names the files of its weights as it likes. */
    private static boolean isDataOfGraph(WeightFileName name, Set<String> graphs) {
        return WeightFiles.doubt(name) == 1 && graphs.contains(name.folder());
    }

    /** What a training left on its way is of use only where its end is missing: then the best of it, or the last. */
    private List<WeightSet<F>> withoutCheckpoints(List<WeightSet<F>> once) {
        Set<String> checkpoints = new HashSet<>();
        once.stream()
                .map(layout::rootOf)
                .filter(root -> !root.isEmpty() && layout.isCheckpoint(root))
                .forEach(checkpoints::add);
        boolean adapters = once.stream()
                .filter(set -> checkpoints.contains(layout.rootOf(set)))
                .allMatch(set -> set.name().isAdapter());
        boolean ended = once.stream()
                .filter(set -> !checkpoints.contains(layout.rootOf(set)) && set.isComplete())
                .anyMatch(set -> WeightFiles.doubt(set.name()) == 0
                        && (adapters || !set.name().isAdapter()));
        if (!ended) {
            checkpoints.stream()
                    .min(Comparator.comparing(
                                    (String folder) -> TrainingState.of(folder), TrainingState.preferredFirst())
                            .thenComparing(Comparator.reverseOrder()))
                    .ifPresent(checkpoints::remove);
        }
        return once.stream()
                .filter(set -> !checkpoints.contains(layout.rootOf(set)))
                .toList();
    }

    /** The same for files that are one model in several packings; quantizations may have a folder each. */
    private static String modelKey(WeightSet<?> set) {
        WeightFileName name = set.name();
        if (!isQuantized(set) && NUMBERED_PART.matcher(name.stem()).matches()) {
            return name.place();
        }
        return isQuantized(set) ? withoutMaking(name.stem()) : Packing.without(name);
    }

    /** What a place of a quantized file says beside how its weights are packed, and what was measured for that. */
    private static String withoutMaking(String place) {
        return Packing.without(MATRIX.matcher(place.toLowerCase(Locale.ROOT)).replaceAll(""));
    }

    /**
     * The same quantization twice is of two models, which have a folder each, unless size and a name that says which model it is are
     * the same; so may be what stands in folders of different names, unless some of it stands in none.
     */
    private static <F> Collection<List<WeightSet<F>>> models(List<WeightSet<F>> packed) {
        Map<String, Long> sizes = new HashMap<>();
        boolean once = true;
        boolean alike = true;
        for (WeightSet<F> set : packed) {
            Long before = sizes.put(set.name().stem().toLowerCase(Locale.ROOT), set.sizeBytes());
            once &= before == null;
            alike &= before == null || Math.abs(before - set.sizeBytes()) * ALIKE <= before;
        }
        Map<String, List<WeightSet<F>>> byFolder = packed.stream()
                .collect(Collectors.groupingBy(
                        set -> isQuantized(set)
                                ? OWN_FOLDER
                                        .matcher(withoutMaking(set.name().place()))
                                        .replaceFirst("$1")
                                : Packing.without(set.name()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        String model = modelKey(packed.get(0));
        boolean named = isQuantized(packed.get(0)) && !NAMELESS.contains(model);
        boolean together =
                !isQuantized(packed.get(0)) || (named && byFolder.containsKey(model)) || byFolder.size() == 1;
        return (once && together) || (!once && named && alike) ? List.of(packed) : byFolder.values();
    }

    private static <F> Optional<WeightSet<F>> usual(List<WeightSet<F>> packed) {
        return packed.stream()
                .min(Comparator.<WeightSet<F>>comparingInt(set -> set.isComplete() ? 0 : 1)
                        .thenComparingInt(set -> isOneOfMany(set) ? 1 : 0)
                        .thenComparingInt(set -> isUsual(set) ? 0 : 1)
                        .thenComparingDouble(set -> isOneOfMany(set) ? distance(set) : Packing.rank(set.name()))
                        .thenComparingInt(set -> Packing.formRank(set.name()))
                        .thenComparing(set -> isQuantized(set)
                                && MATRIX.matcher(set.name().stem().toLowerCase(Locale.ROOT))
                                        .find())
                        .thenComparing(
                                set -> isQuantized(set) && !set.name().folder().isEmpty())
                        .thenComparing(set -> set.name().place()));
    }

    private static boolean isQuantized(WeightSet<?> set) {
        return QUANTIZED.contains(set.name().format());
    }

    /** Of GGML files the plain one, if there is one, is that which people take. */
    private static boolean isOneOfMany(WeightSet<?> set) {
        return isQuantized(set)
                || (set.name().format().equals(WeightFiles.GGML) && set.name().quant() != null);
    }

    private static boolean isUsual(WeightSet<?> set) {
        return USUAL_QUANT.equals(quant(set));
    }

    /** From the most bits below the usual ones to the fewest, then upwards; what has no label comes last. */
    private static double distance(WeightSet<?> set) {
        Optional<Double> bits = BitsPerWeight.nominal(quant(set));
        return bits.map(known -> known < USUAL_BITS ? USUAL_BITS - known : 100 + known)
                .orElse(1_000.0);
    }

    private static @Nullable String quant(WeightSet<?> set) {
        String told = set.name().quant();
        return told != null
                ? told
                : VariantLabel.of(set.name().stem().replaceAll("(?i)(?<=[qQ]\\d)(?=k)", "_"))
                        .orElse(null);
    }
}
