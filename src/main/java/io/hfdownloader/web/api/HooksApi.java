package io.hfdownloader.web.api;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.hook.Delivery;
import io.hfdownloader.hook.HookView;
import io.hfdownloader.hook.Hooks;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.Problems;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Who is told what happens here. Hooks are named in the settings, so that nobody who can call this can make one. */
@Path("/api/v1/hooks")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hooks")
public class HooksApi {

    private final Hooks hooks;

    HooksApi(Hooks hooks) {
        this.hooks = hooks;
    }

    @GET
    @Operation(
            operationId = "listHooks",
            summary = "Who is told what happens here, and what came of the last message",
            description = "Without secrets: of an address only the server, of a command only the program.")
    public List<HookView> hooks() {
        return hooks.views();
    }

    @POST
    @Path("{name}/test")
    @Problems({ProblemType.HOOK_NOT_FOUND, ProblemType.HOOK_BUSY})
    @Operation(
            operationId = "testHook",
            summary = "Tell a hook of a test, now and once, and say what came of it",
            description =
                    "A receiver that refuses or cannot be reached is no error of this call: the answer says so. After"
                            + " half a minute the answer is that it is still being told.")
    public Uni<Delivery> testHook(@RestPath String name) {
        return hooks.test(name);
    }
}
