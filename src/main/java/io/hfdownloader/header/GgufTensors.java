package io.hfdownloader.header;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What the tensors of a GGUF file are, or of several that are one set: which types, and how many bytes of each.
 *
 * @param bytesByType bytes of the tensors of each type; a type without a name here is called by its number
 * @param weights how many numbers they hold together
 * @param fileType {@code general.file_type}, by which the file's maker says what it is; null when it does not
 */
public record GgufTensors(
        Map<String, Long> bytesByType,
        long weights,
        @Nullable Integer fileType) {

    /** What llama.cpp calls the files that it makes, by their number. Some were given up. */
    private static final List<String> FILE_TYPES = List.of(
            "F32",
            "F16",
            "Q4_0",
            "Q4_1",
            "Q4_1_SOME_F16",
            "Q4_2",
            "Q4_3",
            "Q8_0",
            "Q5_0",
            "Q5_1",
            "Q2_K",
            "Q3_K_S",
            "Q3_K_M",
            "Q3_K_L",
            "Q4_K_S",
            "Q4_K_M",
            "Q5_K_S",
            "Q5_K_M",
            "Q6_K",
            "IQ2_XXS",
            "IQ2_XS",
            "Q2_K_S",
            "IQ3_XS",
            "IQ3_XXS",
            "IQ1_S",
            "IQ4_NL",
            "IQ3_S",
            "IQ3_M",
            "IQ2_S",
            "IQ2_M",
            "IQ4_XS",
            "IQ1_M",
            "BF16",
            "Q4_0_4_4",
            "Q4_0_4_8",
            "Q4_0_8_8",
            "TQ1_0",
            "TQ2_0",
            "MXFP4_MOE",
            "NVFP4",
            "Q1_0",
            "Q2_0");

    public GgufTensors {
        bytesByType = Map.copyOf(bytesByType);
    }

    /** The type that most bytes are of; empty when there are no tensors. */
    public Optional<String> mainType() {
        return bytesByType.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<String, Long> type) -> type.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    /** What the file's maker says it is, e.g. {@code Q4_K_M}; empty when it does not, or with a number that is not known. */
    public Optional<String> fileTypeName() {
        return fileType == null || fileType < 0 || fileType >= FILE_TYPES.size()
                ? Optional.empty()
                : Optional.of(FILE_TYPES.get(fileType));
    }

    /** Bytes of all tensors. */
    public long sizeBytes() {
        return bytesByType.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bits of each number on average; empty when there are none. */
    public Optional<Double> bitsPerWeight() {
        return weights == 0 ? Optional.empty() : Optional.of(sizeBytes() * 8.0 / weights);
    }

    /** Those of both. */
    public GgufTensors plus(GgufTensors other) {
        Map<String, Long> sum = new TreeMap<>(bytesByType);
        other.bytesByType.forEach((type, bytes) -> sum.merge(type, bytes, Long::sum));
        return new GgufTensors(sum, weights + other.weights, fileType == null ? other.fileType : fileType);
    }
}
