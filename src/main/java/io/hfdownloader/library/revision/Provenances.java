package io.hfdownloader.library.revision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.FolderCommits;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.Provenance.Explained;
import org.jspecify.annotations.Nullable;

/** What is known of each folder's {@link Provenance}: what was recorded, and what commits have told since the start. */
final class Provenances {

    private static final int MAX_EXPLAINED = 10_000;

    /** What a folder of more commits is of, nobody can tell. */
    private static final int MAX_COMMITS = 64;

    private final ModelLibrary library;
    private final TrackedRevisions tracked;
    private final FolderCommits commits;
    private final LruCache<RepoId, Explained> explained = new LruCache<>(MAX_EXPLAINED);

    Provenances(ModelLibrary library, TrackedRevisions tracked, FolderCommits commits) {
        this.library = library;
        this.tracked = tracked;
        this.commits = commits;
        library.onDeletion(explained::remove);
    }

    /** That of a folder. From memory. */
    Provenance of(RepoId folder) {
        Optional<Explained> told = explained.get(folder);
        List<String> shared = tracked.othersIn(folder);
        Optional<String> recorded = tracked.revisionOf(folder);
        if (recorded.isPresent()) {
            return new Provenance.Recorded(recorded.get(), others(recorded.get(), shared, told));
        }
        if (told.isPresent()) {
            String first = told.get().first();
            return new Explained(told.get().commits(), first, others(first, shared, told));
        }
        return folder.revisionBeside()
                .<Provenance>map(name -> new Provenance.Named(name, shared))
                .orElseGet(() -> new Provenance.Assumed(shared));
    }

    private static List<String> others(String first, List<String> shared, Optional<Explained> told) {
        Stream<String> explained = told.stream().flatMap(one -> one.revisions().stream());
        return Stream.concat(shared.stream(), explained.filter(revision -> !revision.equals(first)))
                .toList();
    }

    /** See {@link RevisionFolders#unexplained}. Blocks. */
    Set<String> unexplained(RepoId folder, @Nullable String wanted) throws IOException {
        if (folder.beside() != null
                || !tracked.othersIn(folder).isEmpty()
                || !Files.isDirectory(library.layout().repoFolder(folder), LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        boolean recorded = tracked.revisionOf(folder).isPresent();
        Set<String> here = recorded ? commits.lastSeenIn(folder) : commits.allIn(folder);
        boolean one = here.size() <= 1;
        boolean known = explained
                .get(folder)
                .filter(told -> told.commits().equals(here))
                .isPresent();
        if (known || here.size() > MAX_COMMITS || one && (recorded || here.contains(String.valueOf(wanted)))) {
            return Set.of();
        }
        return here;
    }

    /** See {@link RevisionFolders#explain}. */
    void explain(RepoId folder, Set<String> here, Map<String, String> owners) {
        String taken = of(folder).first();
        List<String> revisions = here.stream()
                .map(owners::get)
                .distinct()
                .sorted(Comparator.comparing(revision -> !revision.equals(taken)))
                .toList();
        explained.put(folder, new Explained(here, revisions.get(0), revisions.subList(1, revisions.size())));
    }

    /** See {@link RevisionFolders#isMixture}. */
    boolean isMixture(LibraryModel model) {
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

    /** Records, on the disk, what the commits of a folder have told, unless something of it was deleted, or came, since. Blocks. */
    void record(RepoId folder) throws IOException {
        Optional<Explained> told = explained.get(folder);
        if (told.isEmpty()) {
            return;
        }
        if (!told.get().commits().equals(commits.allIn(folder))) {
            explained.remove(folder);
            return;
        }
        if (tracked.revisionOf(folder).isEmpty()) {
            tracked.claim(folder, told.get().first());
        }
        for (String other : told.get().others()) {
            tracked.share(folder, other);
        }
    }
}
