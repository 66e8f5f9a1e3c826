package io.hfdownloader.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoType;
import io.hfdownloader.hub.search.ModelFacts;
import io.hfdownloader.hub.search.ModelFormat;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.variant.BitsPerWeight;
import io.hfdownloader.variant.name.VariantLabel;
import org.jspecify.annotations.Nullable;

/**
 * How large a model is, as far as a list of search results tells: no file of it was looked at.
 *
 * @param parameters how many it has, or null
 * @param guessed whether the number is the one in its name
 * @param estimatedBytes about how many bytes its weights take in memory in the form that most people take, or null
 */
public record ModelSize(
        @Nullable Long parameters,
        boolean guessed,
        @Nullable Long estimatedBytes) {

    static final ModelSize UNKNOWN = new ModelSize(null, false, null);

    /** What most people take of a repo of quantizations. */
    private static final String USUAL_LABEL = "Q4_K_M";

    private static final double BITS_PER_BYTE = 8;
    private static final double BITS_OF_HALF_PRECISION = 16;

    /** Scales of groups of 64 weights, one of 16 bits and an offset of as many each. */
    private static final double BITS_OF_SCALES = 0.5;

    private static final Pattern PACKED_BITS = Pattern.compile("([2-8])-bit");

    /** Of types whose tensors are no packed weights. */
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("F32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E8M0", 1),
            Map.entry("BOOL", 1));

    /** In a model whose weights are not packed, fewer than one number in so many is of another type. */
    private static final int FEW = 20;

    /** A number of parameters behind a separator: {@code Qwen3-30B-A3B}, {@code Mixtral-8x7B}, {@code SmolLM2-135M}. */
    private static final Pattern IN_NAME = Pattern.compile(
            "(?<=^|[-_])(?:(\\d{1,3})x)?(\\d{1,4}(?:\\.\\d{1,3})?)([BM])(?=$|[-_.])", Pattern.CASE_INSENSITIVE);

    /** What is known of a model that was found; datasets and spaces have no parameters. */
    static ModelSize of(RepoSearchResult found) {
        if (found.repo().type() != RepoType.MODEL) {
            return UNKNOWN;
        }
        ModelFacts facts = found.facts();
        boolean packed = isPacked(facts.parametersByType());
        Long told = packed ? null : facts.parameters();
        Long parameters = told == null ? inName(found.repo().name()).orElse(null) : told;
        return new ModelSize(parameters, told == null && parameters != null, estimatedBytes(found, parameters, packed));
    }

    private static @Nullable Long estimatedBytes(RepoSearchResult found, @Nullable Long parameters, boolean packed) {
        List<ModelFormat> formats = found.formats();
        Map<String, Long> byType = found.facts().parametersByType();
        if (!packed && !byType.isEmpty() && !formats.contains(ModelFormat.GGUF)) {
            return bytes(byType);
        }
        if (parameters == null) {
            return null;
        }
        OptionalDouble bits = bitsPerWeight(found, formats, packed);
        return bits.isPresent() ? (Long) Math.round(parameters * bits.getAsDouble() / BITS_PER_BYTE) : null;
    }

    private static OptionalDouble bitsPerWeight(RepoSearchResult found, List<ModelFormat> formats, boolean packed) {
        if (formats.contains(ModelFormat.GGUF)) {
            return VariantLabel.of(found.repo().name())
                    .flatMap(BitsPerWeight::nominal)
                    .or(() -> BitsPerWeight.nominal(USUAL_LABEL))
                    .map(OptionalDouble::of)
                    .orElseGet(OptionalDouble::empty);
        }
        OptionalDouble told = packedBits(found.tags());
        boolean plain = formats.contains(ModelFormat.SAFETENSORS) || formats.contains(ModelFormat.PYTORCH);
        return told.isPresent() || packed || !plain ? told : OptionalDouble.of(BITS_OF_HALF_PRECISION);
    }

    private static OptionalDouble packedBits(List<String> tags) {
        return tags.stream()
                .map(PACKED_BITS::matcher)
                .filter(Matcher::matches)
                .mapToDouble(bits -> Integer.parseInt(bits.group(1)) + BITS_OF_SCALES)
                .min();
    }

    /** Quantized weights lie packed in whole numbers, of which nobody tells how many weights each holds. */
    private static boolean isPacked(Map<String, Long> byType) {
        double all = byType.values().stream().mapToDouble(Long::doubleValue).sum();
        double others = byType.entrySet().stream()
                .filter(type -> !BYTES.containsKey(type.getKey()))
                .mapToDouble(type -> type.getValue().doubleValue())
                .sum();
        return others * FEW > all;
    }

    private static long bytes(Map<String, Long> byType) {
        double sum = byType.entrySet().stream()
                .mapToDouble(type ->
                        BYTES.getOrDefault(type.getKey(), 4) * type.getValue().doubleValue())
                .sum();
        return (long) sum;
    }

    /** The first one in billions, else the first in millions: a length of context is often told in those, behind it. */
    private static Optional<Long> inName(String name) {
        Long millions = null;
        Matcher each = IN_NAME.matcher(name);
        while (each.find()) {
            double factor = each.group(1) == null ? 1 : Integer.parseInt(each.group(1));
            double number = factor * Double.parseDouble(each.group(2));
            if (each.group(3).equalsIgnoreCase("B")) {
                return Optional.of(Math.round(number * 1e9));
            }
            millions = millions == null ? (Long) Math.round(number * 1e6) : millions;
        }
        return Optional.ofNullable(millions).filter(count -> count > 0);
    }
}
