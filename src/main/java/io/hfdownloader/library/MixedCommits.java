package io.hfdownloader.library;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a model are older than its commit, and whether some of them belong together all the same: a download of
 * the commit left them out, or an update was given up. Used by one thread; blocks when it has to look into trees.
 */
final class MixedCommits {

    private final Set<LibraryFile> older;
    private final Supplier<List<RepoTree>> keptTrees;
    private @Nullable List<Map<String, String>> etagsByTree;

    /**
     * @param tree the tree of the model's commit, where that is known
     * @param kept all trees that are on the disk; asked for when they are needed, and once
     */
    MixedCommits(List<LibraryFile> files, Optional<RepoTree> tree, Supplier<List<RepoTree>> keptTrees) {
        this.older = tree.map(known -> older(files, known)).orElse(Set.of());
        this.keptTrees = keptTrees;
    }

    /** Those that came from the Hub, but not as the commit has them. */
    private static Set<LibraryFile> older(List<LibraryFile> files, RepoTree tree) {
        Map<String, String> etags = etags(tree);
        return files.stream()
                .filter(file -> file.etag() != null && !tree.commit().equals(file.commit()))
                .filter(file -> !Objects.equals(file.etag(), etags.get(file.path())))
                .collect(Collectors.toSet());
    }

    /** True when a file of the model is older than its commit. */
    boolean isMixed() {
        return !older.isEmpty();
    }

    /** True when one of these is older. */
    boolean containsAny(List<LibraryFile> files) {
        return files.stream().anyMatch(older::contains);
    }

    /** By their metadata; or by a tree, as an update that was given up has recorded anew what is the same in both. */
    boolean isOfOneCommit(List<LibraryFile> files) {
        return files.stream().map(LibraryFile::commit).distinct().count() == 1
                || etagsByTree().stream()
                        .anyMatch(etags -> files.stream()
                                .allMatch(file ->
                                        file.etag() != null && file.etag().equals(etags.get(file.path()))));
    }

    private List<Map<String, String>> etagsByTree() {
        List<Map<String, String>> known = etagsByTree;
        if (known == null) {
            known = keptTrees.get().stream().map(MixedCommits::etags).toList();
            etagsByTree = known;
        }
        return known;
    }

    private static Map<String, String> etags(RepoTree tree) {
        Map<String, String> etags = new HashMap<>();
        for (RepoFile file : tree.files()) {
            etags.put(file.path(), file.etag());
        }
        return etags;
    }
}
