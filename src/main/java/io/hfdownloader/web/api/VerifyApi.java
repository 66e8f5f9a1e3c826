package io.hfdownloader.web.api;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.integrity.ExpectedFile;
import io.hfdownloader.library.integrity.ModelIntegrity;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskQueue;
import io.hfdownloader.task.TaskRequest;
import io.hfdownloader.task.repair.Repairs;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Whether what is on this machine is what the Hub has, mending it, and taking it to another directory, for programs. */
@Path("/api/v1/library")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Library")
public class VerifyApi {

    private final ModelLibrary library;
    private final ModelIntegrity integrity;
    private final TaskQueue tasks;
    private final Repairs repairs;

    VerifyApi(ModelLibrary library, ModelIntegrity integrity, TaskQueue tasks, Repairs repairs) {
        this.library = library;
        this.integrity = integrity;
        this.tasks = tasks;
        this.repairs = repairs;
    }

    /**
     * Which files are meant.
     *
     * @param paths their paths in the repo; all of the model when left out or empty
     */
    public record FilesJson(
            @Schema(maxItems = TaskRequest.MAX_PATHS) @Nullable
            List<String> paths) {

        static List<String> pathsOf(@Nullable FilesJson files) {
            List<String> paths = files == null ? null : files.paths();
            if (paths == null) {
                return List.of();
            }
            if (paths.size() > TaskRequest.MAX_PATHS) {
                throw new ApiException(
                        ProblemType.BAD_REQUEST, "Name " + TaskRequest.MAX_PATHS + " paths at most, or none for all.");
            }
            if (paths.stream().anyMatch(path -> path == null || path.isBlank())) {
                throw new ApiException(ProblemType.BAD_REQUEST, "A path is empty. Name it, or leave the list out.");
            }
            return paths;
        }
    }

    @POST
    @Path("{type}/{namespace}/{name}/verify")
    @Problems(
            value = {ProblemType.MODEL_NOT_FOUND, ProblemType.TOO_MANY_TASKS},
            from = Source.DISK)
    @Operation(
            operationId = "verifyLibraryModel",
            summary = "Read the files of a model again and compare them with what the Hub has; changes none")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it; one that is under way already is given once more",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> verify(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RequestBody(required = false) @Nullable FilesJson files) {
        return verify(RepoName.ofFolderPath(type, namespace, name), files);
    }

    @POST
    @Path("{type}/{namespace}/{name}/repair")
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(
            operationId = "repairLibraryModel",
            summary = "Fetch what is known to be damaged or missing of a model, and nothing else")
    @APIResponse(
            responseCode = "202",
            description =
                    "The task that does it, which is a download; where nothing is known to be bad, one that has ended",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> repair(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RequestBody(required = false) @Nullable FilesJson files) {
        return repair(RepoName.ofFolderPath(type, namespace, name), files);
    }

    @POST
    @Path("{type}/{name}/verify")
    @Problems(
            value = {ProblemType.MODEL_NOT_FOUND, ProblemType.TOO_MANY_TASKS},
            from = Source.DISK)
    @Operation(operationId = "verifyCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it; one that is under way already is given once more",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> verifyCanonical(
            @RestPath String type, @RestPath String name, @RequestBody(required = false) @Nullable FilesJson files) {
        return verify(RepoName.ofFolderPath(type, null, name), files);
    }

    @POST
    @Path("{type}/{name}/repair")
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "repairCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    @APIResponse(
            responseCode = "202",
            description =
                    "The task that does it, which is a download; where nothing is known to be bad, one that has ended",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> repairCanonical(
            @RestPath String type, @RestPath String name, @RequestBody(required = false) @Nullable FilesJson files) {
        return repair(RepoName.ofFolderPath(type, null, name), files);
    }

    private Uni<RestResponse<TaskJson>> verify(RepoId repo, @Nullable FilesJson files) {
        List<String> paths = FilesJson.pathsOf(files);
        return known(repo, paths)
                .map(done -> tasks.submit(new TaskRequest(TaskKind.VERIFY, repo, paths)))
                .map(accepted -> RestResponse.accepted(TaskJson.of(accepted.task())));
    }

    private Uni<RestResponse<TaskJson>> repair(RepoId repo, @Nullable FilesJson files) {
        List<String> paths = FilesJson.pathsOf(files);
        return known(repo, paths)
                .chain(done -> repairs.repair(repo, paths))
                .map(task -> RestResponse.accepted(TaskJson.of(task)));
    }

    /**
     * Where to.
     *
     * @param root name of the directory, of those of {@code HF_DOWNLOADER_ROOTS} and {@code main}
     */
    @Schema(requiredProperties = "root")
    public record RootJson(
            @Schema(minLength = 1, maxLength = 32) @Nullable String root) {}

    @POST
    @Path("{type}/{namespace}/{name}/move")
    @Problems(
            value = {ProblemType.MODEL_NOT_FOUND, ProblemType.TOO_MANY_TASKS},
            from = Source.DISK)
    @Operation(
            operationId = "moveLibraryModel",
            summary = "Take a model to another directory: copied, compared, and then removed where it was")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it; one that is under way already is given once more",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> move(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Nullable RootJson body) {
        return move(RepoName.ofFolderPath(type, namespace, name), body);
    }

    @POST
    @Path("{type}/{name}/move")
    @Problems(
            value = {ProblemType.MODEL_NOT_FOUND, ProblemType.TOO_MANY_TASKS},
            from = Source.DISK)
    @Operation(operationId = "moveCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it; one that is under way already is given once more",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public Uni<RestResponse<TaskJson>> moveCanonical(
            @RestPath String type, @RestPath String name, @Nullable RootJson body) {
        return move(RepoName.ofFolderPath(type, null, name), body);
    }

    private Uni<RestResponse<TaskJson>> move(RepoId repo, @Nullable RootJson body) {
        String root = checked(body == null ? null : body.root());
        return known(repo, List.of())
                .invoke(here -> library.requireRoot(root))
                .map(here -> tasks.submit(TaskRequest.move(repo, root)))
                .map(accepted -> RestResponse.accepted(TaskJson.of(accepted.task())));
    }

    private String checked(@Nullable String root) {
        List<String> names =
                library.roots().stream().map(ModelLibrary.Root::name).toList();
        if (root == null || !names.contains(root)) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "Name the directory that the model goes to (root), one of " + String.join(", ", names) + ".");
        }
        return root;
    }

    /** Refuses what is not here, or on a disk that is away, before a task is made of it. */
    private Uni<Boolean> known(RepoId repo, List<String> paths) {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(models -> {
                    if (models.stream().noneMatch(model -> repo.equals(model.repo()))) {
                        throw new ApiException(ProblemType.MODEL_NOT_FOUND, repo.folder() + " is not on this machine.");
                    }
                    library.requireThere(repo);
                    if (!paths.isEmpty()) {
                        refuseUnknown(repo, paths);
                    }
                    return true;
                });
    }

    /** Blocks. */
    private void refuseUnknown(RepoId repo, List<String> paths) {
        Set<String> known = new HashSet<>();
        try {
            integrity.files(repo).stream().map(ExpectedFile::path).forEach(known::add);
        } catch (IOException unreadable) {
            throw DiskException.of("What is here of " + repo.id() + " cannot be looked at", unreadable);
        }
        paths.stream().filter(path -> !known.contains(path)).findFirst().ifPresent(path -> {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "\"" + UntrustedText.name(path) + "\" is no file of " + repo.folder()
                            + ". Name files as the model lists them.");
        });
    }
}
