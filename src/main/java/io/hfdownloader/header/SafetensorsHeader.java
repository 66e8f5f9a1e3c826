package io.hfdownloader.header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * The header of a safetensors file: its length in eight bytes, then JSON that names type and shape of every tensor. What
 * it names cannot be more than the file holds.
 */
public final class SafetensorsHeader {

    /** This much of a file's beginning holds most headers; {@link #bytesNeeded} tells the rest. */
    public static final int FIRST_BYTES = 64 * 1024;

    /** Longer headers than any known model has are not read. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER_BYTES = 100_000_000; // the format's own limit
    private static final int MAX_AMBIGUOUS_PERCENT = 1;

    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("F64", 64),
            Map.entry("F32", 32),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("F8_E8M0", 8),
            Map.entry("F4", 4),
            Map.entry("I8", 8),
            Map.entry("BOOL", 8),
            Map.entry("U8", 8),
            Map.entry("I16", 16),
            Map.entry("U16", 16),
            Map.entry("I32", 32),
            Map.entry("U32", 32),
            Map.entry("I64", 64),
            Map.entry("U64", 64));

    /** Quantized models pack several parameters in one of these. */
    private static final Set<String> PACKED = Set.of("U8", "I16", "U16", "I32", "U32", "I64", "U64");

    private final Map<String, Long> countsByType = new HashMap<>();
    private final Map<String, Long> bytesByType = new HashMap<>();
    private final TensorNames names = new TensorNames();
    private final TensorShapes shapes = new TensorShapes();
    private long total;
    private long ambiguous;

    private SafetensorsHeader() {}

    /**
     * How many bytes from the file's beginning hold the header.
     *
     * @param head the beginning, eight bytes of it at least
     * @throws InvalidHeaderException when it is no such file, or when its header is longer than is read here
     */
    public static int bytesNeeded(byte[] head) {
        if (head.length < LENGTH_BYTES) {
            throw new InvalidHeaderException("The file is too short to be a safetensors file.");
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES) { // those beyond 2^63 come out negative
            throw new InvalidHeaderException("The file does not begin as a safetensors file does.");
        }
        if (length + LENGTH_BYTES > MAX_BYTES) {
            throw new InvalidHeaderException("The file's header is longer than is read here.");
        }
        return (int) length + LENGTH_BYTES;
    }

    /**
     * Reads what the tensors are.
     *
     * @param head {@link #bytesNeeded} bytes from the file's beginning, or more
     * @param fileBytes length of the file
     * @throws InvalidHeaderException when it is no such file
     */
    public static SafetensorsHeader read(byte[] head, long fileBytes) {
        int end = bytesNeeded(head);
        if (end > head.length || end > fileBytes) {
            throw new InvalidHeaderException("The file ends within its header.");
        }
        SafetensorsHeader header = new SafetensorsHeader();
        try (JsonParser json = HeaderJson.FACTORY.createParser(head, LENGTH_BYTES, end - LENGTH_BYTES)) {
            header.readTensors(json, fileBytes - end);
        } catch (IOException notJson) {
            throw new InvalidHeaderException("The file's header is not the JSON of a safetensors file.");
        } catch (ArithmeticException overflow) {
            throw new InvalidHeaderException("The file's header names more numbers than can be.");
        }
        return header;
    }

    /** How many parameters the file has; empty when it has none, or packs several in one number. */
    public Optional<Long> parameters() {
        return total == 0 || isAmbiguous() || total > HeaderJson.MAX_SAFE_INTEGER
                ? Optional.empty()
                : Optional.of(total);
    }

    /** A hash of the names of all tensors, whatever their order. */
    public long tensorNames() {
        return names.hash();
    }

    /** Hashes of the shapes of all tensors, whatever their order. */
    public TensorShapes shapes() {
        return shapes;
    }

    /** The type that most bytes are of, as the format calls it; empty when it is one from the future, or there are none. */
    public Optional<String> type() {
        return bytesByType.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    /** Bits of the type that most parameters have; empty as {@link #parameters}. */
    public Optional<Integer> bitsEach() {
        return isAmbiguous()
                ? Optional.empty()
                : countsByType.entrySet().stream()
                        .max(Comparator.comparingLong((Map.Entry<String, Long> type) -> type.getValue())
                                .thenComparing(Map.Entry::getKey))
                        .map(type -> BITS.get(type.getKey()));
    }

    /** A few whole numbers are no matter: positions and masks are kept beside the weights. */
    private boolean isAmbiguous() {
        return ambiguous > total / 100 * MAX_AMBIGUOUS_PERCENT;
    }

    private void readTensors(JsonParser json, long dataBytes) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        long bytesLeft = dataBytes;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            boolean tensor = !name.equals("__metadata__");
            require(json.nextToken() == JsonToken.START_OBJECT);
            if (tensor) {
                names.add(name);
                bytesLeft -= readTensor(json, name, bytesLeft);
            } else {
                json.skipChildren();
            }
        }
    }

    /** Gives the bytes that it takes; nothing is known of those of a type from the future. */
    private long readTensor(JsonParser json, String tensor, long bytesLeft) throws IOException {
        String type = null;
        List<Long> sides = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("dtype") && value == JsonToken.VALUE_STRING) {
                type = json.getText();
            } else if (name.equals("shape") && value == JsonToken.START_ARRAY) {
                sides = sides(json);
            } else {
                json.skipChildren();
            }
        }
        if (type == null || sides == null) {
            throw impossible();
        }
        shapes.add(tensor, sides);
        return add(type, product(sides), bytesLeft);
    }

    private long add(String type, long count, long bytesLeft) {
        total = Math.addExact(total, count);
        Integer bits = BITS.get(type);
        if (bits == null || PACKED.contains(type)) {
            ambiguous += count;
        }
        if (bits == null) {
            return 0;
        }
        countsByType.merge(type, count, Math::addExact);
        long bytes = Math.multiplyExact(count, bits) / 8;
        require(bytes <= bytesLeft);
        bytesByType.merge(type, bytes, Math::addExact);
        return bytes;
    }

    private static List<Long> sides(JsonParser json) throws IOException {
        List<Long> sides = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            require(json.getLongValue() >= 0);
            sides.add(json.getLongValue());
        }
        require(json.currentToken() == JsonToken.END_ARRAY);
        return sides;
    }

    private static long product(List<Long> sides) {
        return sides.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw impossible();
        }
    }

    private static InvalidHeaderException impossible() {
        return new InvalidHeaderException("The file's header names tensors that cannot be.");
    }
}
