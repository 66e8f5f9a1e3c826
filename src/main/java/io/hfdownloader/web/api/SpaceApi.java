package io.hfdownloader.web.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.space.SpacePlan;
import io.hfdownloader.space.SpaceReport;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Room on the disks, and what could go to make more. */
@Path("/api/v1/space")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Library")
public class SpaceApi {

    private final SpacePlan plan;

    SpaceApi(SpacePlan plan) {
        this.plan = plan;
    }

    @GET
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "getSpace",
            summary = "Room on each disk, and what could go to make more, best first",
            description =
                    "At most 100 suggestions, each with the call that does it. Nothing that a download works on is named, and"
                            + " nothing is named twice.")
    public Uni<SpaceReport> space() {
        return plan.report();
    }
}
