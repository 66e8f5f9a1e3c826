package io.hfdownloader.variant;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What files of a repo say of its weights, as far as they were read: without any of it, names and sizes must do.
 *
 * @param parameters how many parameters the Hub says that the model has; null when it does not say
 * @param indexes by the path of an index file of shards, what it says
 * @param parts by the folder (with a closing slash, or empty) of an index of parts, such as {@code model_index.json} of a
 *     pipeline, the names of their folders
 * @param tensors by the path of a weight file, what its header says
 * @param gguf what headers of GGUF files say
 */
public record WeightFacts(
        @Nullable Long parameters,
        Map<String, ShardIndex> indexes,
        Map<String, Set<String>> parts,
        Map<String, Tensors> tensors,
        GgufHeaders gguf) {

    /** Nothing was read. */
    public static final WeightFacts NONE = new WeightFacts(null, Map.of(), Map.of(), Map.of());

    /**
     * An index of shards.
     *
     * @param files names of all shards, relative to the index
     * @param tensors which tensors they hold
     */
    public record ShardIndex(Set<String> files, Tensors tensors) {

        public ShardIndex {
            files = Set.copyOf(files);
        }
    }

    /**
     * Tensors of a file, or of all shards.
     *
     * @param names a hash of all their names, whatever their order
     * @param parameters how many numbers they are; null when not told
     * @param header what the header tells beside that; null where an index was read in its place
     */
    public record Tensors(
            long names, @Nullable Long parameters, @Nullable Header header) {

        /** As an index tells them. */
        public Tensors(long names, @Nullable Long parameters) {
            this(names, parameters, null);
        }

        /** Whether nothing speaks against both being the same model, and both in one precision. */
        boolean isSameModel(Tensors other) {
            return names == other.names
                    && (parameters == null || other.parameters == null || parameters.equals(other.parameters))
                    && (header == null
                            || other.header == null
                            || (header.shapes == other.header.shapes && header.type.equals(other.header.type)));
        }
    }

    /**
     * What the header of a file tells of its tensors.
     *
     * @param shapes a hash of their names with their shapes
     * @param sides a hash of their shapes alone: the same where they are called otherwise
     * @param layers a hash of what they belong to: the same where weights are packed, with scales and zero points beside them
     * @param type of most of them, as the format calls it
     */
    public record Header(long shapes, long sides, long layers, String type) {}

    public WeightFacts {
        indexes = Map.copyOf(indexes);
        parts = Map.copyOf(parts);
        tensors = Map.copyOf(tensors);
    }

    /** Without a header of a GGUF file. */
    public WeightFacts(
            @Nullable Long parameters,
            Map<String, ShardIndex> indexes,
            Map<String, Set<String>> parts,
            Map<String, Tensors> tensors) {
        this(parameters, indexes, parts, tensors, GgufHeaders.NONE);
    }

    /** The same, and what headers of GGUF files say. */
    public WeightFacts with(GgufHeaders headers) {
        return new WeightFacts(parameters, indexes, parts, tensors, headers);
    }
}
