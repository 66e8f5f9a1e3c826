package io.hfdownloader.hub;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.hfdownloader.http.JsonBody;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.TextSet;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The Hub's answers as they come: any field may be missing, and none is trusted. */
final class HubJson {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private HubJson() {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Info(
            @Nullable String id,
            @Nullable String sha,
            @Nullable JsonNode gated,
            @Nullable JsonNode disabled,
            @JsonProperty("private") @Nullable JsonNode isPrivate,
            @Nullable JsonNode lastModified,
            @JsonProperty("pipeline_tag") @Nullable JsonNode pipelineTag,
            @JsonProperty("library_name") @Nullable JsonNode libraryName,
            @Nullable JsonNode downloads,
            @Nullable JsonNode likes,
            @Nullable JsonNode cardData,
            @Nullable JsonNode config,
            @Nullable JsonNode safetensors,
            @Nullable JsonNode gguf,
            @Nullable JsonNode tags) {

        /** Empty when this is not what a Hub says of a repo. */
        Optional<RepoInfo> toRepoInfo(RepoId asked) {
            String commit = commit(sha);
            if (commit == null) {
                return Optional.empty();
            }
            RepoId canonical = id == null ? asked.onHub() : RepoId.parse(asked.type(), id);
            List<String> known = HubFields.tags(tags);
            return Optional.of(new RepoInfo(
                    canonical,
                    commit,
                    isGated(gated),
                    HubFields.isTrue(disabled),
                    HubFields.isTrue(isPrivate),
                    instant(HubFields.text(lastModified)),
                    HubFields.word(HubFields.text(pipelineTag)),
                    license(known),
                    known,
                    RepoFactsReader.of(this, known)));
        }
    }

    /** An {@link Info} of which the names of files, the larger part of it by far, are not held one by one. */
    static final class InfoBody extends JsonBody {

        private final TokenBuffer rest = new TokenBuffer(null, false);
        private int depth;
        private boolean inSiblings;
        private String field = "";
        private @Nullable TextSet named;
        private @Nullable String name;

        /** All but the names of files. */
        TokenBuffer rest() {
            return rest;
        }

        /** The paths of all files; empty when they are not named, or not soundly. */
        Optional<TextSet> named() {
            return Optional.ofNullable(named);
        }

        @Override
        protected boolean token(JsonToken token, JsonParser json) throws IOException {
            depth -= token.isStructEnd() ? 1 : 0;
            if (inSiblings) {
                sibling(token, json);
            } else if (depth == 1 && token == JsonToken.FIELD_NAME && "siblings".equals(json.currentName())) {
                inSiblings = true;
            } else {
                rest.copyCurrentEvent(json);
            }
            depth += token.isStructStart() ? 1 : 0;
            return depth == 0;
        }

        /** Its list is at depth 1, each of it at 2, and the fields of those at 3. */
        private void sibling(JsonToken token, JsonParser json) throws IOException {
            if (depth == 1) {
                expect(token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY || token == JsonToken.VALUE_NULL);
                inSiblings = token == JsonToken.START_ARRAY;
                named = inSiblings ? new TextSet() : token == JsonToken.VALUE_NULL ? null : named;
            } else if (depth == 2) {
                expect(token == JsonToken.START_OBJECT
                        || token == JsonToken.END_OBJECT
                        || token == JsonToken.VALUE_NULL);
                if (token != JsonToken.START_OBJECT) {
                    add();
                }
            } else if (depth == 3 && token == JsonToken.FIELD_NAME) {
                field = json.currentName();
            } else if (depth == 3 && field.equals("rfilename")) {
                expect(token.isScalarValue());
                name = token == JsonToken.VALUE_NULL ? null : json.getText();
            }
        }

        /** One without a name makes all of them unsound. */
        private void add() {
            if (name == null || name.isEmpty()) {
                named = null;
            } else if (named != null) {
                named.add(name);
            }
            name = null;
        }

        private static void expect(boolean condition) throws IOException {
            if (!condition) {
                throw new IOException("No names of files");
            }
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record XetToken(
            @Nullable String casUrl,
            @Nullable String accessToken,
            @Nullable Long exp) {

        private static final int MAX_TOKEN_CHARS = 64_000;
        private static final long MAX_EXPIRY_SECONDS = 1L << 40;

        /** Empty when it is not what a Hub says. */
        Optional<XetReadToken> toReadToken() {
            if (casUrl == null || accessToken == null || exp == null || exp <= 0 || exp > MAX_EXPIRY_SECONDS) {
                return Optional.empty();
            }
            boolean sound = !accessToken.isEmpty()
                    && accessToken.length() <= MAX_TOKEN_CHARS
                    && accessToken.chars().allMatch(c -> c > ' ' && c < 127);
            return sound
                    ? WebAddress.parse(casUrl)
                            .map(storage -> new XetReadToken(storage, accessToken, Instant.ofEpochSecond(exp)))
                    : Optional.empty();
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SearchHit(
            @Nullable JsonNode id,
            @Nullable JsonNode downloads,
            @Nullable JsonNode likes,
            @Nullable JsonNode lastModified,
            @Nullable JsonNode gated,
            @JsonProperty("private") @Nullable JsonNode isPrivate,
            @JsonProperty("pipeline_tag") @Nullable JsonNode pipelineTag,
            @JsonProperty("library_name") @Nullable JsonNode libraryName,
            @Nullable JsonNode safetensors,
            @Nullable JsonNode gguf,
            @Nullable JsonNode tags) {

        /** Empty when it has no name that could be asked for. */
        Optional<RepoSearchResult> toSearchResult(RepoType type) {
            try {
                List<String> known = HubFields.tags(tags);
                String name = HubFields.text(id);
                return name == null
                        ? Optional.empty()
                        : Optional.of(new RepoSearchResult(
                                RepoId.parse(type, name),
                                Objects.requireNonNullElse(HubFields.number(downloads, 0), 0L),
                                Objects.requireNonNullElse(HubFields.number(likes, 0), 0L),
                                instant(HubFields.text(lastModified)),
                                isGated(gated),
                                HubFields.isTrue(isPrivate),
                                HubFields.word(HubFields.text(pipelineTag)),
                                HubFields.word(HubFields.text(libraryName)),
                                license(known),
                                known,
                                RepoFactsReader.ofWeights(safetensors, gguf)));
            } catch (IllegalArgumentException unusable) {
                return Optional.empty();
            }
        }
    }

    private static boolean isGated(@Nullable JsonNode gated) {
        return gated != null && (gated.isTextual() || gated.asBoolean());
    }

    /** The text if it is a whole commit id, else null. */
    static @Nullable String commit(@Nullable String text) {
        return text != null && COMMIT.matcher(text).matches() ? text : null;
    }

    static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private static @Nullable String license(List<String> tags) {
        return tags.stream()
                .filter(tag -> tag.startsWith("license:"))
                .map(tag -> tag.substring("license:".length()))
                .findFirst()
                .orElse(null);
    }
}
