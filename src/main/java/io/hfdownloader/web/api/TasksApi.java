package io.hfdownloader.web.api;

import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.task.TaskException;
import io.hfdownloader.task.TaskView;
import io.hfdownloader.task.Tasks;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.paging.ListOrder;
import io.hfdownloader.web.paging.PageOfList;
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
import org.jspecify.annotations.Nullable;

/** All work on models that takes a while, for programs: downloads, verifications, repairs. */
@Path("/api/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Tasks")
public class TasksApi {

    private static final ListOrder<TaskView> NEWEST_FIRST =
            ListOrder.newestFirst("tasks", TaskView::createdAt, TaskView::id);

    private final Tasks tasks;
    private final JsonStream stream;

    TasksApi(Tasks tasks, JsonStream stream) {
        this.tasks = tasks;
        this.stream = stream;
    }

    @GET
    @Problems(ProblemType.BAD_REQUEST)
    @Operation(operationId = "listTasks", summary = "All tasks, newest first")
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
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TaskJson.class)))
    public RestMulti<byte[]> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor, @Context RoutingContext request) {
        PageOfList.Wish wish = new PageOfList.Wish(limit, cursor);
        PageOfList<TaskView> page =
                PageOfList.of(tasks.newestFirst(), NEWEST_FIRST, wish).linked(request, wish);
        return stream.of(request, permit -> Uni.createFrom().item(new MappedList<>(page.items(), TaskJson::of)));
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

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noUuid) {
            throw TaskException.notFound(text);
        }
    }
}
