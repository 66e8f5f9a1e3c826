package io.hfdownloader.web.api;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.download.DownloadException;
import io.hfdownloader.download.DownloadPreview;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.PlanView;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.BasePath;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.hfdownloader.web.paging.ListOrder;
import io.hfdownloader.web.paging.PageOfList;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Downloads, for programs. What needs no body takes any type of it: scripts send a form's when they send nothing. */
@Path("/api/v1/downloads")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Downloads")
@RegisterForReflection(targets = PlanView.class, registerFullHierarchy = true)
public class DownloadsApi {

    private static final ListOrder<DownloadView> NEWEST_FIRST =
            ListOrder.newestFirst("downloads", download -> download.lifecycle().createdAt(), DownloadView::id);

    private final DownloadService downloads;
    private final DownloadPreview preview;
    private final JsonStream stream;
    private final BasePath basePath;

    DownloadsApi(DownloadService downloads, DownloadPreview preview, JsonStream stream, BasePath basePath) {
        this.downloads = downloads;
        this.preview = preview;
        this.stream = stream;
        this.basePath = basePath;
    }

    /**
     * What is wanted.
     *
     * @param repo id on the Hub
     * @param type {@code model} (default), {@code dataset} or {@code space}
     * @param revision branch, tag or commit; {@code main} when left out
     * @param variants labels; files that are not weights come along
     * @param include globs as in {@code hf --include}
     * @param exclude globs as in {@code hf --exclude}
     * @param quantPattern label of a variant, glob, or part of a path of the weights that are wanted; files that are not
     *     weights come along, as with {@code variants}
     * @param root name of the directory that a model which is not here yet comes to, of those of {@code HF_DOWNLOADER_ROOTS} and
     *     {@code main}; the one with most room when left out
     */
    @Schema(requiredProperties = "repo")
    public record DownloadRequestJson(
            @Schema(minLength = 1, maxLength = 2_000, examples = "openai-community/gpt2") @Nullable
            String repo,

            @Schema(enumeration = {"model", "models", "dataset", "datasets", "space", "spaces"}) @Nullable
            String type,

            @Schema(maxLength = 255) @Nullable String revision,

            @Schema(maxItems = 1_000) @Nullable List<String> variants,

            @Schema(maxItems = 1_000) @Nullable List<String> include,

            @Schema(maxItems = 1_000) @Nullable List<String> exclude,

            @Schema(minLength = 1, maxLength = 1_024) @Nullable
            String quantPattern,

            @Schema(minLength = 1, maxLength = 32) @Nullable String root) {

        DownloadRequest toRequest() {
            try {
                return new DownloadRequest(
                        RepoName.of(RepoName.Body.V1, type, repo),
                        revision == null || revision.isBlank() ? DownloadRequest.DEFAULT_REVISION : revision.strip(),
                        new Selection(listed(variants), listed(include), listed(exclude), named(quantPattern)),
                        false);
            } catch (IllegalArgumentException bad) {
                throw ApiException.of("choice", bad);
            }
        }

        private static @Nullable String named(@Nullable String pattern) {
            if (pattern != null && pattern.isBlank()) { // else it would mean all files
                throw new IllegalArgumentException("The pattern is empty. Name it, or leave it out.");
            }
            return pattern;
        }

        private static List<String> listed(@Nullable List<String> texts) {
            if (texts == null) {
                return List.of();
            }
            if (texts.stream().anyMatch(text -> text == null || text.isBlank())) { // else it would mean all files
                throw new IllegalArgumentException("A variant or pattern is empty. Name it, or leave the list out.");
            }
            return texts;
        }
    }

    /** Where in the queue. */
    @Schema(requiredProperties = "position")
    public record MoveJson(@Nullable Integer position) {}

    @POST
    @Problems(
            value = ProblemType.REPO_MISSING,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "startDownload", summary = "Start a download, or get the same one that is under way")
    @APIResponse(
            responseCode = "200",
            description = "The same one was under way already",
            headers =
                    @Header(
                            name = "Location",
                            description = "Its address",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = DownloadJson.class)))
    @APIResponse(
            responseCode = "201",
            description = "It was taken",
            headers =
                    @Header(
                            name = "Location",
                            description = "Its address",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = DownloadJson.class)))
    public Uni<RestResponse<DownloadJson>> start(@Nullable DownloadRequestJson body, @Context RoutingContext request) {
        return accepted(present(body))
                .map(accepted -> RestResponse.ResponseBuilder.create(
                                accepted.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                                DownloadJson.of(accepted.download()))
                        .header(
                                "Location",
                                basePath.externalPath(request) + "/api/v1/downloads/"
                                        + accepted.download().id())
                        .build());
    }

    private Uni<DownloadService.Accepted> accepted(DownloadRequestJson asked) {
        DownloadRequest wanted = asked.toRequest();
        String root = asked.root();
        return root == null
                ? downloads.request(wanted)
                : told(downloads.choose(wanted.repo(), root).chain(() -> downloads.request(wanted, root)));
    }

    private Uni<PlanView> preview(DownloadRequestJson asked, DownloadRequest wanted, ListingBudget.Permit permit) {
        String root = asked.root();
        return root == null
                ? preview.preview(wanted, permit)
                : told(downloads.choose(wanted.repo(), root).chain(() -> preview.preview(wanted, root, permit)));
    }

    private static <T> Uni<T> told(Uni<T> choice) {
        return choice.onFailure(IllegalArgumentException.class)
                .transform(bad -> ApiException.of("choice", (IllegalArgumentException) bad));
    }

    @POST
    @Path("plan")
    @Problems(
            value = ProblemType.REPO_MISSING,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "planDownload", summary = "What a download would do; writes nothing")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = PlanView.class)))
    public RestMulti<byte[]> plan(@Nullable DownloadRequestJson body, @Context RoutingContext request) {
        DownloadRequestJson asked = present(body);
        DownloadRequest checked = asked.toRequest();
        return stream.of(request, permit -> preview(asked, checked, permit));
    }

    @GET
    @Operation(operationId = "listDownloads", summary = "All downloads, newest first")
    @APIResponse(
            responseCode = "200",
            description = "At most 1,000; where there are more, the header tells how to ask for them",
            headers =
                    @Header(
                            name = "Link",
                            description = "Where the list goes on, with rel=\"next\"; not there at its end",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = DownloadJson.class)))
    public RestMulti<byte[]> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor, @Context RoutingContext request) {
        PageOfList.Wish wish = new PageOfList.Wish(limit, cursor);
        PageOfList<DownloadView> page =
                PageOfList.of(downloads.list(), NEWEST_FIRST, wish).linked(request, wish);
        return stream.of(request, permit -> Uni.createFrom().item(new MappedList<>(page.items(), DownloadJson::of)));
    }

    @GET
    @Path("{id}")
    @Problems(value = ProblemType.DOWNLOAD_NOT_FOUND, from = Source.DISK)
    @Operation(operationId = "getDownload", summary = "One download with its files")
    @APIResponse(
            responseCode = "200",
            description = "The download",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DownloadJson.class)))
    public RestMulti<byte[]> get(@RestPath String id, @Context RoutingContext request) {
        UUID known = uuid(id);
        return stream.of(
                request,
                permit -> downloads
                        .files(known)
                        .map(files -> DownloadJson.of(
                                downloads.get(known),
                                downloads.rates(known),
                                new MappedList<>(files, Function.identity()))));
    }

    @POST
    @Path("{id}/pause")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE})
    @Operation(operationId = "pauseDownload", summary = "Stop for now; what has arrived is kept")
    public Uni<DownloadJson> pause(@RestPath String id) {
        return downloads.pause(uuid(id)).map(DownloadJson::of);
    }

    @POST
    @Path("{id}/resume")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE, ProblemType.REPO_IN_USE})
    @Operation(operationId = "resumeDownload", summary = "Go on with a paused download")
    public Uni<DownloadJson> resume(@RestPath String id) {
        return downloads.resume(uuid(id)).map(DownloadJson::of);
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE})
    @Operation(operationId = "cancelDownload", summary = "End a download; a retry goes on from what has arrived")
    public Uni<DownloadJson> cancel(@RestPath String id) {
        return downloads.cancel(uuid(id)).map(DownloadJson::of);
    }

    @POST
    @Path("{id}/retry")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE, ProblemType.REPO_IN_USE})
    @Operation(operationId = "retryDownload", summary = "Try a failed or cancelled download again, on the same commit")
    public Uni<DownloadJson> retry(@RestPath String id) {
        return downloads.retry(uuid(id)).map(DownloadJson::of);
    }

    @POST
    @Path("{id}/move")
    @Problems({ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE})
    @Operation(
            operationId = "moveDownload",
            summary = "Give a waiting download another place in the queue, 0 is the next")
    public Uni<DownloadJson> move(@RestPath String id, @Nullable MoveJson moveJson) {
        return downloads.move(uuid(id), position(present(moveJson))).map(DownloadJson::of);
    }

    @DELETE
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Problems(
            value = {ProblemType.DOWNLOAD_NOT_FOUND, ProblemType.DOWNLOAD_STATE},
            from = Source.DISK)
    @Operation(operationId = "forgetDownload", summary = "Forget a download that has ended, and its partial files")
    public Uni<Void> forget(@RestPath String id) {
        return downloads.forget(uuid(id));
    }

    private static int position(MoveJson moveJson) {
        Integer position = moveJson.position();
        if (position == null) {
            throw new ApiException(ProblemType.BAD_REQUEST, "Name the position, 0 for the next to start.");
        }
        return position;
    }

    private static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new ApiException(ProblemType.MALFORMED_REQUEST, "The request needs a body in JSON.");
        }
        return body;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noUuid) {
            throw DownloadException.notFound(text);
        }
    }
}
