package io.hfdownloader.web.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.access.Access;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.view.View;
import io.hfdownloader.view.ViewMethod;
import io.hfdownloader.view.Views;
import io.hfdownloader.view.shape.LeftOut;
import io.hfdownloader.view.shape.ViewKind;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The models here in the shapes of other programs. Methods that change them run on a worker. */
@Path("/api/v1/views")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Views")
public class ViewsApi {

    private static final String EXAMPLE = "{\"kind\": \"lm-studio\", \"path\": \"/srv/views/lm-studio\"}";

    private final Access access;
    private final Views views;

    ViewsApi(Views views, Access access) {
        this.access = access;
        this.views = views;
    }

    /**
     * A view that is wanted.
     *
     * @param kind the shape
     * @param path a folder of this machine, as a whole path
     * @param repo the only model in it, as {@code owner/name}; null for all
     * @param method how its files are made; null for the best that is possible, which never is a copy
     */
    @Schema(requiredProperties = {"kind", "path"})
    public record ViewWish(
            @Schema(enumeration = {"hf-cache", "lm-studio", "flat", "ollama", "comfyui"}) @Nullable
            String kind,

            @Schema(minLength = 1, maxLength = 1_000) @Nullable
            String path,

            @Nullable String repo,

            @Schema(enumeration = {"reflink", "hardlink", "symlink", "copy"}) @Nullable
            String method) {}

    /**
     * A view.
     *
     * @param kind the shape
     * @param path where it is, without links in it
     * @param repo the only model in it; null for all
     * @param method how its files are made
     * @param state {@code building} while something is still to be made, {@code away} while its folder is not there
     * @param models how many models are in it
     * @param files how many of their files
     * @param sizeBytes sum of their sizes
     * @param bytes what it costs on the disk
     * @param leftOut the first hundred of what is not in it
     * @param leftOutCount how much is not in it
     * @param error what its disk said last; null when all is well
     */
    public record ViewJson(
            UUID id,

            @Schema(enumeration = {"hf-cache", "lm-studio", "flat", "ollama", "comfyui"})
            String kind,

            String path,
            @Nullable String repo,

            @Schema(enumeration = {"reflink", "hardlink", "symlink", "copy"})
            String method,

            @Schema(enumeration = {"building", "ready", "away"})
            String state,

            int models,
            int files,
            long sizeBytes,
            long bytes,
            List<LeftOutJson> leftOut,
            int leftOutCount,
            @Nullable String error,
            Instant createdAt) {

        static ViewJson of(View view) {
            return new ViewJson(
                    view.id(),
                    view.kind().word(),
                    view.path(),
                    view.repo() == null ? null : shownRepo(view.repo()),
                    view.method().word(),
                    view.state().name().toLowerCase(Locale.ROOT),
                    view.models(),
                    view.files(),
                    view.sizeBytes(),
                    view.bytes(),
                    view.leftOut().stream().map(LeftOutJson::of).toList(),
                    view.leftOutCount(),
                    view.error(),
                    view.createdAt());
        }

        private static String shownRepo(String repo) {
            return repo.startsWith("models/") ? repo.substring("models/".length()) : repo;
        }
    }

    /**
     * What is not in a view.
     *
     * @param path the file or variant; null for the whole model
     * @param reason why
     */
    public record LeftOutJson(
            String repo,
            @Nullable String path,

            @Schema(
                    enumeration = {
                        "incomplete",
                        "mixed",
                        "unknown",
                        "unfit",
                        "unsure",
                        "occupied",
                        "changed",
                        "moving",
                        "full",
                        "disk"
                    })
            String reason) {

        static LeftOutJson of(LeftOut out) {
            return new LeftOutJson(out.repo(), out.path(), out.reason().word());
        }
    }

    @GET
    @NonBlocking
    @Operation(
            operationId = "listViews",
            summary = "The models here in the shapes of other programs: where, how, and what that costs",
            description = "At most 50. They follow downloads, updates and deletions by themselves.")
    public List<ViewJson> list() {
        return views.list().stream().map(ViewJson::of).toList();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(
            value = {ProblemType.BAD_REQUEST, ProblemType.VIEW_REFUSED, ProblemType.VIEW_NOT_FOUND},
            from = Source.DISK)
    @Operation(
            operationId = "createView",
            summary = "Publish the models, or one of them, in the shape of another program",
            description =
                    "One copy serves both: by reflink, hard link or symbolic link, whichever is the best that the disk"
                            + " can. Copies are made only when they are asked for. The same wish again gives the view there is;"
                            + " with another method it is refused. What"
                            + " takes longer than ten seconds goes on behind the answer.")
    @APIResponse(
            responseCode = "200",
            description = "It was there already",
            content = @Content(schema = @Schema(implementation = ViewJson.class)))
    @APIResponse(
            responseCode = "201",
            description = "It was made",
            content = @Content(schema = @Schema(implementation = ViewJson.class)))
    public RestResponse<ViewJson> create(@Nullable ViewWish body) throws IOException {
        Views.Made made = views.create(read(body, access.isOn()));
        return RestResponse.status(
                made.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK, ViewJson.of(made.view()));
    }

    @DELETE
    @Path("{id}")
    @Problems(
            value = {ProblemType.VIEW_NOT_FOUND, ProblemType.VIEW_IN_USE},
            from = Source.DISK)
    @Operation(
            operationId = "deleteView",
            summary = "Remove a view: what is ours in its folder, never a model",
            description =
                    "Where another program has written into it, nothing is removed unless `force` is true; then what is"
                            + " ours goes and the rest stays.")
    public void delete(@RestPath String id, @RestQuery @Nullable Boolean force) throws IOException {
        views.remove(uuid(id), Boolean.TRUE.equals(force));
    }

    /** What is none is the id of no view. */
    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return new UUID(0, 0);
        }
    }

    private static Views.Wish read(@Nullable ViewWish body, boolean guarded) {
        String kind = body == null ? null : body.kind();
        String path = body == null ? null : body.path();
        if (body == null || kind == null || path == null) {
            throw wrong("Name the kind of the view and its folder: " + EXAMPLE + ".");
        }
        ViewKind shape = ViewKind.of(kind)
                .orElseThrow(() ->
                        wrong("The kind of a view is hf-cache, lm-studio, flat, ollama or comfyui: " + EXAMPLE + "."));
        String method = body.method();
        return new Views.Wish(
                shape,
                path,
                body.repo() == null ? null : repo(body.repo()),
                method == null
                        ? null
                        : ViewMethod.of(method)
                                .orElseThrow(
                                        () -> wrong("The method of a view is reflink, hardlink, symlink or copy.")),
                guarded);
    }

    /** As the list of the library names it. */
    private static RepoId repo(String text) {
        for (RepoType type : RepoType.values()) {
            String before = type.plural() + "/";
            if (text.startsWith(before) && text.indexOf('/', before.length()) > 0) {
                return repo(type, text.substring(before.length()));
            }
        }
        return repo(RepoType.MODEL, text);
    }

    private static RepoId repo(RepoType type, String text) {
        try {
            return RepoId.ofFolder(type, text);
        } catch (IllegalArgumentException unreadable) {
            throw ApiException.of("repo", unreadable);
        }
    }

    private static ApiException wrong(String sentence) {
        return ApiException.of("view", new IllegalArgumentException(sentence));
    }
}
