package io.hfdownloader.web.api;

import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.catalog.RepoView;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.hub.RepoId;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What the Hub has, for programs. */
@Path("/api/v1/repos")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hub")
public class ReposApi {

    private final RepoLookup lookup;

    ReposApi(RepoLookup lookup) {
        this.lookup = lookup;
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @Operation(summary = "Commit, files and variants of a repo on the Hub")
    public Uni<RepoView> repo(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, namespace, name), revision);
    }

    @GET
    @Path("{type}/{name}")
    @Operation(summary = "The same for a repo without a namespace, such as gpt2")
    public Uni<RepoView> canonical(@RestPath String type, @RestPath String name, @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, null, name), revision);
    }

    private Uni<RepoView> lookUp(RepoId repo, Optional<String> revision) {
        return lookup.lookUp(repo, revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION));
    }
}
