package io.hfdownloader.web.api;

import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.catalog.RepoView;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What the Hub has, for programs. Blocks a worker while a client takes a long answer slowly. */
@Path("/api/v1/repos")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Hub")
public class ReposApi {

    private final RepoLookup lookup;
    private final ListingBudget budget;

    ReposApi(RepoLookup lookup, ListingBudget budget) {
        this.lookup = lookup;
        this.budget = budget;
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @Problems(from = Source.HUB)
    @Operation(operationId = "getRepo", summary = "Commit, files and variants of a repo on the Hub")
    public Uni<RepoView> repo(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RestQuery Optional<String> revision,
            @Context RoutingContext request) {
        return lookUp(RepoName.ofPath(type, namespace, name), revision, request);
    }

    @GET
    @Path("{type}/{name}")
    @Problems(from = Source.HUB)
    @Operation(operationId = "getCanonicalRepo", summary = "The same for a repo without a namespace, such as gpt2")
    public Uni<RepoView> canonical(
            @RestPath String type,
            @RestPath String name,
            @RestQuery Optional<String> revision,
            @Context RoutingContext request) {
        return lookUp(RepoName.ofPath(type, null, name), revision, request);
    }

    private Uni<RepoView> lookUp(RepoId repo, Optional<String> revision, RoutingContext request) {
        ListingBudget.Permit permit = budget.permit();
        request.addEndHandler(answered -> permit.close());
        return lookup.lookUp(
                repo, revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION), permit);
    }
}
