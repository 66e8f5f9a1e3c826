package io.hfdownloader.adopt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.hfdownloader.adopt.shape.FoundFile;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Which files of a commit those are that were found.
 *
 * @param tree the commit
 * @param files what each of them is on the Hub
 */
record Assignment(RepoTree tree, Map<FoundFile, RepoFile> files) {

    Assignment {
        files = new LinkedHashMap<>(files);
    }

    /** By their lengths alone: what may be the same. */
    static Assignment bySize(RepoTree tree, Collection<FoundFile> found) {
        return of(tree, found, (file, upstream) -> true);
    }

    /** By their content. */
    static Assignment byContent(
            RepoTree tree, Collection<FoundFile> found, Function<FoundFile, Optional<ContentSums>> sums) {
        Map<FoundFile, Optional<ContentSums>> known = new HashMap<>();
        return of(
                tree,
                found,
                (file, upstream) -> known.computeIfAbsent(file, sums)
                        .filter(content -> content.isOf(upstream))
                        .isPresent());
    }

    private interface Same {
        boolean is(FoundFile file, RepoFile upstream);
    }

    private static Assignment of(RepoTree tree, Collection<FoundFile> found, Same same) {
        Map<Long, List<RepoFile>> bySize = new HashMap<>();
        found.forEach(file -> bySize.put(file.sizeBytes(), new ArrayList<>()));
        for (RepoFile upstream : tree.files()) {
            List<RepoFile> ofSize = bySize.get(upstream.sizeBytes());
            if (ofSize != null) {
                ofSize.add(upstream);
            }
        }
        Map<FoundFile, RepoFile> files = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (FoundFile file : found) {
            best(file, bySize.getOrDefault(file.sizeBytes(), List.of()), same, taken)
                    .ifPresent(upstream -> {
                        files.put(file, upstream);
                        taken.add(upstream.path());
                    });
        }
        return new Assignment(tree, files);
    }

    /** Where several have the same content, that of the same path, else of the same name; an empty file is known by its path only. */
    private static Optional<RepoFile> best(FoundFile file, List<RepoFile> ofSize, Same same, Set<String> taken) {
        RepoFile best = null;
        int bestRank = 0;
        for (RepoFile upstream : ofSize) {
            int rank = rank(file, upstream);
            if (rank > bestRank && !taken.contains(upstream.path()) && same.is(file, upstream)) {
                best = upstream;
                bestRank = rank;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int rank(FoundFile file, RepoFile upstream) {
        if (file.path().equals(upstream.path())) {
            return 3;
        }
        if (file.sizeBytes() == 0) {
            return 0;
        }
        if (WeightFiles.baseName(file.path()).equals(WeightFiles.baseName(upstream.path()))) {
            return 2;
        }
        return WeightFiles.isWeight(file.path(), file.sizeBytes()) ? 1 : 0;
    }

    long bytes() {
        return files.keySet().stream().mapToLong(FoundFile::sizeBytes).sum();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Sum of the sizes of those that are weights. */
    long weightBytes() {
        return files.keySet().stream()
                .filter(Assignment::isWeight)
                .mapToLong(FoundFile::sizeBytes)
                .sum();
    }

    static boolean isWeight(FoundFile file) {
        return WeightFiles.isWeight(file.path(), file.sizeBytes());
    }
}
