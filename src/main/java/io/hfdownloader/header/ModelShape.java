package io.hfdownloader.header;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a network as far as its file tells. Every number was checked to be sane, none is certain to be there.
 *
 * @param architecture name of the architecture, such as {@code llama} or {@code Qwen3ForCausalLM}
 * @param name the model's own name
 * @param parameters how many parameters it has
 * @param contextLength tokens it was trained for
 * @param layers blocks of the network
 * @param heads attention heads of a layer
 * @param kvHeads key/value heads of each layer; empty when not told. One number stands for all layers
 * @param keyLength numbers of one key of one head
 * @param valueLength numbers of one value of one head
 * @param latentLength numbers that a layer keeps for a token instead of keys and values, with latent attention (MLA)
 */
public record ModelShape(
        @Nullable String architecture,
        @Nullable String name,
        @Nullable Long parameters,
        @Nullable Long contextLength,
        @Nullable Integer layers,
        @Nullable Integer heads,
        List<Integer> kvHeads,
        @Nullable Integer keyLength,
        @Nullable Integer valueLength,
        @Nullable Integer latentLength) {

    /** Size of a number in the cache as all runtimes keep it by default: 16 bits. */
    public static final int CACHE_NUMBER_BYTES = 2;

    public ModelShape {
        kvHeads = List.copyOf(kvHeads);
    }

    /** Of a model of which nothing else is known. */
    public static ModelShape ofParameters(long parameters) {
        return new ModelShape(null, null, parameters, null, null, null, List.of(), null, null, null);
    }

    /** The same with a number of parameters that was told elsewhere. */
    public ModelShape withParameters(long told) {
        return new ModelShape(
                architecture, name, told, contextLength, layers, heads, kvHeads, keyLength, valueLength, latentLength);
    }

    /**
     * Bytes of key/value cache for each token of context, with 16-bit numbers; empty when the file tells too little.
     * Layers with a sliding window need less than this, never more.
     */
    public Optional<Long> cacheBytesPerToken() {
        if (layers == null) {
            return Optional.empty();
        }
        if (latentLength != null) {
            return Optional.of((long) layers * latentLength * CACHE_NUMBER_BYTES);
        }
        if (keyLength == null || valueLength == null || kvHeads.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(allKvHeads(layers) * (keyLength + valueLength) * CACHE_NUMBER_BYTES);
    }

    /** The arithmetic behind {@link #cacheBytesPerToken} in words and numbers; empty when there is none. */
    public Optional<String> cacheFormula() {
        return cacheBytesPerToken().map(bytes -> {
            if (latentLength != null) {
                return layers + " layers × " + latentLength + " latent values × " + CACHE_NUMBER_BYTES + " bytes = "
                        + bytes + " bytes for each token";
            }
            String layersAndHeads = kvHeads.size() == 1
                    ? layers + " layers × " + kvHeads.get(0) + " key/value heads"
                    : allKvHeads(layers == null ? 0 : layers) + " key/value heads in all layers";
            return layersAndHeads + " × (" + keyLength + " + " + valueLength + ") × " + CACHE_NUMBER_BYTES + " bytes = "
                    + bytes + " bytes for each token";
        });
    }

    private long allKvHeads(int allLayers) {
        return kvHeads.size() == 1
                ? (long) allLayers * kvHeads.get(0)
                : kvHeads.stream().mapToLong(Integer::longValue).sum();
    }
}
