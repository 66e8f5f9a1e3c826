package io.hfdownloader.hub.search;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the Hub has read from a model's weights; null or empty where it has told nothing.
 *
 * @param parameters how many numbers they hold: of packed weights it may count the words that they are packed into
 * @param parametersByType the same by the type of the tensors, such as {@code BF16}; of safetensors alone
 * @param contextLength tokens it was trained for
 * @param architecture name of the architecture
 */
public record ModelFacts(
        @Nullable Long parameters,
        Map<String, Long> parametersByType,
        @Nullable Long contextLength,
        @Nullable String architecture) {

    public static final ModelFacts NONE = new ModelFacts(null, Map.of(), null, null);

    public ModelFacts {
        parametersByType = Map.copyOf(parametersByType);
    }
}
