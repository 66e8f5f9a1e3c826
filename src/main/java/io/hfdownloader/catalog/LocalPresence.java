package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;

/** Looks which files of a tree are on the disk, without reading their content. */
@ApplicationScoped
class LocalPresence {

    private final ModelLibrary library;

    LocalPresence(ModelLibrary library) {
        this.library = library;
    }

    /** How much of a file is here. */
    enum Extent {
        NONE,
        /** Some of its bytes, or all of them without a record that they are the right ones. */
        PARTIAL,
        /** A file of this name with other content. */
        DIFFERENT,
        COMPLETE
    }

    /** What is here, by path; what is not named is not here. */
    record PresentFiles(Map<String, Extent> extents) {

        Extent of(RepoFile file) {
            return extents.getOrDefault(file.path(), Extent.NONE);
        }

        /** {@code yes}, {@code older}, {@code partly} or {@code no}. */
        String of(Collection<RepoFile> files) {
            long all =
                    files.stream().filter(file -> of(file) == Extent.COMPLETE).count();
            if (all == files.size()) {
                return files.isEmpty() ? "no" : "yes";
            }
            if (files.stream().anyMatch(file -> of(file) == Extent.DIFFERENT)) {
                return "older";
            }
            return all > 0 || files.stream().anyMatch(file -> of(file) == Extent.PARTIAL) ? "partly" : "no";
        }
    }

    /**
     * What of a tree is here. Blocks.
     *
     * @param weights the files of which it matters whether a part has come
     */
    PresentFiles find(RepoTree tree, Predicate<RepoFile> weights) {
        Map<String, Extent> extents = new HashMap<>();
        if (hasFolder(tree.repo())) {
            for (RepoFile file : tree.files()) {
                Extent extent = find(tree, file, weights.test(file));
                if (extent != Extent.NONE) {
                    extents.put(file.path(), extent);
                }
            }
        }
        return new PresentFiles(extents);
    }

    private Extent find(RepoTree tree, RepoFile file, boolean checksPartials) {
        try {
            return switch (library.files().compare(tree.repo(), file)) {
                case SAME_VERIFIED -> Extent.COMPLETE;
                case SAME_UNCHECKED ->
                    library.files().hasMatchingMetadata(tree.repo(), file) ? Extent.COMPLETE : Extent.PARTIAL;
                case DIFFERENT -> Extent.DIFFERENT;
                case MISSING -> checksPartials && hasPartialBytes(tree, file) ? Extent.PARTIAL : Extent.NONE;
            };
        } catch (LibraryException | IOException notHere) {
            return Extent.NONE;
        }
    }

    private boolean hasPartialBytes(RepoTree tree, RepoFile file) throws IOException {
        RepoLayout layout = library.layout().of(tree.repo());
        return TransferEngine.bytesKept(
                        TransferRequest.of(tree, file, layout.rootFolder(), layout::partialFile, layout::rangeJournal))
                > 0;
    }

    private boolean hasFolder(RepoId repo) {
        try {
            return Files.isDirectory(library.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        } catch (LibraryException refused) {
            return false;
        }
    }
}
