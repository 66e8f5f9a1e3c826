package io.hfdownloader.hub.search;

import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * One result of a search, as the Hub tells it.
 *
 * @param repo its name
 * @param downloads downloads of the last 30 days
 * @param likes likes
 * @param lastModified last change, if told
 * @param gated whether a licence must be accepted first
 * @param isPrivate visible only with a token
 * @param pipelineTag task, if told
 * @param libraryName the library it is made for, if told
 * @param license licence tag, if told
 * @param tags tags as on the Hub's page
 * @param facts what it tells of the weights of a model
 */
public record RepoSearchResult(
        RepoId repo,
        long downloads,
        long likes,
        @Nullable Instant lastModified,
        boolean gated,
        boolean isPrivate,
        @Nullable String pipelineTag,
        @Nullable String libraryName,
        @Nullable String license,
        List<String> tags,
        ModelFacts facts) {

    public RepoSearchResult {
        tags = List.copyOf(tags);
    }

    /** The formats of its weights, as far as its tags tell. */
    public List<ModelFormat> formats() {
        return ModelFormat.in(tags, libraryName);
    }
}
