package io.hfdownloader.adopt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.variant.Variant;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;

/**
 * What a model lacks of the variants of which there are weights: files that a download of these would bring.
 *
 * @param files the files
 * @param complete whether it can be used without
 */
record MissingFiles(List<RepoFile> files, boolean complete) {

    private static final int MAX_VARIANTS = 20;
    private static final String GGUF = "gguf";

    MissingFiles {
        files = List.copyOf(files);
    }

    /** @param here paths of those that there are */
    static MissingFiles of(RepoTree tree, Set<String> here) {
        List<String> labels = new ArrayList<>();
        Set<String> needed = new HashSet<>();
        boolean isGguf = true;
        for (Variant<RepoFile> variant : Variants.of(tree, WeightFacts.NONE).variants()) {
            if (variant.files().stream().anyMatch(file -> here.contains(file.path())) && labels.size() < MAX_VARIANTS) {
                labels.add(variant.label());
                isGguf &= variant.format().equals(GGUF);
                variant.files().forEach(file -> needed.add(file.path()));
            }
        }
        List<RepoFile> missing = labels.isEmpty()
                ? List.of()
                : selected(tree, labels).stream()
                        .filter(file -> !here.contains(file.path()))
                        .toList();
        Set<String> lacking = missing.stream().map(RepoFile::path).collect(Collectors.toSet());
        boolean describes = isGguf || lacking.stream().noneMatch(path -> path.endsWith(".json"));
        return new MissingFiles(missing, describes && lacking.stream().noneMatch(needed::contains));
    }

    private static List<RepoFile> selected(RepoTree tree, List<String> labels) {
        try {
            return new Selection(labels, List.of(), List.of(), null).select(tree);
        } catch (ProblemException | IllegalArgumentException ambiguous) {
            return List.of();
        }
    }

    long bytes() {
        return files.stream().mapToLong(RepoFile::sizeBytes).sum();
    }
}
