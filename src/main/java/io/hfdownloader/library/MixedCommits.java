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
import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a model are older than its commit or not in it any more, and whether some of them belong together all the
 * same: a download of the commit left them out, or an update was given up. Used by one thread; blocks when it has to look into trees.
 */
final class MixedCommits {

    private final Set<LibraryFile> older;
    private final Set<LibraryFile> gone;
    private final Supplier<List<RepoTree>> keptTrees;
    private @Nullable List<Map<String, String>> etagsByTree;

    /**
     * @param tree the tree of the model's commit, where that is known
     * @param kept all trees that are on the disk; asked for when they are needed, and once
     */
    MixedCommits(List<LibraryFile> files, Optional<RepoTree> tree, Supplier<List<RepoTree>> keptTrees) {
        Map<String, String> upstream =
                tree.map(known -> etagsBut(emptied(files, known), known)).orElse(Map.of());
        Set<LibraryFile> others = tree.map(known -> others(files, known)).orElse(Set.of());
        this.older = others.stream()
                .filter(file -> upstream.containsKey(file.path()))
                .filter(file -> !Objects.equals(file.etag(), upstream.get(file.path())))
                .collect(Collectors.toSet());
        this.gone = others.stream()
                .filter(file -> !upstream.containsKey(file.path()))
                .collect(Collectors.toSet());
        this.keptTrees = keptTrees;
    }

    private static Map<String, String> etagsBut(Set<String> emptied, RepoTree tree) {
        Map<String, String> etags = new HashMap<>(etags(tree));
        etags.keySet().removeAll(emptied);
        return etags;
    }

    /** Weights here for which the commit has an empty file: there are none any more. */
    private static Set<String> emptied(List<LibraryFile> files, RepoTree tree) {
        Set<String> empty = tree.files().stream()
                .filter(file -> file.sizeBytes() == 0)
                .map(RepoFile::path)
                .collect(Collectors.toSet());
        return files.stream()
                .filter(file -> empty.contains(file.path())
                        && file.sizeBytes() > 0
                        && WeightFiles.isWeight(file.path(), file.sizeBytes()))
                .map(LibraryFile::path)
                .collect(Collectors.toSet());
    }

    /** Those that came from the Hub, but not at the commit. */
    private static Set<LibraryFile> others(List<LibraryFile> files, RepoTree tree) {
        return files.stream()
                .filter(file -> file.etag() != null && !tree.commit().equals(file.commit()))
                .collect(Collectors.toSet());
    }

    /** True when a file of the model is older than its commit. */
    boolean isMixed() {
        return !older.isEmpty();
    }

    /** True when one of these is older, or not in the commit any more. */
    boolean containsAny(List<LibraryFile> files) {
        return files.stream().anyMatch(file -> older.contains(file) || gone.contains(file));
    }

    /** True when one of these came from the Hub and is not in the commit any more. */
    boolean isGoneUpstream(List<LibraryFile> files) {
        return files.stream().anyMatch(gone::contains);
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
