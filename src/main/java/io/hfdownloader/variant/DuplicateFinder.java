package io.hfdownloader.variant;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sets that hold the same weights as another one to prefer: in a format to prefer, in the parts of a pipeline, or in
 * the main folder. When in doubt a set is none, since a model that lacks a part is worse than a disk that holds one twice.
 */
final class DuplicateFinder<F> {

    /** Headers, padding and numbers beside the weights make copies differ by less; two parts of a model hardly ever do. */
    private static final double MAX_DIFFERENCE = 0.03;

    /** Fewer bits than any format spends on a parameter: such a file is not the whole model. */
    private static final double MIN_BITS = 1;

    /** From four bits to 32: what is larger than so many times the original is no export of it. */
    private static final int MAX_GROWTH = 9;

    private static final int MAX_DEPTH = 64;

    private static final double[] PRECISIONS = {32, 16, 8};

    /** The one to prefer first; formats that are not here are none of the model's own. */
    private static final List<String> FORMATS =
            List.of("safetensors", "pytorch", "flax", "tensorflow", "rust", "onnx", "openvino", "tflite");

    private final Collection<WeightSet<F>> sets;
    private final ModelLayout layout;
    private final @Nullable Long parameters;
    private final Set<String> exportFolders = new HashSet<>();

    DuplicateFinder(Collection<WeightSet<F>> sets, ModelLayout layout, @Nullable Long parameters) {
        this.sets = sets;
        this.layout = layout;
        this.parameters = parameters;
        sets.stream()
                .map(WeightSet::name)
                .filter(name -> name.generic() && name.isExport())
                .forEach(name -> exportFolders.add(name.folder()));
    }

    Set<WeightSet<F>> find() {
        Set<WeightSet<F>> found = new LinkedHashSet<>(besidePipelines());
        found.addAll(sameName("safetensors"));
        found.addAll(sameName("pytorch"));
        found.addAll(otherFormats());
        found.addAll(copiesOfMain());
        return found;
    }

    /** The whole pipeline in one file, or another model that was made of it. */
    private List<WeightSet<F>> besidePipelines() {
        if (sets.stream().noneMatch(layout::isPart)) {
            return List.of(); // an index alone makes none
        }
        return sets.stream()
                .filter(set -> isModel(set) && !set.name().isExport() && !layout.isPart(set))
                .filter(set -> layout.isPipeline(set.name().folder()) || layout.isPipeline(""))
                .toList();
    }

    private List<WeightSet<F>> sameName(String preferred) {
        Set<String> places = new HashSet<>();
        sets.stream()
                .filter(WeightSet::isComplete)
                .map(WeightSet::name)
                .filter(name -> name.format().equals(preferred))
                .forEach(name -> places.add(name.place()));
        return sets.stream()
                .filter(set -> isModel(set) && isLess(set.name().format(), preferred))
                .filter(set -> places.contains(set.name().place()))
                .toList();
    }

    private static boolean isLess(String format, String preferred) {
        int rank = FORMATS.indexOf(format);
        return rank < 0 ? !format.equals("coreml") : rank > FORMATS.indexOf(preferred);
    }

    /** An export, or the maker's own layout, copies the whole model; a PyTorch file only the part in its folder. */
    private Set<WeightSet<F>> otherFormats() {
        Originals models = new Originals();
        Set<String> precisions = new HashSet<>();
        for (WeightSet<F> set : sets) {
            boolean original = set.name().isOriginal() && set.isComplete();
            if (original && !set.name().isAdapter()) {
                models.add(set);
            }
            if (original && set.name().format().equals("safetensors")) {
                precisions.add(precisionOf(set, set.name().quant()));
            }
        }
        Set<WeightSet<F>> found = new LinkedHashSet<>();
        for (WeightSet<F> set : sets) {
            WeightFileName name = set.name();
            boolean wholeModel = name.isConsolidated() || (name.isExport() && isExportOfAll(name));
            boolean samePart = name.isOriginal()
                    && name.format().equals("pytorch")
                    && (precisions.contains(precisionOf(set, null))
                            || precisions.contains(precisionOf(set, name.quant())));
            if (isModel(set) && ((wholeModel && models.have(set)) || samePart)) {
                found.add(set);
            }
        }
        if (models.areInPartsAtMost()) {
            found.addAll(lessThanTheFirstExport());
        }
        return found;
    }

    /** Weights as they were made, by the folder of the model that they are. */
    private final class Originals {

        private final Map<String, Long> bytesOfModels = new HashMap<>();
        private final Map<String, Long> bytesOfParts = new HashMap<>();
        private long largestPart;

        void add(WeightSet<F> set) {
            if (isInUnknownFolder(set)) {
                long bytes = bytesOfParts.merge(set.name().folder(), set.sizeBytes(), Long::sum);
                if (!set.name().part().equals("diffusion")) {
                    largestPart = Math.max(largestPart, bytes);
                }
            } else {
                bytesOfModels.merge(layout.rootOf(set), set.sizeBytes(), Long::sum);
            }
        }

        /** One that nothing calls a model or a part of one: what is in it may be any part, an autoencoder or an encoder. */
        private boolean isInUnknownFolder(WeightSet<F> set) {
            return !set.name().folder().isEmpty() && layout.rootOf(set).isEmpty() && !layout.isPart(set);
        }

        /** Whether these weights can be those of an original once more; what stands in no folder is no copy of a part. */
        boolean have(WeightSet<F> set) {
            String folder = set.name().folder();
            return isExportOf(bytesOfModels.getOrDefault(layout.rootOf(set), 0L), set)
                    || isExportOf(bytesOfModels.getOrDefault("", 0L), set)
                    || around(folder).anyMatch(outer -> isExportOf(bytesOfModels.getOrDefault(outer, 0L), set))
                    || bytesOfParts.containsKey(folder)
                    || !folder.isEmpty() && largestPart >= set.sizeBytes();
        }

        private boolean isExportOf(long original, WeightSet<F> set) {
            return original > 0 && original >= set.sizeBytes() / MAX_GROWTH;
        }

        /** The folder and all that it is in: a model in a folder has its exports in one below. */
        private Stream<String> around(String folder) {
            return Stream.iterate(
                            folder,
                            outer -> !outer.isEmpty(),
                            outer -> outer.substring(0, outer.lastIndexOf('/', outer.length() - 2) + 1))
                    .limit(MAX_DEPTH);
        }

        boolean areInPartsAtMost() {
            return bytesOfModels.isEmpty();
        }
    }

    private static String precisionOf(WeightSet<?> set, @Nullable String quant) {
        return ModelParts.partOf(set) + ":" + quant;
    }

    /** By its name, or by the company that it is in; what stands beside the weights may be another part. */
    private boolean isExportOfAll(WeightFileName name) {
        return name.generic() || exportFolders.contains(name.folder()) || WeightFiles.isWholeModel(name.format());
    }

    private List<WeightSet<F>> lessThanTheFirstExport() {
        Optional<String> first = sets.stream()
                .filter(WeightSet::isComplete)
                .map(WeightSet::name)
                .filter(name -> name.generic() && name.isExport() && FORMATS.contains(name.format()))
                .map(WeightFileName::format)
                .min(Comparator.comparingInt(FORMATS::indexOf));
        return first.map(format -> sets.stream()
                        .filter(set -> isLessGeneric(set.name(), format) || isMadeOf(set, format))
                        .toList())
                .orElse(List.of());
    }

    private static boolean isLessGeneric(WeightFileName name, String first) {
        return name.generic() && name.isExport() && FORMATS.indexOf(name.format()) > FORMATS.indexOf(first);
    }

    /** What libraries read of old is made into whole models as well: {@code saved_model.pb} of {@code tf_model.h5}. */
    private boolean isMadeOf(WeightSet<F> set, String first) {
        long bytes = sets.stream()
                .filter(other -> other.name().generic() && other.name().format().equals(first))
                .mapToLong(WeightSet::sizeBytes)
                .sum();
        return FORMATS.indexOf(first) < FORMATS.indexOf("onnx")
                && WeightFiles.isWholeModel(set.name().format())
                && bytes >= set.sizeBytes() / MAX_GROWTH;
    }

    private Set<WeightSet<F>> copiesOfMain() {
        Set<WeightSet<F>> found = new LinkedHashSet<>();
        Optional<WeightSet<F>> main = sets.stream()
                .filter(set -> set.name().isOriginal() && set.name().folder().isEmpty() && set.isComplete())
                .filter(this::isWhole)
                .min(Comparator.<WeightSet<F>>comparingInt(
                                set -> FORMATS.indexOf(set.name().format()))
                        .thenComparing(set ->
                                set.name().quant() == null ? "" : set.name().quant()));
        main.ifPresent(whole -> sets.stream()
                .filter(set -> isModel(set) && !set.name().isExport() && !layout.isPart(set))
                .filter(set -> !layout.isCheckpoint(set.name().folder()))
                .filter(set -> isCopy(set, whole))
                .forEach(found::add));
        found.stream()
                .filter(copy -> !copy.name().folder().isEmpty())
                .forEach(copy -> layout.setApart(copy, copy.name().folder()));
        return found;
    }

    private boolean isWhole(WeightSet<?> main) {
        return parameters == null || bits(main, parameters) >= MIN_BITS;
    }

    /** By its tensors where both are known, else by its size, which in the same folder proves nothing. */
    private boolean isCopy(WeightSet<F> set, WeightSet<F> main) {
        boolean elsewhere = !set.name().folder().isEmpty();
        WeightFacts.Tensors tensors = set.tensors();
        WeightFacts.Tensors all = main.tensors();
        if (set.equals(main) || !(elsewhere || tensors != null) || isPrecisionOf(set.name(), main.name())) {
            return false;
        }
        if (tensors != null && all != null) {
            Long one = tensors.parameters();
            Long other = all.parameters();
            if (tensors.names() == all.names()) {
                return true;
            }
            if (one != null && other != null) {
                return elsewhere && isNear(one, other, 1);
            }
        }
        return elsewhere && hasSizeOf(set, main);
    }

    private boolean hasSizeOf(WeightSet<F> set, WeightSet<F> main) {
        boolean sameSize = isNear(set.sizeBytes(), main.sizeBytes(), 1);
        boolean otherPrecision = isNear(set.sizeBytes(), main.sizeBytes(), 2)
                || isNear(set.sizeBytes(), main.sizeBytes(), 0.5)
                || (parameters != null && isPlain(bits(set, parameters)));
        return sameSize || (set.name().generic() && otherPrecision);
    }

    private static boolean isPlain(double bits) {
        for (double precision : PRECISIONS) {
            if (isNear(bits, precision, 1)) {
                return true;
            }
        }
        return false;
    }

    /** The same name with a precision is a choice beside the plain one, not a copy of it. */
    private static boolean isPrecisionOf(WeightFileName name, WeightFileName main) {
        return name.isOriginal() && name.folder().equals(main.folder());
    }

    private static boolean isModel(WeightSet<?> set) {
        return !Set.of("gguf", WeightFiles.TRAINING, WeightFiles.OTHER)
                .contains(set.name().format());
    }

    private static double bits(WeightSet<?> set, long parameters) {
        return set.sizeBytes() * 8.0 / parameters;
    }

    private static boolean isNear(double value, double other, double times) {
        return other > 0 && Math.abs(value / (other * times) - 1) <= MAX_DIFFERENCE;
    }
}
