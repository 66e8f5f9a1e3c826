package io.hfdownloader.library.leftover;

import java.nio.file.Path;
import java.util.Set;

import io.hfdownloader.hub.RepoId;

/**
 * A folder in which something may be left.
 *
 * @param repo whose it is
 * @param folder where it is
 * @param commits those of which a file is here, or in the bin
 */
public record ModelFolder(RepoId repo, Path folder, Set<String> commits) {

    public ModelFolder {
        commits = Set.copyOf(commits);
    }
}
