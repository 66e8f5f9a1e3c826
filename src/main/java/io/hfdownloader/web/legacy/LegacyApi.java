package io.hfdownloader.web.legacy;

import java.io.IOException;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.web.api.JsonStream;
import io.hfdownloader.web.api.RepoName;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.LenientBody;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The API that scripts were written for when this service was a Python program: same paths, same words. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Legacy API")
@RegisterForReflection(
        targets = {LegacyModels.LegacyModel.class, LegacyStatus.class},
        registerFullHierarchy = true)
public class LegacyApi {

    private final DownloadService downloads;
    private final ModelLibrary library;
    private final Settings settings;
    private final JsonStream stream;

    LegacyApi(DownloadService downloads, ModelLibrary library, Settings settings, JsonStream stream) {
        this.stream = stream;
        this.downloads = downloads;
        this.settings = settings;
        this.library = library;
    }

    /**
     * What is wanted.
     *
     * @param repoId id of a model on the Hub
     * @param quantPattern label of a variant, glob, or part of a path; may be empty or missing
     */
    @LenientBody
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(requiredProperties = "repo_id")
    public record DownloadBody(
            @Schema(minLength = 1, maxLength = 2_000, examples = "openai-community/gpt2") @Nullable
            String repoId,

            @Nullable String quantPattern) {

        RepoId repo() {
            return RepoName.of(RepoName.Body.LEGACY, null, repoId);
        }

        /** What is here, by the name that {@code GET /api/models} gave it. */
        RepoId folder() {
            return RepoName.ofFolder(repoId);
        }

        Selection selection() {
            try {
                return Selection.ofPattern(quantPattern);
            } catch (IllegalArgumentException bad) {
                throw ApiException.of("choice", bad);
            }
        }
    }

    /** What is to be deleted: a path as {@code GET /api/models} gave it. */
    @LenientBody
    @Schema(requiredProperties = "path")
    public record DeleteBody(
            @Schema(minLength = 1) @Nullable String path) {}

    /** What was started. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record StartedTask(String message, UUID taskId) {}

    @POST
    @Path("download")
    @NonBlocking
    @Problems(
            value = ProblemType.REPO_MISSING,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "legacyDownload", summary = "Start a download")
    public Uni<StartedTask> download(@Nullable DownloadBody body) {
        DownloadBody present = present(body);
        return downloads
                .request(new DownloadRequest(
                        present.repo(), DownloadRequest.DEFAULT_REVISION, present.selection(), false))
                .map(accepted ->
                        new StartedTask("Download started", accepted.download().id()));
    }

    @GET
    @Path("api/status")
    @NonBlocking
    @Operation(operationId = "legacyStatus", summary = "How far the newest active download is, and all others")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LegacyStatus.class)))
    public RestMulti<byte[]> status(@Context RoutingContext request) {
        return stream.of(
                request, permit -> Uni.createFrom().item(LegacyStatus.of(downloads.list(), settings.bandwidthLimit())));
    }

    @GET
    @Path("api/models")
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(operationId = "legacyModels", summary = "All models on this machine")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = LegacyModels.LegacyModel.class)))
    public RestMulti<byte[]> models(@Context RoutingContext request) {
        return stream.of(
                request,
                permit -> library.freshModels(LibraryDisk.ANSWER_TIMEOUT)
                        .map(models -> new MappedList<>(models, LegacyModels.LegacyModel::of)));
    }

    @POST
    @Path("api/models/update")
    @NonBlocking
    @Problems(
            value = {ProblemType.REPO_MISSING, ProblemType.MODEL_NOT_FOUND},
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "legacyUpdate", summary = "Bring a model up to date, or download it where it is not here")
    public Uni<StartedTask> update(@Nullable DownloadBody body) {
        DownloadBody present = present(body);
        RepoId folder = present.folder();
        Selection selection = present.selection();
        return downloads
                .update(folder, selection)
                .onFailure(failure -> isMissing(failure) && folder.beside() == null)
                .recoverWithUni(() -> downloads.request(
                        new DownloadRequest(folder, DownloadRequest.DEFAULT_REVISION, selection, false)))
                .map(accepted -> new StartedTask(
                        "Update started for " + accepted.download().target().repo(),
                        accepted.download().id()));
    }

    @POST
    @Path("api/models/delete")
    @Blocking
    @Problems(from = {Source.DELETION, Source.DISK})
    @Operation(operationId = "legacyDelete", summary = "Delete a model or one of its files")
    public StartedTask delete(@Nullable DeleteBody body) throws IOException {
        String path = present(body).path();
        if (path == null || path.isBlank()) {
            throw new ApiException(ProblemType.BAD_REQUEST, "Name the path to delete.");
        }
        discard(path);
        return new StartedTask("Delete started for " + path, UUID.randomUUID());
    }

    /** For good where the bin is on another disk: this API has no way to ask for that. */
    private void discard(String path) throws IOException {
        try {
            var kept = library.discardPath(path);
        } catch (LibraryException refused) {
            if (refused.problem() != ProblemType.BIN_OUT_OF_REACH) {
                throw refused;
            }
            library.deletePath(path);
        }
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem() == ProblemType.MODEL_NOT_FOUND;
    }

    // --- the same under their other paths; two paths in one pattern would be one nameless path to OpenAPI ----------

    @POST
    @Path("api/download")
    @NonBlocking
    @Problems(
            value = ProblemType.REPO_MISSING,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "legacyApiDownload", summary = "The same as /download")
    public Uni<StartedTask> apiDownload(@Nullable DownloadBody body) {
        return download(body);
    }

    @GET
    @Path("api/list")
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(operationId = "legacyList", summary = "The same as /api/models")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = LegacyModels.LegacyModel.class)))
    public RestMulti<byte[]> list(@Context RoutingContext request) {
        return models(request);
    }

    @POST
    @Path("api/update")
    @NonBlocking
    @Problems(
            value = {ProblemType.REPO_MISSING, ProblemType.MODEL_NOT_FOUND},
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "legacyApiUpdate", summary = "The same as /api/models/update")
    public Uni<StartedTask> apiUpdate(@Nullable DownloadBody body) {
        return update(body);
    }

    @POST
    @Path("api/delete")
    @Blocking
    @Problems(from = {Source.DELETION, Source.DISK})
    @Operation(operationId = "legacyApiDelete", summary = "The same as /api/models/delete")
    public StartedTask apiDelete(@Nullable DeleteBody body) throws IOException {
        return delete(body);
    }

    private static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new ApiException(ProblemType.MALFORMED_REQUEST, "The request needs a body in JSON.");
        }
        return body;
    }
}
