package io.hfdownloader.header;

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** The index of a pipeline's parts: {@code model_index.json} of diffusers, {@code modules.json} of sentence-transformers. */
public final class PartIndex {

    /** Longer ones than any known pipeline has are not read. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_PARTS = 100;

    private PartIndex() {}

    /**
     * The folders of the parts, without slashes; empty for the folder of the index itself. A part that is named without a class
     * is left out of the pipeline.
     */
    public static Set<String> read(JsonNode index) {
        Set<String> parts = new LinkedHashSet<>();
        if (index.isArray()) {
            index.forEach(module -> add(parts, module.path("path").asText("")));
        } else {
            index.properties().forEach(part -> {
                if (part.getValue().path(1).isTextual()) {
                    add(parts, part.getKey());
                }
            });
        }
        return parts;
    }

    private static void add(Set<String> parts, String name) {
        if (parts.size() < MAX_PARTS) {
            parts.add(name);
        }
    }
}
