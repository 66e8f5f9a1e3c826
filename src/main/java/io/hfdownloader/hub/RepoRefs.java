package io.hfdownloader.hub;

import java.util.List;

/**
 * The names that a repo's commits have.
 *
 * @param branches branches
 * @param tags tags
 * @param converts what the Hub made of the repo itself, such as {@code refs/convert/parquet}
 * @param pullRequests changes that somebody proposes, such as {@code refs/pr/1}
 */
public record RepoRefs(List<Ref> branches, List<Ref> tags, List<Ref> converts, List<Ref> pullRequests) {

    /** What is meant when no revision is named. */
    public static final String DEFAULT_BRANCH = "main";

    /**
     * One name.
     *
     * @param name as it can be given for a revision
     * @param commit where it points to, 40 hex digits
     */
    public record Ref(String name, String commit) {}

    public RepoRefs {
        branches = List.copyOf(branches);
        tags = List.copyOf(tags);
        converts = List.copyOf(converts);
        pullRequests = List.copyOf(pullRequests);
    }
}
