package io.hfdownloader.variant;

import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** How many bits a variant spends on each parameter: what tells users how close it is to the original. */
public final class BitsPerWeight {

    private static final double MIN_BITS = 0.5;
    private static final double MAX_BITS = 64;

    /**
     * What llama.cpp measured for its quantizations of an 8B model. The mixtures differ a little from model to model; the block
     * formats (Q8_0, MXFP4, …) do not.
     */
    private static final Map<String, Double> NOMINAL = Map.ofEntries(
            Map.entry("F32", 32.0),
            Map.entry("FP32", 32.0),
            Map.entry("BF16", 16.0),
            Map.entry("F16", 16.0),
            Map.entry("FP16", 16.0),
            Map.entry("FP8", 8.0),
            Map.entry("Q8_K_XL", 9.5),
            Map.entry("Q8_0", 8.5),
            Map.entry("Q6_K_XL", 7.5),
            Map.entry("Q6_K", 6.56),
            Map.entry("Q5_K_XL", 5.8),
            Map.entry("Q5_K_M", 5.7),
            Map.entry("Q5_K", 5.7),
            Map.entry("Q5_K_S", 5.57),
            Map.entry("Q5_0", 5.5),
            Map.entry("Q5_1", 6.0),
            Map.entry("Q4_K_XL", 5.0),
            Map.entry("Q4_K_M", 4.89),
            Map.entry("Q4_K", 4.89),
            Map.entry("Q4_K_S", 4.67),
            Map.entry("IQ4_NL", 4.68),
            Map.entry("IQ4_XS", 4.46),
            Map.entry("Q4_0", 4.66),
            Map.entry("Q4_1", 5.08),
            Map.entry("MXFP4_MOE", 4.3),
            Map.entry("MXFP4", 4.25),
            Map.entry("NVFP4", 4.5),
            Map.entry("Q3_K_XL", 4.3),
            Map.entry("Q3_K_L", 4.3),
            Map.entry("Q3_K_M", 4.0),
            Map.entry("Q3_K", 4.0),
            Map.entry("Q3_K_S", 3.64),
            Map.entry("IQ3_M", 3.76),
            Map.entry("IQ3_S", 3.66),
            Map.entry("IQ3_XS", 3.5),
            Map.entry("IQ3_XXS", 3.25),
            Map.entry("Q2_K_XL", 3.3),
            Map.entry("Q2_K", 3.16),
            Map.entry("Q2_K_S", 2.97),
            Map.entry("IQ2_M", 2.93),
            Map.entry("IQ2_S", 2.74),
            Map.entry("IQ2_XS", 2.59),
            Map.entry("IQ2_XXS", 2.38),
            Map.entry("IQ1_M", 2.15),
            Map.entry("IQ1_S", 2.0),
            Map.entry("TQ2_0", 2.06),
            Map.entry("TQ1_0", 1.69),
            Map.entry("Q2_0", 2.25),
            Map.entry("Q1_0", 1.13),
            Map.entry("Q6_0", 6.5),
            Map.entry("Q8_K", 9.1),
            Map.entry("Q4_0_4_4", 4.66),
            Map.entry("Q4_0_4_8", 4.66),
            Map.entry("Q4_0_8_8", 4.66),
            // ik_llama.cpp's own: what their blocks take, and a little for what stands beside them
            Map.entry("IQ6_K", 6.7),
            Map.entry("IQ5_K", 5.6),
            Map.entry("IQ5_KS", 5.4),
            Map.entry("IQ4_K", 4.7),
            Map.entry("IQ4_KS", 4.4),
            Map.entry("IQ4_KSS", 4.2),
            Map.entry("IQ4_KT", 4.2),
            Map.entry("IQ3_K", 3.6),
            Map.entry("IQ3_KS", 3.4),
            Map.entry("IQ3_KT", 3.4),
            Map.entry("IQ2_KL", 2.9),
            Map.entry("IQ2_K", 2.6),
            Map.entry("IQ2_KS", 2.5),
            Map.entry("IQ2_KT", 2.4),
            Map.entry("IQ1_KT", 2.0),
            // words that say no more than this
            Map.entry("Q8", 8.5),
            Map.entry("Q6", 6.56),
            Map.entry("Q5", 5.6),
            Map.entry("Q4", 4.8),
            Map.entry("Q3", 3.9),
            Map.entry("Q2", 3.1),
            Map.entry("Q1", 1.9));

    private BitsPerWeight() {}

    /**
     * With two decimals: by size and number of parameters where that gives something that can be, else what is usual for the
     * label; empty when neither tells.
     *
     * @param parameters of the whole model; null when not known
     */
    public static Optional<Double> of(Variant<?> variant, @Nullable Long parameters) {
        if (parameters != null && parameters > 0 && variant.complete()) {
            double exact = variant.sizeBytes() * 8.0 / parameters;
            if (exact >= MIN_BITS && exact <= MAX_BITS) {
                return Optional.of(Math.round(exact * 100) / 100.0);
            }
        }
        return nominal(variant.label()).or(() -> nominal(variant.quant()));
    }

    /** What is usual for the label. */
    public static Optional<Double> nominal(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        String plain = label.startsWith("UD-") ? label.substring(3) : label;
        return Optional.ofNullable(NOMINAL.get(plain))
                .or(() -> Optional.ofNullable(NOMINAL.get(plain.replaceFirst("_[A-Z]+$", ""))))
                .or(() -> Optional.ofNullable(NOMINAL.get(plain.replaceFirst("^I", "")))); // IQ4 as a word
    }
}
