package io.hfdownloader.catalog;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Tells which revisions of a repo there are to choose from. Never blocks. */
@ApplicationScoped
public class RevisionLookup {

    /** Refusals that are for the history alone: names and files may still be had. */
    private static final Set<HubException.Kind> HISTORY_ONLY_KINDS = EnumSet.of(
            HubException.Kind.GATED,
            HubException.Kind.FORBIDDEN,
            HubException.Kind.DISABLED,
            HubException.Kind.THROTTLED,
            HubException.Kind.BAD_REQUEST);

    private final HubClient hub;

    RevisionLookup(HubClient hub) {
        this.hub = hub;
    }

    /**
     * The revisions of a repo.
     *
     * @param refs branches, tags and the like
     * @param commits the last commits of the revision that was asked, the newest first
     * @param commitsRefused why there are none, a sentence for the user; null when they were told
     */
    public record Revisions(
            RepoRefs refs,
            List<RepoCommit> commits,
            @Nullable String commitsRefused) {

        public Revisions {
            commits = List.copyOf(commits);
        }
    }

    /** Fails with a {@link HubException}, but not when only the history is refused, as it is of gated repos. */
    public Uni<Revisions> lookUp(RepoId repo, String revision) {
        return hub.refs(repo)
                .chain(refs -> hub.commits(repo, revision)
                        .map(commits -> new Revisions(refs, commits, null))
                        .onFailure(HubException.class)
                        .recoverWithUni(failure -> withoutHistory(refs, (HubException) failure)));
    }

    private static Uni<Revisions> withoutHistory(RepoRefs refs, HubException refused) {
        return HISTORY_ONLY_KINDS.contains(refused.kind())
                ? Uni.createFrom().item(new Revisions(refs, List.of(), refused.getMessage()))
                : Uni.createFrom().failure(refused);
    }
}
