package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.stamp.Stamp;

/** Of which commits the files in the folder of a repo are, as the notes beside them say. For any thread. */
public final class FolderCommits {

    /** Of files that somebody put there. */
    private static final String NOT_KNOWN = "";

    private static final int MAX_FILES_LOOKED_AT = 100_000;

    private final ModelLibrary library;

    public FolderCommits(ModelLibrary library) {
        this.library = library;
    }

    /** Those that the last scan saw. From memory. */
    public Set<String> lastSeenIn(RepoId folder) {
        return library.models().stream()
                .filter(model -> folder.equals(model.repo()))
                .flatMap(model -> model.files().stream())
                .flatMap(file -> Optional.ofNullable(file.commit()).stream())
                .limit(MAX_FILES_LOOKED_AT)
                .collect(Collectors.toSet());
    }

    /** Reads what is written beside each file of a folder, and of no other. Blocks. */
    public Set<String> allIn(RepoId folder) throws IOException {
        Path path = library.layout().repoFolder(folder);
        RepoContents contents = RepoContents.of(library.layout().of(folder).rootFolder(), path, LibraryScan::isRepo);
        return contents.metadata().keySet().stream()
                .limit(MAX_FILES_LOOKED_AT)
                .flatMap(file -> validCommit(path, file, contents).stream())
                .collect(Collectors.toSet());
    }

    /**
     * That of the newest file in a folder, or those of downloads that have not brought any yet; a word for files whose commit is
     * not known. Empty when nothing is there. Blocks briefly.
     */
    public Set<String> newestIn(RepoId folder) {
        try {
            Path path = library.layout().repoFolder(folder);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return Set.of();
            }
            RepoContents contents =
                    RepoContents.of(library.layout().of(folder).rootFolder(), path, LibraryScan::isRepo);
            return contents.isEmpty() ? Set.of() : newestIn(path, contents);
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + folder.folder() + " cannot be looked at", unreadable);
        }
    }

    private static Set<String> newestIn(Path path, RepoContents contents) {
        Optional<String> newest = contents.metadata().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().modified(), Comparator.reverseOrder()))
                .flatMap(entry -> validCommit(path, entry.getKey(), contents).stream())
                .findFirst();
        if (newest.isPresent()) {
            return Set.of(newest.get());
        }
        Set<String> begun = contents.trees().keySet().stream()
                .map(name -> name.replaceFirst("\\.json$", ""))
                .filter(RepoLayout::isCommit)
                .collect(Collectors.toSet());
        return begun.isEmpty() ? Set.of(NOT_KNOWN) : begun;
    }

    private static Optional<String> validCommit(Path path, String file, RepoContents contents) {
        Stamp stamp = contents.files().get(file);
        return stamp == null
                ? Optional.empty()
                : FileMetadata.read(path.resolve(RepoLayout.CACHE + "/download/" + file + ".metadata"))
                        .filter(read -> read.isValidFor(stamp.modified()))
                        .map(FileMetadata::commit);
    }

    /** Whether a file came from the Hub with another commit than this one of its repo, and has not changed since. Blocks. */
    public boolean isOfAnother(RepoTree tree, RepoFile file) {
        return library.files()
                .commitOf(tree.repo(), file.path())
                .filter(commit -> !commit.equals(tree.commit()))
                .isPresent();
    }

    /** Whether another file stands in the place of one that is wanted. Blocks. */
    public boolean isReplaced(RepoTree tree, RepoFile file) throws IOException {
        return SafePath.objection(file.path()).isEmpty()
                && library.files().compare(tree.repo(), file) == FileMatch.DIFFERENT;
    }
}
