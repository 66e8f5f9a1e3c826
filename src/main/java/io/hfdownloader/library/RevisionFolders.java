package io.hfdownloader.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;
import io.hfdownloader.library.metadata.FileMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which revision of a repo is in which folder. The first one goes to the folder of the repo, another one to a folder beside
 * it, unless it is the same commit; so no download overwrites what was asked for by another name. For any thread.
 */
@ApplicationScoped
public class RevisionFolders {

    /** Of files that somebody put there. */
    private static final String NOT_KNOWN = "";

    private static final int MAX_EXPLAINED = 10_000;

    /** What a folder of more commits is of, nobody can tell. */
    private static final int MAX_COMMITS = 64;

    private static final int MAX_FILES_LOOKED_AT = 100_000;

    private final ModelLibrary library;
    private final TrackedRevisions tracked;
    private final LruCache<RepoId, Explanation> explained = new LruCache<>(MAX_EXPLAINED);

    /** Once for each download that puts its files in the places of others just now. */
    private final List<RepoId> replacing = new ArrayList<>();

    public RevisionFolders(ModelLibrary library, TrackedRevisions tracked) {
        this.library = library;
        this.tracked = tracked;
        library.onDeletion(explained::remove);
    }

    /**
     * What the files of a folder are of, as far as their commits tell it.
     *
     * @param commits those of its files
     * @param revisions of which they are, the one that an update follows first
     */
    private record Explanation(Set<String> commits, List<String> revisions) {

        Explanation {
            commits = Set.copyOf(commits);
            revisions = List.copyOf(revisions);
        }
    }

    /**
     * The commits of the files in a folder of which nothing tells yet to which revision they belong: no record of ours does, or
     * there are several. Blocks.
     *
     * @param wanted one that needs no explanation; null for none
     */
    public Set<String> unexplained(RepoId folder, @Nullable String wanted) throws IOException {
        if (folder.beside() != null
                || !tracked.othersIn(folder).isEmpty()
                || !Files.isDirectory(library.layout().repoFolder(folder), LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        boolean recorded = tracked.revisionOf(folder).isPresent();
        Set<String> commits = recorded ? lastSeenIn(folder) : allCommitsIn(folder);
        boolean one = commits.size() <= 1;
        boolean known = explained
                .get(folder)
                .filter(explanation -> explanation.commits().equals(commits))
                .isPresent();
        if (known || commits.size() > MAX_COMMITS || one && (recorded || commits.contains(String.valueOf(wanted)))) {
            return Set.of();
        }
        return commits;
    }

    private Set<String> lastSeenIn(RepoId folder) {
        return library.models().stream()
                .filter(model -> folder.equals(model.repo()))
                .flatMap(model -> model.files().stream())
                .flatMap(file -> Optional.ofNullable(file.commit()).stream())
                .limit(MAX_FILES_LOOKED_AT)
                .collect(Collectors.toSet());
    }

    /** Reads what is written beside each file of a folder, and of no other. Blocks. */
    private Set<String> allCommitsIn(RepoId folder) throws IOException {
        Path path = library.layout().repoFolder(folder);
        RepoContents contents = RepoContents.of(path, LibraryScan::isRepo);
        return contents.metadata().keySet().stream()
                .limit(MAX_FILES_LOOKED_AT)
                .flatMap(file -> validCommit(path, file, contents).stream())
                .collect(Collectors.toSet());
    }

    /**
     * Remembers of which revisions the files of a folder are; on the disk when the next one {@link #claim}s it.
     *
     * @param owners the revision of each commit
     */
    public synchronized void explain(RepoId folder, Set<String> commits, Map<String, String> owners) {
        String taken = revisionIn(folder);
        List<String> revisions = commits.stream()
                .map(owners::get)
                .distinct()
                .sorted(Comparator.comparing(revision -> !revision.equals(taken)))
                .toList();
        explained.put(folder, new Explanation(commits, revisions));
    }

    /** Whether files of several commits are in a folder, and nothing tells of which revisions they are. */
    public boolean isMixture(LibraryModel model) {
        RepoId folder = model.repo();
        return folder != null
                && folder.beside() == null
                && explained.get(folder).isEmpty()
                && model.files().stream()
                                .flatMap(file -> Optional.ofNullable(file.commit()).stream())
                                .distinct()
                                .limit(2)
                                .count()
                        > 1;
    }

    /** Where a revision is, or would go. Blocks briefly. */
    public RepoId folderFor(RepoId repo, String revision, String commit) {
        RepoId onHub = repo.onHub();
        Map<RepoId, Set<String>> occupied = occupied(onHub, revision);
        return occupied.entrySet().stream()
                .filter(folder -> revisionIn(folder.getKey()).equals(revision))
                .filter(folder -> folder.getValue().contains(commit) || isAloneIn(folder.getKey(), revision))
                .findFirst()
                .or(() -> occupied.entrySet().stream()
                        .filter(folder -> folder.getValue().contains(commit))
                        .findFirst())
                .map(Map.Entry::getKey)
                .orElseGet(() -> occupied.containsKey(onHub) ? besideAny(onHub, revision, occupied.keySet()) : onHub);
    }

    /** Where a revision goes that cannot go where another one is. Blocks briefly. */
    public RepoId folderBeside(RepoId repo, String revision) {
        RepoId onHub = repo.onHub();
        Set<RepoId> occupied = occupied(onHub, revision).keySet();
        return occupied.stream()
                .filter(folder ->
                        folder.beside() != null && revisionIn(folder).equals(revision) && isAloneIn(folder, revision))
                .findFirst()
                .orElseGet(() -> besideAny(onHub, revision, occupied));
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
            Set<String> commits = commitsIn(folder);
            if (!commits.isEmpty()) {
                occupied.put(folder, commits);
            }
        }
        return occupied;
    }

    /**
     * Makes a folder that of the revision before its first file is written, or lets the revision share it. False when it
     * holds another one by now, which must not be overwritten. Blocks.
     */
    public synchronized boolean claim(RepoTree tree, String revision) throws IOException {
        RepoId folder = tree.repo();
        if (isAnothers(folder)) {
            return false;
        }
        recordWhatWasExplained(folder);
        Set<String> here = commitsIn(folder);
        boolean own = revisionIn(folder).equals(revision);
        boolean same = here.contains(tree.commit());
        if (here.isEmpty() || own && isAloneIn(folder, revision)) {
            tracked.claim(folder, revision);
        } else if (!own && same && !replacing.contains(folder) && replacesNothing(tree)) {
            tracked.share(folder, revision);
        } else if (!own || !same || replacesAnotherCommit(tree)) {
            return false;
        }
        library.saveTree(tree); // from now on there is something in it
        return true;
    }

    private void recordWhatWasExplained(RepoId folder) throws IOException {
        Optional<Explanation> explanation = explained.get(folder);
        if (explanation.isEmpty()) {
            return;
        }
        if (!explanation.get().commits().equals(allCommitsIn(folder))) { // something of it was deleted, or came, since
            explained.remove(folder);
            return;
        }
        List<String> revisions = explanation.get().revisions();
        if (tracked.revisionOf(folder).isEmpty()) {
            tracked.claim(folder, revisions.get(0));
        }
        for (String other : revisions.subList(1, revisions.size())) {
            tracked.share(folder, other);
        }
    }

    /**
     * Whether files may take the places of those in their folder. False when another revision shares it since it was claimed, and
     * one of these came from the Hub with another commit. Until {@link #replaced}, no other revision comes to share it.
     * Blocks.
     */
    public synchronized boolean beginReplacing(RepoTree tree, String revision, List<RepoFile> files) {
        RepoId folder = tree.repo();
        boolean alone = revisionIn(folder).equals(revision) && isAloneIn(folder, revision);
        if (!alone && files.stream().anyMatch(file -> isOfAnotherCommit(tree, file))) {
            return false;
        }
        replacing.add(folder);
        return true;
    }

    /** Each call of {@link #beginReplacing} that said yes has one of these. */
    public synchronized void replaced(RepoId folder) {
        replacing.remove(folder);
    }

    private boolean replacesAnotherCommit(RepoTree tree) throws IOException {
        for (RepoFile file : tree.files()) {
            if (SafePath.objection(file.path()).isEmpty()
                    && isOfAnotherCommit(tree, file)
                    && library.files().compare(tree.repo(), file) == FileMatch.DIFFERENT) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfAnotherCommit(RepoTree tree, RepoFile file) {
        return library.files()
                .commitOf(tree.repo(), file.path())
                .filter(commit -> !commit.equals(tree.commit()))
                .isPresent();
    }

    /** What an update that was given up has left belongs to another commit than the newest of its files. */
    private boolean replacesNothing(RepoTree tree) throws IOException {
        for (RepoFile file : tree.files()) {
            if (SafePath.objection(file.path()).isEmpty()
                    && library.files().compare(tree.repo(), file) == FileMatch.DIFFERENT) {
                return false;
            }
        }
        return true;
    }

    /** The revisions that a folder holds, the one that an update follows first; {@code main} where nothing is known. */
    public List<String> revisionsIn(RepoId folder) {
        return Stream.concat(Stream.of(revisionIn(folder)), othersIn(folder))
                .distinct()
                .toList();
    }

    /** A folder that more than one revision shares stays as it is; what moves on gets another one. */
    private boolean isAloneIn(RepoId folder, String revision) {
        return othersIn(folder).allMatch(revision::equals);
    }

    private Stream<String> othersIn(RepoId folder) {
        String first = revisionIn(folder);
        return Stream.concat(
                tracked.othersIn(folder).stream(),
                explained.get(folder).stream()
                        .flatMap(explanation -> explanation.revisions().stream())
                        .filter(revision -> !revision.equals(first)));
    }

    private String revisionIn(RepoId folder) {
        return tracked.revisionOf(folder)
                .or(() -> explained
                        .get(folder)
                        .map(explanation -> explanation.revisions().get(0)))
                .or(folder::revisionBeside)
                .orElse(RepoRefs.DEFAULT_BRANCH);
    }

    /** Some disks do not tell upper and lower case apart. */
    private RepoId besideAny(RepoId repo, String revision, Set<RepoId> occupied) {
        RepoId folder = repo.at(revision);
        boolean taken = occupied.stream().anyMatch(other -> other.folder().equalsIgnoreCase(folder.folder()));
        return taken || isAnothers(folder) ? repo.apartAt(revision) : folder;
    }

    /** Whether the disk takes a folder beside for one of another name, as {@code dev} for {@code Dev}. Blocks briefly. */
    private boolean isAnothers(RepoId folder) {
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
            IOException cause = new IOException(unreadable.getMessage(), unreadable);
            throw DiskException.of("The folder of " + folder.folder() + " cannot be looked at", cause);
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + folder.folder() + " cannot be looked at", unreadable);
        }
    }

    /**
     * The commits of the files in a folder, or of a download that has not brought any yet; a word for files whose commit is
     * not known. Empty when nothing is there. Blocks briefly.
     */
    private Set<String> commitsIn(RepoId folder) {
        try {
            Path path = library.layout().repoFolder(folder);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return Set.of();
            }
            RepoContents contents = RepoContents.of(path, LibraryScan::isRepo);
            return contents.isEmpty() ? Set.of() : commitsIn(path, contents);
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + folder.folder() + " cannot be looked at", unreadable);
        }
    }

    private static Set<String> commitsIn(Path path, RepoContents contents) {
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
        RepoContents.Stamp stamp = contents.files().get(file);
        return stamp == null
                ? Optional.empty()
                : FileMetadata.read(path.resolve(RepoLayout.CACHE + "/download/" + file + ".metadata"))
                        .filter(read -> read.isValidFor(stamp.modified()))
                        .map(FileMetadata::commit);
    }
}
