package io.hfdownloader.header;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The shape as the {@code config.json} beside safetensors weights tells it. Models that see or hear keep the numbers of
 * their language part one level deeper.
 */
public final class ModelConfigFile {

    /** No such file is larger. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final List<String> LANGUAGE_PARTS =
            List.of("text_config", "llm_config", "language_config", "thinker_config");

    private ModelConfigFile() {}

    /** Reads what is there; what is missing or not sane is left out. */
    public static ModelShape read(JsonNode root) {
        JsonNode part = LANGUAGE_PARTS.stream()
                .map(root::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(root);
        Integer heads = number(part, "num_attention_heads", "n_head", "num_heads");
        Integer hidden = number(part, "hidden_size", "n_embd", "d_model");
        Integer headLength = number(part, "head_dim");
        if (headLength == null && heads != null && hidden != null) {
            headLength = hidden / heads;
        }
        Integer kvHeads = number(part, "num_key_value_heads", "num_kv_heads");
        if (kvHeads == null) {
            kvHeads = heads;
        }
        Integer context = number(part, "max_position_embeddings", "n_positions", "max_sequence_length", "seq_length");
        return new ModelShape(
                architecture(root),
                null,
                null,
                context == null ? null : context.longValue(),
                number(part, "num_hidden_layers", "n_layer", "num_layers"),
                heads,
                kvHeads == null ? List.of() : List.of(kvHeads),
                headLength,
                headLength,
                latentLength(part));
    }

    private static @Nullable String architecture(JsonNode root) {
        String named = root.path("architectures").path(0).asText("");
        String type = named.isBlank() ? root.path("model_type").asText("") : named;
        return type.isBlank() ? null : UntrustedText.line(type, ShapeLimits.MAX_NAME_CHARS);
    }

    private static @Nullable Integer latentLength(JsonNode part) {
        Integer rank = number(part, "kv_lora_rank");
        Integer rotated = number(part, "qk_rope_head_dim");
        return rank == null || rotated == null ? null : rank + rotated;
    }

    private static @Nullable Integer number(JsonNode part, String... names) {
        for (String name : names) {
            JsonNode value = part.path(name);
            if (value.isIntegralNumber()
                    && value.canConvertToInt()
                    && value.asInt() > 0
                    && value.asInt() <= ShapeLimits.MAX_DIMENSION) {
                return value.asInt();
            }
        }
        return null;
    }
}
