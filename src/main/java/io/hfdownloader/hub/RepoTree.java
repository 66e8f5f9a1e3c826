package io.hfdownloader.hub;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All files of a repo at one commit, complete: immutable on the Hub, so it may be kept for ever.
 *
 * @param repo the repo under its canonical name
 * @param commit 40 hex digits
 * @param files all files, in the Hub's order; folders are left out
 */
public record RepoTree(RepoId repo, String commit, List<RepoFile> files) {

    public RepoTree {
        files = List.copyOf(files);
    }

    /** The paths of all files. */
    public Set<String> paths() {
        return files.stream().map(RepoFile::path).collect(Collectors.toUnmodifiableSet());
    }
}
