package io.hfdownloader.header;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Which shards an index names, and which tensors they hold: the list of a {@code model.safetensors.index.json}. */
public final class WeightMap {

    /** The largest models have some megabytes of names; longer indexes are not read. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final int MAX_FILES = 10_000;
    private static final int MAX_FILE_NAME_CHARS = 1_024;

    private final Set<String> files = new HashSet<>();
    private final TensorNames names = new TensorNames();

    private WeightMap() {}

    /**
     * Reads a whole index; half of one would call a set whole that is not.
     *
     * @throws InvalidHeaderException when it is none
     */
    public static WeightMap read(byte[] file) {
        WeightMap map = new WeightMap();
        try (JsonParser json = HeaderJson.FACTORY.createParser(file)) {
            map.find(json);
        } catch (IOException notJson) {
            throw new InvalidHeaderException("The index of the shards is not JSON.");
        }
        if (map.files.isEmpty()) {
            throw new InvalidHeaderException("The index of the shards names none.");
        }
        return map;
    }

    /** Names of the shards, as they stand there: not checked. */
    public Set<String> files() {
        return Set.copyOf(files);
    }

    /** A hash of the names of all tensors, whatever their order. */
    public long tensorNames() {
        return names.hash();
    }

    /** How many parameters the index says that they have together; told by few. */
    public static Optional<Long> parameters(byte[] file) {
        return SafetensorsIndex.read(file).parameters();
    }

    private void find(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean map = json.currentName().equals("weight_map");
            if (json.nextToken() == JsonToken.START_OBJECT && map) {
                readMap(json);
            } else {
                json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new InvalidHeaderException("The index of the shards ends within itself.");
        }
    }

    private void readMap(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            names.add(json.currentName());
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                add(json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private void add(String file) {
        if (file.length() > MAX_FILE_NAME_CHARS || (files.size() >= MAX_FILES && !files.contains(file))) {
            throw new InvalidHeaderException("The index of the shards names more than can be.");
        }
        files.add(file);
    }
}
