package io.hfdownloader.catalog;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.library.RevisionFolders;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/**
 * Finds out of which revision the files of a folder are where no record of ours tells it: the Python client put them there, or
 * the record was lost. The commits that stand beside the files are believed, and looked for in the history of the revision that
 * would be taken for theirs, then among the branches. Costs nothing where a record tells it. Never blocks.
 */
@ApplicationScoped
public class RevisionOrigins {

    /** So many branches are looked through; those with another head are asked for their history. */
    private static final int MAX_HISTORIES = 8;

    private final HubClient hub;
    private final RevisionFolders folders;

    public RevisionOrigins(HubClient hub, RevisionFolders folders) {
        this.hub = hub;
        this.folders = folders;
    }

    /**
     * Lets {@link RevisionFolders} know it. Does not fail: what the Hub does not tell stays as it was taken for.
     *
     * @param folder of the repo
     * @param wanted the commit that is asked for, whose files need no explanation; null for none
     */
    public Uni<Void> find(RepoId folder, @Nullable String wanted) {
        return Uni.createFrom()
                .item(() -> unexplained(folder, wanted))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(commits -> commits.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : owners(folder, commits)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .invoke(owners -> explain(folder, commits, owners))
                                .replaceWithVoid())
                .onFailure()
                .recoverWithNull();
    }

    /** Nobody knowing any of them tells nothing: the history may have been refused, or written anew. */
    private void explain(RepoId folder, Set<String> commits, Map<String, String> owners) {
        if (!owners.isEmpty()) {
            folders.explain(folder, commits, owners);
        }
    }

    private Set<String> unexplained(RepoId folder, @Nullable String wanted) {
        try {
            return folders.unexplained(folder, wanted);
        } catch (IOException unreadable) {
            return Set.of(); // whoever needs the folder is told
        }
    }

    /** By commit the revision that it is of; without those that nobody claims. */
    private Uni<Map<String, String>> owners(RepoId folder, Set<String> commits) {
        String taken = folders.revisionsIn(folder).get(0);
        RepoId repo = folder.onHub();
        return history(repo, taken).chain(history -> {
            Map<String, String> owners = new LinkedHashMap<>();
            commits.stream().filter(history::contains).forEach(commit -> owners.put(commit, taken));
            boolean whole = !history.isEmpty() && history.size() < HubClient.MAX_COMMITS;
            return owners.size() == commits.size()
                    ? Uni.createFrom().item(owners)
                    : hub.refs(repo)
                            .onFailure()
                            .recoverWithItem(new RepoRefs(List.of(), List.of(), List.of(), List.of()))
                            .chain(refs -> among(repo, taken, refs, whole, commits, owners));
        });
    }

    /** A tag may be at an old commit of the branch itself, as may be the beginning of another: only a whole history tells. */
    private Uni<Map<String, String>> among(
            RepoId repo, String taken, RepoRefs refs, boolean whole, Set<String> commits, Map<String, String> owners) {
        List<RepoRefs.Ref> branches = refs.branches().stream()
                .filter(ref -> !ref.name().equals(taken))
                .toList();
        Stream.concat(branches.stream(), whole ? refs.tags().stream() : Stream.of())
                .filter(ref -> commits.contains(ref.commit()))
                .forEach(ref -> owners.putIfAbsent(ref.commit(), ref.name()));
        if (!whole || owners.size() == commits.size()) {
            return Uni.createFrom().item(owners);
        }
        return Multi.createFrom()
                .iterable(branches.stream().limit(MAX_HISTORIES).toList())
                .onItem()
                .transformToUniAndConcatenate(branch -> history(repo, branch.name())
                        .invoke(history -> commits.stream()
                                .filter(history::contains)
                                .forEach(commit -> owners.putIfAbsent(commit, branch.name()))))
                .collect()
                .asList()
                .replaceWith(owners);
    }

    /** Empty where it is refused. */
    private Uni<Set<String>> history(RepoId repo, String revision) {
        return hub.commits(repo, revision)
                .map(commits -> commits.stream().map(RepoCommit::commit).collect(Collectors.toSet()))
                .onFailure()
                .recoverWithItem(new HashSet<>());
    }
}
