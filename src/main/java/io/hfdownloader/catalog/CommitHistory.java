package io.hfdownloader.catalog;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Tells which commits lie between two of a repo. Never blocks. */
@ApplicationScoped
public class CommitHistory {

    /** Pages that are looked through, and with that how many commits are told. */
    private static final int MAX_PAGES = 2;

    private final HubClient hub;

    CommitHistory(HubClient hub) {
        this.hub = hub;
    }

    /**
     * What led from one commit to another.
     *
     * @param commits those after the first, up to the last and with it, the newest first; the newest hundred at most
     * @param from the first, where it was found
     * @param whole whether these are all that there are
     * @param refused why there are none, a sentence for the user; null when they were told
     */
    public record Between(
            List<RepoCommit> commits,
            @Nullable RepoCommit from,
            boolean whole,
            @Nullable String refused) {

        static final Between NOTHING = new Between(List.of(), null, true, null);

        public Between {
            commits = List.copyOf(commits);
        }
    }

    /** Does not fail: a Hub that does not tell its history has all else to tell. */
    public Uni<Between> between(RepoId repo, @Nullable String from, String to) {
        if (to.equals(from)) {
            return Uni.createFrom().item(Between.NOTHING);
        }
        if (from == null) {
            return Uni.createFrom().item(refused("It is not known which commit is on this machine."));
        }
        return page(repo.onHub(), from, to, List.of(), 0)
                .onFailure(HubException.class)
                .recoverWithItem(failure -> refused(sentence((HubException) failure)));
    }

    private static Between refused(String sentence) {
        return new Between(List.of(), null, false, sentence);
    }

    private static String sentence(HubException failure) {
        return switch (failure.kind()) {
            case REPO_NOT_FOUND, REVISION_NOT_FOUND, FILE_NOT_FOUND, BAD_REQUEST, NOT_A_HUB ->
                "This Hub does not tell the history of the repository.";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private Uni<Between> page(RepoId repo, String from, String to, List<RepoCommit> before, int page) {
        return hub.commits(repo, to, page).chain(told -> {
            List<RepoCommit> all = new ArrayList<>(before);
            for (RepoCommit commit : told) {
                if (commit.commit().equals(from)) {
                    return Uni.createFrom().item(new Between(all, commit, true, null));
                }
                all.add(commit);
            }
            return told.size() < HubClient.MAX_COMMITS || page + 1 >= MAX_PAGES
                    ? Uni.createFrom().item(new Between(all, null, false, null))
                    : page(repo, from, to, all, page + 1);
        });
    }
}
