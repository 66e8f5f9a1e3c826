package io.hfdownloader.space;

import java.util.List;
import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that could go to make room.
 *
 * @param kind why it is named
 * @param bytes room that it would give back
 * @param volume the disk that it is on, by the path of that
 * @param what what would go
 * @param reason why it may be spared
 * @param call what does it; null where the API has no call for it
 */
@RegisterForReflection
@Schema(name = "SpaceSuggestion")
public record Suggestion(
        SuggestionKind kind,
        long bytes,
        String volume,
        What what,
        Reason reason,
        @Nullable Call call) {

    /**
     * What would go.
     *
     * @param repo id on the Hub, or the folder's name where no repo can be meant
     * @param type {@code model}, {@code dataset} or {@code space}; null where no repo can be meant
     * @param folder its folder, as the library names it
     * @param variant label of the one variant that is meant, or null
     * @param paths the files that are meant, 20 at most; empty for the whole folder
     */
    @RegisterForReflection
    @Schema(name = "SpaceSuggestionWhat")
    public record What(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"}) @Nullable
            String type,

            String folder,
            @Nullable String variant,
            List<String> paths) {

        public What {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Why it may be spared.
     *
     * @param code stable word for the kind of reason, for whoever tells it in other words
     * @param parameters what the sentence names; times as ISO 8601 writes them
     * @param sentence the same in English
     */
    @RegisterForReflection
    @Schema(name = "SpaceSuggestionReason")
    public record Reason(String code, Map<String, String> parameters, String sentence) {

        public Reason {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * A call of this API.
     *
     * @param method the HTTP method
     * @param path path with query, below the base URL
     */
    @RegisterForReflection
    @Schema(name = "SpaceSuggestionCall")
    public record Call(String method, String path) {}
}
