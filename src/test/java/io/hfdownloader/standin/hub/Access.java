package io.hfdownloader.standin.hub;

import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** Who may see and fetch what. All methods throw {@link RefusedException} with the Hub's own words. */
public final class Access {

    private final RepoRegistry repos;

    public Access(RepoRegistry repos) {
        this.repos = repos;
    }

    static void checkToken(Caller caller, Refusals refusals) {
        if (caller == Caller.BAD_TOKEN) {
            throw new RefusedException(refusals.badToken());
        }
    }

    /** The repo, if the caller may know of it. */
    StandInRepo visible(RepoKind kind, String id, Caller caller, Refusals refusals) {
        return repos.find(kind, id)
                .filter(repo -> !repo.traits().isPrivate() || caller == Caller.MEMBER)
                .orElseThrow(() -> new RefusedException(
                        caller == Caller.ANONYMOUS ? refusals.unknownOrPrivate() : refusals.repoNotFound()));
    }

    /** Whether the caller may fetch files of a repo that is visible to him. */
    static void checkContent(StandInRepo repo, Caller caller, Refusals refusals) {
        if (repo.traits().disabled()) {
            throw new RefusedException(refusals.disabled());
        }
        if (repo.traits().gated() == null || caller == Caller.MEMBER) {
            return;
        }
        throw new RefusedException(
                caller == Caller.ANONYMOUS ? refusals.gatedForAnonymous(repo) : refusals.gatedForStranger(repo));
    }

    static Commit commit(StandInRepo repo, String revision, Refusals refusals) {
        return repo.resolve(revision).orElseThrow(() -> new RefusedException(refusals.revisionNotFound(revision)));
    }
}
