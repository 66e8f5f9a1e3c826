package io.hfdownloader.library.revision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.FolderCommits;
import io.hfdownloader.library.ModelLibrary;

/** Where a revision of a repo goes: where it is, where its commit is, to the folder of the repo, or to one beside it. */
final class FolderChoice {

    private final ModelLibrary library;
    private final TrackedRevisions tracked;
    private final FolderCommits commits;
    private final Provenances provenances;

    FolderChoice(ModelLibrary library, TrackedRevisions tracked, FolderCommits commits, Provenances provenances) {
        this.library = library;
        this.tracked = tracked;
        this.commits = commits;
        this.provenances = provenances;
    }

    /** See {@link RevisionFolders#folderFor}. Blocks briefly. */
    RepoId folderFor(RepoId repo, String revision, String commit) {
        RepoId onHub = repo.onHub();
        Map<RepoId, Set<String>> occupied = occupied(onHub, revision);
        return occupied.entrySet().stream()
                .filter(folder -> provenances.of(folder.getKey()).first().equals(revision))
                .filter(folder -> folder.getValue().contains(commit)
                        || provenances.of(folder.getKey()).isOnly(revision))
                .findFirst()
                .or(() -> occupied.entrySet().stream()
                        .filter(folder -> folder.getValue().contains(commit))
                        .findFirst())
                .map(Map.Entry::getKey)
                .orElseGet(() -> occupied.containsKey(onHub) ? besideAny(onHub, revision, occupied.keySet()) : onHub);
    }

    /** See {@link RevisionFolders#folderBeside}. Blocks briefly. */
    RepoId folderBeside(RepoId repo, String revision) {
        RepoId onHub = repo.onHub();
        Set<RepoId> occupied = occupied(onHub, revision).keySet();
        return occupied.stream()
                .filter(folder -> folder.beside() != null && isOwn(folder, revision))
                .findFirst()
                .orElseGet(() -> besideAny(onHub, revision, occupied));
    }

    private boolean isOwn(RepoId folder, String revision) {
        Provenance provenance = provenances.of(folder);
        return provenance.first().equals(revision) && provenance.isOnly(revision);
    }

    /** The folders of a repo in which there is something, that of the repo first, with the commits of what is there. */
    private Map<RepoId, Set<String>> occupied(RepoId onHub, String revision) {
        Set<RepoId> folders = new LinkedHashSet<>(List.of(onHub, onHub.at(revision), onHub.apartAt(revision)));
        folders.addAll(tracked.foldersOf(onHub));
        library.models().stream()
                .flatMap(model -> Optional.ofNullable(model.repo()).stream())
                .filter(folder -> folder.onHub().equals(onHub))
                .forEach(folders::add);
        Map<RepoId, Set<String>> occupied = new LinkedHashMap<>();
        folders.removeIf(this::isAnothers);
        for (RepoId folder : folders) {
            Set<String> here = commits.newestIn(folder);
            if (!here.isEmpty()) {
                occupied.put(folder, here);
            }
        }
        return occupied;
    }

    /** Some disks do not tell upper and lower case apart. */
    private RepoId besideAny(RepoId repo, String revision, Set<RepoId> occupied) {
        RepoId folder = repo.at(revision);
        boolean taken = occupied.stream().anyMatch(other -> other.folder().equalsIgnoreCase(folder.folder()));
        return taken || isAnothers(folder) ? repo.apartAt(revision) : folder;
    }

    /** Whether the disk takes a folder beside for one of another name, as {@code dev} for {@code Dev}. Blocks briefly. */
    boolean isAnothers(RepoId folder) {
        if (folder.beside() == null) {
            return false;
        }
        Path path = library.layout().repoFolder(folder);
        Path parent = path.getParent();
        if (parent == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> names = Files.list(parent)) {
            return names.noneMatch(
                    other -> String.valueOf(other.getFileName()).equals(String.valueOf(path.getFileName())));
        } catch (UncheckedIOException unreadable) {
            throw unreadable(folder, new IOException(unreadable.getMessage(), unreadable));
        } catch (IOException unreadable) {
            throw unreadable(folder, unreadable);
        }
    }

    private static DiskException unreadable(RepoId folder, IOException failure) {
        return DiskException.of("The folder of " + folder.folder() + " cannot be looked at", failure);
    }
}
