package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.RevisionLookup;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The revisions of a repo, for programs and for the page. */
@Path("/api/v1/revisions")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hub")
public class RevisionsApi {

    private final RevisionLookup lookup;

    RevisionsApi(RevisionLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * What can be given for a revision. At most 500 names of each kind.
     *
     * @param branches branches
     * @param tags tags
     * @param converts what the Hub made of the repo, such as {@code refs/convert/parquet}
     * @param pullRequests proposed changes, such as {@code refs/pr/1}
     * @param commits the last 50 commits of the revision that was asked, the newest first
     * @param commitsRefused why there are none, or null
     */
    public record RevisionsJson(
            List<RefJson> branches,
            List<RefJson> tags,
            List<RefJson> converts,
            List<RefJson> pullRequests,
            List<CommitJson> commits,
            @Nullable String commitsRefused) {

        static RevisionsJson of(RevisionLookup.Revisions found) {
            return new RevisionsJson(
                    refs(found.refs().branches()),
                    refs(found.refs().tags()),
                    refs(found.refs().converts()),
                    refs(found.refs().pullRequests()),
                    found.commits().stream().map(CommitJson::of).toList(),
                    found.commitsRefused());
        }

        private static List<RefJson> refs(List<RepoRefs.Ref> refs) {
            return refs.stream()
                    .map(ref -> new RefJson(ref.name(), ref.commit()))
                    .toList();
        }
    }

    /**
     * @param name as it can be given for a revision
     * @param commit where it points to
     */
    public record RefJson(String name, String commit) {}

    /**
     * @param commit 40 hex digits
     * @param title first line of its message
     * @param date when it was made, or null
     */
    public record CommitJson(
            String commit, String title, @Nullable Instant date) {

        static CommitJson of(RepoCommit commit) {
            return new CommitJson(commit.commit(), commit.title(), commit.date());
        }
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @Problems(from = Source.HUB)
    @Operation(
            operationId = "getRevisions",
            summary = "Branches, tags, pull requests and last commits of a repo on the Hub",
            description = "The commits of a gated repo are told only to those who have accepted its licence.")
    public Uni<RevisionsJson> revisions(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, namespace, name), revision);
    }

    @GET
    @Path("{type}/{name}")
    @Problems(from = Source.HUB)
    @Operation(operationId = "getCanonicalRevisions", summary = "The same for a repo without a namespace, such as gpt2")
    public Uni<RevisionsJson> canonical(
            @RestPath String type, @RestPath String name, @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, null, name), revision);
    }

    private Uni<RevisionsJson> lookUp(RepoId repo, Optional<String> revision) {
        return lookup.lookUp(repo, revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION))
                .map(RevisionsJson::of);
    }
}
