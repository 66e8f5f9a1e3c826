package io.hfdownloader.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.problem.ProblemException;
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

    /** Of all questions for one folder; whoever looks at it waits for them. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration ASKED_AGAIN_AFTER = Duration.ofHours(6);
    private static final int MAX_IN_VAIN = 10_000;

    private final LruCache<RepoId, Question> inVain = new LruCache<>(MAX_IN_VAIN);
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
                .chain(commits -> commits.isEmpty() || wasAskedInVain(folder, commits)
                        ? Uni.createFrom().voidItem()
                        : owners(folder, commits)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .invoke(owners -> explain(folder, commits, owners))
                                .replaceWithVoid())
                .ifNoItem()
                .after(LIMIT)
                .on(WaitTimers.shared())
                .fail()
                .onFailure()
                .recoverWithNull();
    }

    /** What nobody claims may have been refused, or its history written anew: the whole folder stays unexplained then. */
    private void explain(RepoId folder, Set<String> commits, Map<String, String> owners) {
        if (owners.keySet().containsAll(commits)) {
            folders.explain(folder, commits, owners);
        } else {
            inVain.put(folder, new Question(commits, System.nanoTime()));
        }
    }

    private boolean wasAskedInVain(RepoId folder, Set<String> commits) {
        return inVain.get(folder)
                .filter(question -> question.commits().equals(commits))
                .filter(question -> System.nanoTime() - question.askedNanos() < ASKED_AGAIN_AFTER.toNanos())
                .isPresent();
    }

    /** What was asked of a folder, and when by {@link System#nanoTime}. */
    private record Question(Set<String> commits, long askedNanos) {}

    private Set<String> unexplained(RepoId folder, @Nullable String wanted) {
        try {
            return folders.unexplained(folder, wanted);
        } catch (IOException | ProblemException unreadable) {
            return Set.of(); // whoever needs the folder is told
        }
    }

    /** By commit the revision that it is of; without those that nobody claims. */
    private Uni<Map<String, String>> owners(RepoId folder, Set<String> commits) {
        String taken = folders.revisionsIn(folder).get(0);
        RepoId repo = folder.onHub();
        return history(repo, taken).chain(history -> {
            Map<String, String> owners = new LinkedHashMap<>();
            commits.stream().filter(history.commits()::contains).forEach(commit -> owners.put(commit, taken));
            return !history.whole() || owners.size() == commits.size()
                    ? Uni.createFrom().item(owners)
                    : hub.refs(repo)
                            .onFailure(RevisionOrigins::isAnAnswer)
                            .recoverWithItem(new RepoRefs(List.of(), List.of(), List.of(), List.of()))
                            .chain(refs -> among(repo, taken, refs, commits, owners));
        });
    }

    /**
     * Of commits that are not in the branch itself. Only a whole history tells that they are not: a tag, or another branch, may
     * be at an old commit of it.
     */
    private Uni<Map<String, String>> among(
            RepoId repo, String taken, RepoRefs refs, Set<String> commits, Map<String, String> owners) {
        List<RepoRefs.Ref> branches = refs.branches().stream()
                .filter(ref -> !ref.name().equals(taken))
                .toList();
        Stream.concat(branches.stream(), refs.tags().stream())
                .filter(ref -> commits.contains(ref.commit()))
                .forEach(ref -> owners.putIfAbsent(ref.commit(), ref.name()));
        if (owners.size() == commits.size()) {
            return Uni.createFrom().item(owners);
        }
        return Multi.createFrom()
                .iterable(branches.stream().limit(MAX_HISTORIES).toList())
                .onItem()
                .transformToUniAndConcatenate(branch -> history(repo, branch.name())
                        .invoke(history -> commits.stream()
                                .filter(history.commits()::contains)
                                .forEach(commit -> owners.putIfAbsent(commit, branch.name()))))
                .collect()
                .asList()
                .replaceWith(owners);
    }

    /** Empty, and not the whole, where it is refused. */
    private Uni<History> history(RepoId repo, String revision) {
        return hub.commits(repo, revision)
                .map(commits -> new History(
                        commits.stream().map(RepoCommit::commit).collect(Collectors.toSet()),
                        commits.size() < HubClient.MAX_COMMITS))
                .onFailure(RevisionOrigins::isAnAnswer)
                .recoverWithItem(new History(Set.of(), false));
    }

    /** What led to a revision, and whether that is all of it. */
    private record History(Set<String> commits, boolean whole) {}

    /** False of a failure that passes, after which nothing is known. */
    private static boolean isAnAnswer(Throwable failure) {
        return failure instanceof HubException refusal && !refusal.kind().isPassing();
    }
}
