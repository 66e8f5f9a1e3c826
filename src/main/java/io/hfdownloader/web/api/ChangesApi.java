package io.hfdownloader.web.api;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpdateHold;
import io.hfdownloader.download.DownloadPreview;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.plan.UpdateView;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What updates would do, and whether they are told, for programs and for the page. */
@Path("/api/v1/library")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@RegisterForReflection(targets = UpdateView.class, registerFullHierarchy = true)
@Tag(name = "Library")
public class ChangesApi {

    private static final String WORDS = "Send {\"hold\": \"none\"}, \"until-weights\" or \"always\".";

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final DownloadPreview preview;
    private final UpdateChecker updates;
    private final JsonStream stream;

    ChangesApi(
            ModelLibrary library,
            DownloadService downloads,
            DownloadPreview preview,
            UpdateChecker updates,
            JsonStream stream) {
        this.library = library;
        this.downloads = downloads;
        this.preview = preview;
        this.updates = updates;
        this.stream = stream;
    }

    /**
     * Whether updates of a model are told.
     *
     * @param hold {@code none}: each is; {@code until-weights}: none before weights that are held are others than they were when
     *     this was chosen; {@code always}: none is
     */
    @Schema(requiredProperties = "hold")
    public record HoldJson(
            @Schema(enumeration = {"none", "until-weights", "always"}) @Nullable
            String hold) {}

    @GET
    @Path("{type}/{namespace}/{name}/changes")
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(
            operationId = "getLibraryModelChanges",
            summary = "What an update would do: commits, files, bytes; writes nothing",
            description =
                    "For exactly what is held, by the plan that an update would have; also of a model whose updates are"
                            + " not told. Where there is nothing to do, the lists are empty.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UpdateView.class)))
    public RestMulti<byte[]> changes(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Context RoutingContext request) {
        return changes(RepoName.ofFolderPath(type, namespace, name), request);
    }

    @GET
    @Path("{type}/{name}/changes")
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "getCanonicalLibraryModelChanges", summary = "The same for a repo without a namespace")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UpdateView.class)))
    public RestMulti<byte[]> changesCanonical(
            @RestPath String type, @RestPath String name, @Context RoutingContext request) {
        return changes(RepoName.ofFolderPath(type, null, name), request);
    }

    @PUT
    @Path("{type}/{namespace}/{name}/hold")
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(value = ProblemType.MODEL_NOT_FOUND, from = Source.DISK)
    @Operation(
            operationId = "holdLibraryModel",
            summary = "Choose whether updates of a model are told",
            description =
                    "What is kept back is no update in `updateAvailable`, in the number of updates, on the pages and for"
                            + " hooks. It can be looked at and made all the same. The choice is kept until the model is deleted.")
    public Uni<LibraryJson> hold(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Nullable HoldJson body) {
        return hold(RepoName.ofFolderPath(type, namespace, name), body);
    }

    @PUT
    @Path("{type}/{name}/hold")
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(value = ProblemType.MODEL_NOT_FOUND, from = Source.DISK)
    @Operation(operationId = "holdCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    public Uni<LibraryJson> holdCanonical(@RestPath String type, @RestPath String name, @Nullable HoldJson body) {
        return hold(RepoName.ofFolderPath(type, null, name), body);
    }

    private RestMulti<byte[]> changes(RepoId repo, RoutingContext request) {
        return stream.of(
                request,
                permit -> model(repo)
                        .invoke(model -> library.requireThere(repo))
                        .chain(model -> preview.changes(repo, permit)));
    }

    private Uni<LibraryJson> hold(RepoId repo, @Nullable HoldJson body) {
        UpdateHold hold = UpdateHold.ofWord(body == null ? null : body.hold())
                .orElseThrow(() -> ApiException.of("hold", new IllegalArgumentException(WORDS)));
        return model(repo)
                .invoke(model -> updates.hold(repo, model, hold))
                .map(model -> LibraryJson.of(
                                model,
                                library.rootOf(model.folder()),
                                downloads.modelStatuses().apply(model),
                                LibraryJson.Updates.of(model, updates))
                        .interrupted(library.interruptedSwap(repo)));
    }

    /** On a worker. */
    private Uni<LibraryModel> model(RepoId repo) {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(models -> find(models, repo));
    }

    private static LibraryModel find(List<LibraryModel> models, RepoId repo) {
        return models.stream()
                .filter(model -> repo.equals(model.repo()))
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(ProblemType.MODEL_NOT_FOUND, repo.folder() + " is not on this machine."));
    }
}
