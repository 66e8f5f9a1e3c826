package io.hfdownloader.web.api;

import java.util.List;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.task.TaskException;
import io.hfdownloader.task.Tasks;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** All work on models that takes a while, for programs: downloads, verifications, repairs. */
@Path("/api/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Tasks")
public class TasksApi {

    private static final int MOST = 1_000;

    private final Tasks tasks;

    TasksApi(Tasks tasks) {
        this.tasks = tasks;
    }

    @GET
    @Problems(ProblemType.BAD_REQUEST)
    @Operation(operationId = "listTasks", summary = "The newest tasks, newest first")
    public List<TaskJson> list(
            @Parameter(
                            description = "How many of them",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "1000"))
                    @RestQuery
                    @Nullable
                    String limit) {
        return tasks.newest(limit(limit)).stream().map(TaskJson::of).toList();
    }

    @GET
    @Path("{id}")
    @Problems(ProblemType.TASK_NOT_FOUND)
    @Operation(operationId = "getTask", summary = "One task")
    public TaskJson get(@RestPath String id) {
        return TaskJson.of(tasks.get(uuid(id)));
    }

    @POST
    @Path("{id}/pause")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.TASK_NOT_FOUND, ProblemType.TASK_STATE, ProblemType.DOWNLOAD_STATE})
    @Operation(operationId = "pauseTask", summary = "Stop for now; what is done stays done")
    public Uni<TaskJson> pause(@RestPath String id) {
        UUID known = known(id);
        return tasks.pause(known).map(TaskJson::of);
    }

    @POST
    @Path("{id}/resume")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.TASK_NOT_FOUND, ProblemType.TASK_STATE, ProblemType.DOWNLOAD_STATE, ProblemType.REPO_IN_USE})
    @Operation(operationId = "resumeTask", summary = "Go on with a paused task")
    public Uni<TaskJson> resume(@RestPath String id) {
        UUID known = known(id);
        return tasks.resume(known).map(TaskJson::of);
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Problems({ProblemType.TASK_NOT_FOUND, ProblemType.TASK_STATE, ProblemType.DOWNLOAD_STATE})
    @Operation(operationId = "cancelTask", summary = "End a task; what is done stays done")
    public Uni<TaskJson> cancel(@RestPath String id) {
        UUID known = known(id);
        return tasks.cancel(known).map(TaskJson::of);
    }

    private UUID known(String id) {
        return tasks.get(uuid(id)).id();
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return MOST;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            throw badLimit();
        }
        throw badLimit();
    }

    private static ApiException badLimit() {
        return new ApiException(ProblemType.BAD_REQUEST, "The limit is a number from 1 to " + MOST + ".");
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noUuid) {
            throw TaskException.notFound(text);
        }
    }
}
