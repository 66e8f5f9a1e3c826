package io.hfdownloader.header;

import java.io.IOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a model in shards tells of them all together: {@code model.safetensors.index.json}. The list of tensors,
 * which comes after it, is not read.
 */
public final class SafetensorsIndex {

    /** This much of the file's beginning is enough: its names are sorted, and the list of tensors comes last. */
    public static final int HEAD_BYTES = 64 * 1024;

    private @Nullable Long parameters;
    private @Nullable Long sizeBytes;

    private SafetensorsIndex() {}

    /**
     * Reads what is there; what is missing or not sane is left out.
     *
     * @param head the beginning of the file, which may end anywhere
     */
    public static SafetensorsIndex read(byte[] head) {
        SafetensorsIndex index = new SafetensorsIndex();
        try (JsonParser json = HeaderJson.FACTORY.createParser(head)) {
            index.find(json);
        } catch (IOException endsHere) {
            return index; // with what came before
        }
        return index;
    }

    /** How many parameters all shards have together, if told. */
    public Optional<Long> parameters() {
        return Optional.ofNullable(parameters);
    }

    /** How many bytes their tensors take, if told. */
    public Optional<Long> sizeBytes() {
        return Optional.ofNullable(sizeBytes);
    }

    private void find(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean metadata = json.currentName().equals("metadata");
            if (json.nextToken() == JsonToken.START_OBJECT && metadata) {
                readMetadata(json);
                return;
            }
            json.skipChildren();
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("total_parameters")) {
                parameters = number(json, value);
            } else if (name.equals("total_size")) {
                sizeBytes = number(json, value);
            }
            json.skipChildren();
        }
    }

    /** Some tools write whole numbers with a point. */
    private static @Nullable Long number(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT && value != JsonToken.VALUE_NUMBER_FLOAT) {
            return null;
        }
        double number = json.getDoubleValue(); // exact up to the limit
        return number >= 1 && number <= HeaderJson.MAX_SAFE_INTEGER && number == Math.rint(number)
                ? (Long) (long) number
                : null;
    }
}
