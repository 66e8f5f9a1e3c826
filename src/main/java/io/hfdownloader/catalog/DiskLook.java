package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLayout;
import io.hfdownloader.library.UnsafePathException;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;

/** Looks which files of a listing are on the disk, without reading their content. */
@ApplicationScoped
class DiskLook {

    private final ModelLibrary library;

    DiskLook(ModelLibrary library) {
        this.library = library;
    }

    /** How much of a file is here. */
    enum Part {
        NONE,
        /** Some of its bytes, or all of them without anybody having noted that they are the right ones. */
        SOME,
        /** A file of this name with other content. */
        OTHER,
        ALL
    }

    /** What is here, by path; what is not named is not here. */
    record Here(Map<String, Part> parts) {

        Part of(RepoFile file) {
            return parts.getOrDefault(file.path(), Part.NONE);
        }

        /** {@code yes}, {@code older}, {@code partly} or {@code no}. */
        String of(Collection<RepoFile> files) {
            long all = files.stream().filter(file -> of(file) == Part.ALL).count();
            if (all == files.size()) {
                return files.isEmpty() ? "no" : "yes";
            }
            if (files.stream().anyMatch(file -> of(file) == Part.OTHER)) {
                return "older";
            }
            return all > 0 || files.stream().anyMatch(file -> of(file) == Part.SOME) ? "partly" : "no";
        }
    }

    /**
     * What of a listing is here. Blocks.
     *
     * @param weights the paths of which it matters whether a part has come
     */
    Here look(RepoTree tree, Set<String> weights) {
        Map<String, Part> parts = new HashMap<>();
        if (hasFolder(tree.repo())) {
            for (RepoFile file : tree.files()) {
                Part part = look(tree, file, weights.contains(file.path()));
                if (part != Part.NONE) {
                    parts.put(file.path(), part);
                }
            }
        }
        return new Here(parts);
    }

    private Part look(RepoTree tree, RepoFile file, boolean countsParts) {
        try {
            return switch (library.check(tree.repo(), file)) {
                case SAME_VERIFIED -> Part.ALL;
                case SAME_UNCHECKED -> library.isNoted(tree.repo(), file) ? Part.ALL : Part.SOME;
                case DIFFERENT -> Part.OTHER;
                case MISSING -> countsParts && hasBegun(tree, file) ? Part.SOME : Part.NONE;
            };
        } catch (UnsafePathException | IOException notHere) {
            return Part.NONE;
        }
    }

    private boolean hasBegun(RepoTree tree, RepoFile file) {
        RepoId repo = tree.repo();
        RepoLayout layout = library.layout();
        return TransferEngine.bytesKept(new TransferRequest(
                        repo, tree.commit(), file, layout.partial(repo, file), layout.ranges(repo, file)))
                > 0;
    }

    private boolean hasFolder(RepoId repo) {
        try {
            return Files.isDirectory(library.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        } catch (UnsafePathException refused) {
            return false;
        }
    }
}
