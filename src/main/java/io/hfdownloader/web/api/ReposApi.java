package io.hfdownloader.web.api;

import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.catalog.RepoView;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What the Hub has, for programs. */
@Path("/api/v1/repos")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hub")
@RegisterForReflection(targets = RepoView.class, registerFullHierarchy = true)
public class ReposApi {

    private final RepoLookup lookup;
    private final JsonStream stream;

    ReposApi(RepoLookup lookup, JsonStream stream) {
        this.lookup = lookup;
        this.stream = stream;
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @Problems(from = Source.HUB)
    @Operation(operationId = "getRepo", summary = "Commit, files and variants of a repo on the Hub")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RepoView.class)))
    public RestMulti<byte[]> repo(
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
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RepoView.class)))
    public RestMulti<byte[]> canonical(
            @RestPath String type,
            @RestPath String name,
            @RestQuery Optional<String> revision,
            @Context RoutingContext request) {
        return lookUp(RepoName.ofPath(type, null, name), revision, request);
    }

    private RestMulti<byte[]> lookUp(RepoId repo, Optional<String> revision, RoutingContext request) {
        String asked = revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION);
        return stream.of(request, permit -> lookup.lookUp(repo, asked, permit));
    }
}
