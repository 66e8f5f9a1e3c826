package io.hfdownloader.variant;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.variant.name.VariantLabel;
import org.jspecify.annotations.Nullable;

/**
 * What GGUF weights are. Their tensors are the truth, by the bytes of each type; without them size and number of parameters
 * have to agree with a name; a name that nothing contradicts is believed.
 */
final class GgufLabel {

    /** Small models keep so much in larger types that they have far more bits than usual; fewer have none. */
    private static final double MIN_RATIO = 0.75;

    private static final double MAX_RATIO = 1.6;
    private static final double MIN_TENSOR_RATIO = 0.85;
    private static final double MAX_TENSOR_RATIO = 2.5;

    /** With this share of the bytes in one type the file is of that type, whatever it calls itself. */
    private static final double PURE = 0.9;

    private static final double MOSTLY = 0.6;

    private static final Set<String> PRECISIONS = Set.of("F32", "FP32", "BF16", "F16", "FP16");

    /** The types that most of a mixture is of, where its name does not say. */
    private static final Map<String, Set<String>> MAIN_TYPES = Map.ofEntries(
            Map.entry("FP32", Set.of("F32")),
            Map.entry("FP16", Set.of("F16")),
            Map.entry("Q8_K_XL", Set.of("Q8_0", "BF16", "F16")),
            Map.entry("Q4_1_SOME_F16", Set.of("Q4_1")),
            Map.entry("MXFP4_MOE", Set.of("MXFP4")),
            Map.entry("IQ3_M", Set.of("IQ3_S", "IQ3_XXS")),
            Map.entry("IQ3_XS", Set.of("IQ3_S", "IQ3_XXS")),
            Map.entry("IQ2_M", Set.of("IQ2_S", "IQ2_XS")),
            Map.entry("IQ2_S", Set.of("IQ2_S", "IQ2_XS")));

    private GgufLabel() {}

    /**
     * The label; empty when neither name nor header tell one.
     *
     * @param lastFirst what the name says, the last first
     * @param sizeBytes of all files of the set
     * @param parameters of the model, as far as that can be believed; null when not known
     * @param tensors what the headers say; null when none was read
     */
    static Optional<String> of(
            List<String> lastFirst, long sizeBytes, @Nullable Long parameters, @Nullable GgufTensors tensors) {
        if (tensors != null && tensors.mainType().isPresent()) {
            return ofTensors(lastFirst, tensors);
        }
        if (parameters == null || lastFirst.isEmpty()) {
            return lastFirst.stream().findFirst();
        }
        double bits = sizeBytes * 8.0 / parameters;
        return lastFirst.stream()
                .filter(label -> agrees(label, bits))
                .findFirst()
                .or(() ->
                        lastFirst.size() == 1 ? unlessContradicted(lastFirst.get(0), bits) : nearest(lastFirst, bits));
    }

    /** True when size and number of parameters do not contradict the label; a label of which nothing is known is not contradicted. */
    static boolean agrees(String label, double bits) {
        return BitsPerWeight.nominal(label)
                .map(nominal -> within(bits / nominal, MIN_RATIO, MAX_RATIO))
                .orElse(true);
    }

    private static Optional<String> ofTensors(List<String> lastFirst, GgufTensors tensors) {
        String main = tensors.mainType().orElse("");
        double bits = tensors.bitsPerWeight().orElse(0.0);
        if (!VariantLabel.isLabel(main)) { // a type that is not known here
            return lastFirst.size() == 1 ? Optional.of(lastFirst.get(0)) : nearest(lastFirst, bits);
        }
        double share = (double) tensors.bytesByType().getOrDefault(main, 0L) / Math.max(1, tensors.sizeBytes());
        Optional<String> maker = tensors.fileTypeName();
        return lastFirst.stream()
                .filter(label -> isMostly(label, main))
                .findFirst()
                .or(() -> lastFirst.stream()
                        .filter(label -> isMixture(label, maker, bits, share))
                        .findFirst())
                .or(() -> maker.filter(label -> isMostly(label, main)))
                .or(() -> Optional.of(main));
    }

    static boolean isPrecision(@Nullable String label) {
        return label != null && PRECISIONS.contains(VariantLabel.plain(label));
    }

    private static boolean isMostly(String label, String main) {
        String plain = VariantLabel.plain(label);
        Set<String> types = MAIN_TYPES.get(plain);
        return types != null ? types.contains(main) : plain.equals(main) || plain.startsWith(main + "_");
    }

    /** A mixture may have most of its bytes in another type than that it is called after: embeddings are kept large. */
    private static boolean isMixture(String label, Optional<String> maker, double bits, double share) {
        double ratio = bits / BitsPerWeight.nominal(label).orElse(bits);
        boolean toldByMaker =
                maker.filter(told -> VariantLabel.plain(label).equals(told)).isPresent();
        boolean dynamic = label.startsWith("UD-");
        return isPrecision(label)
                ? false
                : toldByMaker
                        ? share < PURE && within(ratio, MIN_TENSOR_RATIO, MAX_TENSOR_RATIO)
                        : (share < MOSTLY || dynamic) && within(ratio, MIN_TENSOR_RATIO, MAX_RATIO);
    }

    /** A file that is far too small for the precision that its name speaks of is not of that precision. */
    private static Optional<String> unlessContradicted(String label, double bits) {
        boolean tooSmall = isPrecision(label)
                && bits < MIN_RATIO * BitsPerWeight.nominal(label).orElse(0.0);
        return tooSmall ? Optional.empty() : Optional.of(label);
    }

    private static Optional<String> nearest(List<String> labels, double bits) {
        return bits <= 0
                ? labels.stream().findFirst()
                : labels.stream()
                        .min(Comparator.comparingDouble(label -> Math.abs(
                                Math.log(bits / BitsPerWeight.nominal(label).orElse(bits * 2)))));
    }

    private static boolean within(double value, double min, double max) {
        return value >= min && value <= max;
    }
}
