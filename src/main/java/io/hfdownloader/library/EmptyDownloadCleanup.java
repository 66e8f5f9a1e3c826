package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.library.stamp.Stamp;

/**
 * What a download leaves in the library that ended before its first byte: a folder with nothing in it but metadata, partial
 * files without a byte, and files that are empty on the Hub, too. Blocks throughout.
 */
final class EmptyDownloadCleanup {

    private final RepoLayout layout;
    private final RepoWriter writer;
    private final RepoLeases leases;

    EmptyDownloadCleanup(RepoLayout layout, RepoWriter writer, RepoLeases leases) {
        this.layout = layout;
        this.writer = writer;
        this.leases = leases;
    }

    /**
     * Removes them, and only them: not a file that was there before, nor one that has a byte in it, nor the beginning of one.
     *
     * @return false when there was something to be kept, and all is as it was
     * @throws LibraryException while anybody but the caller, who holds a lease of the folder, works there
     */
    boolean remove(RepoId repo, Instant since) throws IOException {
        Path folder = layout.repoFolder(repo);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (RepoLease lease = leases.upgradeToExclusive(folder, repo.folder())) {
            RepoContents contents = RepoContents.of(layout.rootFolder(), folder, path -> false);
            if (!isEmptyDownload(repo, contents, since)) {
                return false;
            }
            writer.remove(repo, contents.files().keySet());
            writer.removePartials(repo);
            removeTrees(repo, contents.trees(), since);
            removeCache(repo);
            layout.rootFolder().deleteEmpty(folder, layout.root());
            return true;
        }
    }

    private boolean isEmptyDownload(RepoId repo, RepoContents contents, Instant since) {
        Set<String> paths = contents.files().keySet();
        return layout.isMarkedSince(repo, since)
                && !contents.holdsPartialData() // a file that was only just opened is still empty
                && paths.containsAll(contents.metadata().keySet())
                && contents.files().entrySet().stream()
                        .allMatch(file -> file.getValue().sizeBytes() == 0
                                && isSince(file.getValue(), since)
                                && SafePath.objection(file.getKey()).isEmpty()
                                && writer.validMetadata(repo, file.getKey()).isPresent());
    }

    private void removeTrees(RepoId repo, Map<String, Stamp> trees, Instant since) throws IOException {
        Path folder = layout.treesFolder(repo);
        for (Map.Entry<String, Stamp> tree : trees.entrySet()) {
            if (isSince(tree.getValue(), since)) {
                layout.rootFolder().delete(folder.resolve(tree.getKey()));
            }
        }
    }

    /** The marks go last: what is still in the folder needs them. */
    private void removeCache(RepoId repo) throws IOException {
        Path trees = layout.treesFolder(repo);
        Path downloads = layout.downloadFolder(repo);
        Path cache = downloads.resolveSibling(".").normalize();
        layout.rootFolder().deleteEmpty(trees, cache);
        layout.rootFolder().deleteEmpty(downloads, cache);
        if (Files.notExists(trees) && Files.notExists(downloads)) {
            layout.removeMarks(repo);
            layout.rootFolder().deleteEmpty(cache, layout.repoFolder(repo));
        }
    }

    private static boolean isSince(Stamp stamp, Instant since) {
        return stamp.modified().compareTo(FileTime.from(since)) >= 0;
    }
}
