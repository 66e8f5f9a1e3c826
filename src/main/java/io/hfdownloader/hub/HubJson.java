package io.hfdownloader.hub;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.network.WebAddress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The Hub's answers as they come: any field may be missing, and none is trusted. */
final class HubJson {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern GIT_OID = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** 8 TiB: no disk has room for more, and a million of them still can be added up. */
    private static final long MAX_FILE_BYTES = 1L << 43;

    private HubJson() {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Info(
            @Nullable String id,
            @Nullable String sha,
            @Nullable JsonNode gated,
            @Nullable Boolean disabled,
            @JsonProperty("private") @Nullable Boolean isPrivate,
            @Nullable String lastModified,
            @JsonProperty("pipeline_tag") @Nullable String pipelineTag,
            @JsonProperty("library_name") @Nullable JsonNode libraryName,
            @Nullable JsonNode downloads,
            @Nullable JsonNode likes,
            @Nullable JsonNode cardData,
            @Nullable JsonNode config,
            @Nullable JsonNode safetensors,
            @Nullable JsonNode gguf,
            @Nullable List<@Nullable String> tags,
            @Nullable List<@Nullable Sibling> siblings) {

        /** The paths of all files; empty when they are not named, or not soundly. */
        Optional<Set<String>> siblingPaths() {
            if (siblings == null) {
                return Optional.empty();
            }
            Set<String> paths = new HashSet<>();
            for (Sibling sibling : siblings) {
                if (sibling == null || sibling.path() == null || sibling.path().isEmpty()) {
                    return Optional.empty();
                }
                paths.add(sibling.path());
            }
            return Optional.of(Set.copyOf(paths));
        }

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
                    Boolean.TRUE.equals(disabled),
                    Boolean.TRUE.equals(isPrivate),
                    instant(lastModified),
                    HubFields.word(pipelineTag),
                    license(known),
                    known,
                    RepoFactsReader.of(this, known)));
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Sibling(@JsonProperty("rfilename") @Nullable String path) {}

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
            @Nullable String id,
            @Nullable JsonNode downloads,
            @Nullable JsonNode likes,
            @Nullable String lastModified,
            @Nullable JsonNode gated,
            @JsonProperty("private") @Nullable Boolean isPrivate,
            @JsonProperty("pipeline_tag") @Nullable String pipelineTag,
            @JsonProperty("library_name") @Nullable String libraryName,
            @Nullable List<@Nullable String> tags) {

        /** Empty when it has no name that could be asked for. */
        Optional<RepoSearchResult> toSearchResult(RepoType type) {
            try {
                List<String> known = HubFields.tags(tags);
                return id == null
                        ? Optional.empty()
                        : Optional.of(new RepoSearchResult(
                                RepoId.parse(type, id),
                                Objects.requireNonNullElse(HubFields.number(downloads, 0), 0L),
                                Objects.requireNonNullElse(HubFields.number(likes, 0), 0L),
                                instant(lastModified),
                                isGated(gated),
                                Boolean.TRUE.equals(isPrivate),
                                HubFields.word(pipelineTag),
                                HubFields.word(libraryName),
                                license(known),
                                known));
            } catch (IllegalArgumentException unusable) {
                return Optional.empty();
            }
        }
    }

    private static boolean isGated(@Nullable JsonNode gated) {
        return gated != null && (gated.isTextual() || gated.asBoolean());
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TreeEntry(
            @Nullable String type,
            @Nullable String oid,
            @Nullable JsonNode size,
            @Nullable String path,
            @Nullable Lfs lfs,
            @Nullable String xetHash) {

        boolean isFile() {
            return "file".equals(type);
        }

        /** Bytes of the content, which is not in git where there is LFS; empty where it is not told, or cannot be. */
        OptionalLong sizeBytes() {
            OptionalLong ofLfs = lfs == null ? OptionalLong.empty() : bytes(lfs.size());
            return ofLfs.isPresent() ? ofLfs : bytes(size);
        }

        /** Empty when size, path or hashes are not what they should be. */
        Optional<RepoFile> toRepoFile() {
            OptionalLong bytes = sizeBytes();
            if (path == null || path.isEmpty() || oid == null || bytes.isEmpty()) {
                return Optional.empty();
            }
            if (!GIT_OID.matcher(oid).matches()) {
                return Optional.empty();
            }
            if (lfs == null) {
                return Optional.of(new RepoFile(path, bytes.getAsLong(), oid, oid, null));
            }
            if (lfs.oid() == null || !SHA256.matcher(lfs.oid()).matches()) {
                return Optional.empty();
            }
            boolean onXet = xetHash != null && SHA256.matcher(xetHash).matches();
            return Optional.of(new RepoFile(path, bytes.getAsLong(), lfs.oid(), oid, onXet ? xetHash : null));
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Lfs(@Nullable String oid, @Nullable JsonNode size) {}

    /** A missing number is none, and no zero. */
    private static OptionalLong bytes(@Nullable JsonNode size) {
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            return OptionalLong.empty();
        }
        long bytes = size.longValue();
        return bytes >= 0 && bytes <= MAX_FILE_BYTES ? OptionalLong.of(bytes) : OptionalLong.empty();
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
