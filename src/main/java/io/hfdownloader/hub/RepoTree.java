package io.hfdownloader.hub;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All files of a repo at one commit, complete: immutable on the Hub, so it may be kept for ever.
 *
 * @param repo the repo under its canonical name, and which folder of it the files are for
 * @param commit 40 hex digits
 * @param files all files, in the Hub's order; folders are left out
 */
public record RepoTree(RepoId repo, String commit, List<RepoFile> files) {

    public RepoTree {
        files = List.copyOf(files);
    }

    /** The same for another folder of the repo. */
    public RepoTree in(RepoId folder) {
        return folder.equals(repo) ? this : new RepoTree(folder, commit, files);
    }

    /** The paths of all files. */
    public Set<String> paths() {
        return files.stream().map(RepoFile::path).collect(Collectors.toUnmodifiableSet());
    }

    /** As {@link #paths}, for comparing alone, in a fraction of the memory. */
    public FileNames names() {
        FileNames names = new FileNames();
        files.forEach(file -> names.add(file.path()));
        return names;
    }
}
