package io.hfdownloader.standin.hub;

import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** Who may see and fetch what. All methods throw {@link ErrorResponseException} with the Hub's own words. */
public final class AccessControl {

    private final RepoRegistry repos;

    public AccessControl(RepoRegistry repos) {
        this.repos = repos;
    }

    static void checkToken(Caller caller, HubErrorResponses hubErrorResponses) {
        if (caller == Caller.BAD_TOKEN) {
            throw new ErrorResponseException(hubErrorResponses.badToken());
        }
    }

    /** The repo, if the caller may know of it. */
    StandInRepo visible(RepoKind kind, String id, Caller caller, HubErrorResponses hubErrorResponses) {
        return repos.find(kind, id)
                .filter(repo -> !repo.traits().isPrivate() || caller == Caller.MEMBER)
                .orElseThrow(() -> new ErrorResponseException(
                        caller == Caller.ANONYMOUS
                                ? hubErrorResponses.unknownOrPrivate()
                                : hubErrorResponses.repoNotFound()));
    }

    /** Whether the caller may fetch files of a repo that is visible to him. */
    static void checkContent(StandInRepo repo, Caller caller, HubErrorResponses hubErrorResponses) {
        if (repo.traits().disabled()) {
            throw new ErrorResponseException(hubErrorResponses.disabled());
        }
        if (repo.traits().gated() == null || caller == Caller.MEMBER) {
            return;
        }
        throw new ErrorResponseException(
                caller == Caller.ANONYMOUS
                        ? hubErrorResponses.gatedForAnonymous(repo)
                        : hubErrorResponses.gatedForStranger(repo));
    }

    static Commit commit(StandInRepo repo, String revision, HubErrorResponses hubErrorResponses) {
        return repo.resolve(revision)
                .orElseThrow(() -> new ErrorResponseException(hubErrorResponses.revisionNotFound(revision)));
    }
}
