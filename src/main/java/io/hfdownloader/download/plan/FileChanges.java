package io.hfdownloader.download.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.ModelLibrary;
import org.jspecify.annotations.Nullable;

/**
 * What an update changes on the disk, by its plan and by the rules of its end.
 *
 * @param changed files that come in another version
 * @param added files that come new
 * @param removed files that go
 * @param kept files that are gone upstream and stay
 * @param toFetch what comes, with what is here of it
 * @param bytesToCheck bytes of files here that are hashed first, as nobody knows what they are
 */
record FileChanges(
        List<Change> changed,
        List<Change> added,
        List<Change> removed,
        List<Change> kept,
        List<PlanItem> toFetch,
        long bytesToCheck) {

    FileChanges {
        changed = List.copyOf(changed);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
        toFetch = List.copyOf(toFetch);
    }

    /** A file: as it comes, or as it goes. */
    record Change(String path, long sizeBytes) {

        boolean isWeights() {
            return WritableFiles.isNeeded(path, sizeBytes);
        }
    }

    boolean isEmpty() {
        return changed.isEmpty() && added.isEmpty() && removed.isEmpty() && bytesToCheck == 0;
    }

    boolean weights() {
        return Stream.of(changed, added, removed).flatMap(List::stream).anyMatch(Change::isWeights);
    }

    long bytesToFetch() {
        return toFetch.stream().mapToLong(PlanItem::missingBytes).sum();
    }

    /**
     * Blocks.
     *
     * @param from the commit that is here, or null
     * @param namedTwice whether the listing is known to be whole, without which nothing is removed
     */
    static FileChanges of(
            ModelLibrary library, RepoTree tree, List<PlanItem> items, @Nullable String from, boolean namedTwice) {
        try {
            return look(library, tree, items, from, namedTwice);
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + tree.repo().id() + " cannot be looked at", unreadable);
        }
    }

    private static FileChanges look(
            ModelLibrary library, RepoTree tree, List<PlanItem> items, @Nullable String from, boolean namedTwice)
            throws IOException {
        List<Change> changed = new ArrayList<>();
        List<Change> added = new ArrayList<>();
        List<PlanItem> toFetch = new ArrayList<>();
        long toCheck = 0;
        for (PlanItem item : items) {
            RepoFile file = item.file();
            FileMatch match =
                    item.verified() ? FileMatch.SAME_VERIFIED : library.files().compare(tree.repo(), file);
            if (match == FileMatch.DIFFERENT || match == FileMatch.MISSING) {
                (match == FileMatch.MISSING ? added : changed).add(new Change(file.path(), file.sizeBytes()));
                toFetch.add(item);
            } else if (match == FileMatch.SAME_UNCHECKED && !library.files().hasMatchingMetadata(tree.repo(), file)) {
                toCheck += file.sizeBytes();
            }
        }
        List<RepoFile> planned = items.stream().map(PlanItem::file).toList();
        ModelLibrary.Departed departed = library.departing(tree, from, planned);
        Map<String, Long> sizes = sizesHere(library, tree);
        List<Change> removed = named(departed.removed(), sizes);
        List<Change> kept = named(departed.kept(), sizes);
        if (!namedTwice) {
            kept = Stream.concat(kept.stream(), removed.stream())
                    .sorted(Comparator.comparing(Change::path))
                    .toList();
            removed = List.of();
        }
        return new FileChanges(changed, added, removed, kept, toFetch, toCheck);
    }

    /** What was deleted by hand is gone already. */
    private static List<Change> named(List<String> paths, Map<String, Long> sizes) {
        return paths.stream()
                .filter(sizes::containsKey)
                .sorted()
                .map(path -> new Change(path, sizes.getOrDefault(path, 0L)))
                .toList();
    }

    private static Map<String, Long> sizesHere(ModelLibrary library, RepoTree tree) {
        Map<String, Long> sizes = new HashMap<>();
        library.model(tree.repo())
                .ifPresent(model -> model.files().forEach(file -> sizes.put(file.path(), file.sizeBytes())));
        return sizes;
    }
}
