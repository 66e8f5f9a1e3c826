package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** The shape of a network as the metadata at the beginning of a GGUF file tells it. */
public final class GgufHeader {

    /** This much of a file's beginning is enough: what an architecture is stands before the long lists of the tokenizer. */
    public static final int HEAD_BYTES = 512 * 1024;

    private final Map<String, Object> values;

    private GgufHeader(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads the shape from the first bytes of a file.
     *
     * @param head the beginning of the file, {@value #HEAD_BYTES} bytes of it or all if it is shorter
     * @throws InvalidHeaderException when it is no GGUF file
     */
    public static ModelShape read(ByteBuffer head) {
        GgufScan scan = new GgufScan();
        scan.readValues(head);
        if (scan.values().isEmpty() && !scan.hasAllValues()) {
            throw new InvalidHeaderException("The file is too short to be a GGUF file.");
        }
        return new GgufHeader(scan.values()).shape();
    }

    private ModelShape shape() {
        String architecture = text("general.architecture");
        String prefix = architecture + ".";
        Integer heads = number(prefix + "attention.head_count");
        Integer embedding = number(prefix + "embedding_length");
        Integer headLength = heads == null || embedding == null ? null : embedding / heads;
        List<Integer> kvHeads = numbers(prefix + "attention.head_count_kv");
        if (kvHeads.isEmpty() && heads != null) {
            kvHeads = List.of(heads);
        }
        return new ModelShape(
                architecture,
                text("general.name"),
                count("general.parameter_count"),
                count(prefix + "context_length"),
                number(prefix + "block_count"),
                heads,
                kvHeads,
                firstNonNull(number(prefix + "attention.key_length"), headLength),
                firstNonNull(number(prefix + "attention.value_length"), headLength),
                latentLength(prefix));
    }

    /** Latent attention keeps one compressed vector and one rotated key for each token and layer. */
    private @Nullable Integer latentLength(String prefix) {
        Integer rank = number(prefix + "attention.kv_lora_rank");
        Integer rotated = number(prefix + "rope.dimension_count");
        return rank == null || rotated == null ? null : rank + rotated;
    }

    private @Nullable String text(String key) {
        return values.get(key) instanceof String text && !text.isBlank()
                ? UntrustedText.line(text, ShapeLimits.MAX_NAME_CHARS)
                : null;
    }

    private @Nullable Long count(String key) {
        return values.get(key) instanceof Long number && number > 0 ? number : null;
    }

    private @Nullable Integer number(String key) {
        List<Integer> all = numbers(key);
        return all.isEmpty() || all.get(0) == 0 ? null : all.get(0);
    }

    /** Whole numbers as they can be in a network; a list with another one in it is no list. */
    private List<Integer> numbers(String key) {
        List<?> found = values.get(key) instanceof Long one
                ? List.of(one)
                : values.get(key) instanceof List<?> all ? all : List.of();
        List<Integer> valid = new ArrayList<>();
        for (Object number : found) {
            if (!(number instanceof Long value) || value < 0 || value > ShapeLimits.MAX_DIMENSION) {
                return List.of();
            }
            valid.add(value.intValue());
        }
        return valid;
    }

    private static @Nullable Integer firstNonNull(@Nullable Integer told, @Nullable Integer derived) {
        return told == null ? derived : told;
    }
}
