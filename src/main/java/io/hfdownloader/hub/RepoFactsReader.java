package io.hfdownloader.hub;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hfdownloader.hub.search.ModelFacts;
import org.jspecify.annotations.Nullable;

/** Reads {@link RepoFacts} from what the Hub says of a repo, where each of them may stand in several places or in none. */
final class RepoFactsReader {

    private static final int MAX_BASE_MODELS = 10;
    private static final int MAX_ENTRIES_READ = 100;
    private static final int MAX_TYPES = 30;
    private static final String BASE_MODEL = "base_model:";

    private RepoFactsReader() {}

    static RepoFacts of(HubJson.Info info, List<String> tags) {
        return new RepoFacts(
                gatedMode(info.gated()),
                HubFields.word(node(info.libraryName())),
                HubFields.number(info.downloads(), 0),
                HubFields.number(info.likes(), 0),
                baseModels(node(info.cardData()), tags),
                parameters(info.safetensors(), info.gguf()),
                contextLength(info.gguf()),
                architecture(info));
    }

    /** What a search tells of the weights, in the two fields of which it can be asked for. */
    static ModelFacts ofWeights(@Nullable JsonNode safetensors, @Nullable JsonNode gguf) {
        return new ModelFacts(
                parameters(safetensors, gguf),
                parametersByType(node(safetensors).path("parameters")),
                contextLength(gguf),
                HubFields.word(node(gguf).path("architecture")));
    }

    private static @Nullable Long parameters(@Nullable JsonNode safetensors, @Nullable JsonNode gguf) {
        return first(
                HubFields.number(node(safetensors).path("total"), 1),
                HubFields.number(node(gguf).path("total"), 1));
    }

    private static @Nullable Long contextLength(@Nullable JsonNode gguf) {
        return HubFields.number(node(gguf).path("context_length"), 1);
    }

    private static Map<String, Long> parametersByType(JsonNode counts) {
        Map<String, Long> known = new HashMap<>();
        counts.properties().stream().limit(MAX_TYPES).forEach(entry -> {
            String type = HubFields.word(entry.getKey());
            Long count = HubFields.number(entry.getValue(), 1);
            if (type != null && count != null) {
                known.put(type, count);
            }
        });
        return known;
    }

    private static @Nullable String gatedMode(@Nullable JsonNode gated) {
        String mode = node(gated).asText("");
        return Set.of("auto", "manual").contains(mode) ? mode : null;
    }

    private static @Nullable String architecture(HubJson.Info info) {
        JsonNode config = node(info.config());
        return Stream.of(
                        node(info.gguf()).path("architecture"),
                        config.path("architectures").path(0),
                        config.path("model_type"))
                .map(HubFields::word)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Of the card, where it is a text or a list; else of the tags, which may say how it was made: quantized, finetune… */
    private static List<String> baseModels(JsonNode card, List<String> tags) {
        JsonNode told = card.path("base_model");
        Set<String> ids = new LinkedHashSet<>();
        if (told.isTextual()) {
            id(told.textValue()).ifPresent(ids::add);
        }
        for (int i = 0; i < Math.min(told.size(), MAX_ENTRIES_READ); i++) {
            Optional.ofNullable(told.path(i).textValue())
                    .flatMap(RepoFactsReader::id)
                    .ifPresent(ids::add);
        }
        if (ids.isEmpty()) {
            tags.stream()
                    .filter(tag -> tag.startsWith(BASE_MODEL))
                    .flatMap(tag -> id(tag.substring(tag.lastIndexOf(':') + 1)).stream())
                    .forEach(ids::add);
        }
        return ids.stream().limit(MAX_BASE_MODELS).toList();
    }

    private static Optional<String> id(String text) {
        try {
            return Optional.of(RepoId.parse(RepoType.MODEL, text).id());
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : one;
    }

    private static JsonNode node(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }
}
