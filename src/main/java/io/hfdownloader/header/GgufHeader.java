package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The metadata at the beginning of a GGUF file, versions 2 and 3: magic, counts, then pairs of key, type and value.
 * Reads as far as the bytes at hand go; what an architecture is stands before the long lists of the tokenizer.
 */
public final class GgufHeader {

    /** This much of a file's beginning is enough for all that is read here. */
    public static final int HEAD_BYTES = 512 * 1024;

    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final Set<Long> VERSIONS = Set.of(2L, 3L);
    private static final long MAX_PAIRS = 100_000;
    private static final int MAX_KEPT_PAIRS = 2_000;
    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_ARRAY_DEPTH = 4;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    private final Map<String, Object> values = new HashMap<>();

    private GgufHeader() {}

    /**
     * Reads the shape from the first bytes of a file.
     *
     * @param head the beginning of the file, {@value #HEAD_BYTES} bytes of it or all if it is shorter
     * @throws InvalidHeaderException when it is no GGUF file
     */
    public static ModelShape read(ByteBuffer head) {
        GgufHeader header = new GgufHeader();
        LittleEndianReader in = new LittleEndianReader(head);
        try {
            header.readPairs(in);
        } catch (LittleEndianReader.EndOfBytesException cut) {
            if (header.values.isEmpty()) {
                throw new InvalidHeaderException("The file is too short to be a GGUF file.");
            }
        }
        return header.shape();
    }

    private void readPairs(LittleEndianReader in) {
        if (in.i32() != MAGIC) {
            throw new InvalidHeaderException("The file does not begin as a GGUF file does.");
        }
        long version = in.u32();
        if (!VERSIONS.contains(version)) {
            throw new InvalidHeaderException("The file is GGUF of version " + version + ", which is not known here.");
        }
        in.skip(8); // the number of tensors
        long pairs = in.i64();
        if (pairs < 0 || pairs > MAX_PAIRS) {
            throw new InvalidHeaderException("The file's header names more entries than can be.");
        }
        for (long i = 0; i < pairs; i++) {
            String key = in.text();
            Object value = value(in, (int) in.u32(), 0);
            if (value != null && values.size() < MAX_KEPT_PAIRS) {
                values.put(key, value);
            }
        }
    }

    /** Texts, whole numbers and lists of whole numbers; null for what nobody asks for here. */
    private static @Nullable Object value(LittleEndianReader in, int type, int depth) {
        return switch (type) {
            case 0, 7 -> (long) in.u8();
            case 1 -> (long) (byte) in.u8();
            case 2 -> (long) in.u16();
            case 3 -> (long) (short) in.u16();
            case 4 -> in.u32();
            case 5 -> (long) in.i32();
            case 6 -> (double) in.f32();
            case TEXT -> in.text();
            case ARRAY -> array(in, depth);
            case 10, 11 -> in.i64();
            case 12 -> in.f64();
            default -> throw new InvalidHeaderException("The file's header has a value of a type that does not exist.");
        };
    }

    private static @Nullable Object array(LittleEndianReader in, int depth) {
        int type = (int) in.u32();
        long count = in.i64();
        if (count < 0 || depth >= MAX_ARRAY_DEPTH) {
            throw new InvalidHeaderException("The file's header has a list that cannot be.");
        }
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) { // ends at the latest with the bytes
            if (type == TEXT) {
                in.skipText();
            } else if (value(in, type, depth + 1) instanceof Long number && numbers.size() < MAX_LAYERS) {
                numbers.add(number);
            }
        }
        return numbers.isEmpty() ? null : numbers;
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
