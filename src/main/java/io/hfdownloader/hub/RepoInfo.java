package io.hfdownloader.hub;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the Hub says of a repo at one revision.
 *
 * @param repo canonical name; may differ from the one asked (renamed, other case)
 * @param commit what the revision resolved to, 40 hex digits
 * @param gated whether a licence must be accepted first
 * @param disabled whether the Hub has taken the repo down
 * @param isPrivate visible only with a token
 * @param lastModified last change on the Hub, if told
 * @param pipelineTag task, if told
 * @param license licence tag, if told
 * @param tags tags as on the Hub's page
 * @param facts what it tells beyond that
 */
public record RepoInfo(
        RepoId repo,
        String commit,
        boolean gated,
        boolean disabled,
        boolean isPrivate,
        @Nullable Instant lastModified,
        @Nullable String pipelineTag,
        @Nullable String license,
        List<String> tags,
        RepoFacts facts) {

    public RepoInfo {
        tags = List.copyOf(tags);
    }
}
