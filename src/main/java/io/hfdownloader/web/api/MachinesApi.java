package io.hfdownloader.web.api;

import java.util.List;
import java.util.Objects;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.settings.Machines;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The machines on which models are to run, for programs and for the page. */
@Path("/api/v1/system/machines")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "System")
public class MachinesApi {

    private static final String EXAMPLE = "{\"machines\": [{\"name\": \"Desk\", \"vramBytes\": 25769803776,"
            + " \"ramBytes\": 68719476736}], \"contextLength\": 8192}";

    private final Settings settings;

    MachinesApi(Settings settings) {
        this.settings = settings;
    }

    /** All machines there are to be, the context length, or both; what is left out stays. */
    public record MachinesJson(
            @Schema(maxItems = Machines.MAX_MACHINES) @Nullable
            List<@Nullable MachineJson> machines,

            @Schema(minimum = "" + Machines.MIN_CONTEXT_TOKENS, maximum = "" + Machines.MAX_CONTEXT_TOKENS) @Nullable
            Integer contextLength) {

        Machines appliedTo(Machines before) {
            if (machines == null && contextLength == null) {
                throw new IllegalArgumentException("Name all machines, the context length or both: " + EXAMPLE
                        + ", with [] for no machine. What is left out stays.");
            }
            return before.with(machines == null ? null : all(machines), contextLength);
        }

        private static List<Machines.Machine> all(List<@Nullable MachineJson> machines) {
            return machines.stream().map(MachinesJson::machine).toList();
        }

        private static Machines.Machine machine(@Nullable MachineJson machine) {
            if (machine == null) {
                throw new IllegalArgumentException(
                        "One of the machines is null. Name all machines like this: " + EXAMPLE + ".");
            }
            return machine.toMachine();
        }
    }

    /** One machine; memory that is left out is none. */
    @Schema(requiredProperties = "name")
    public record MachineJson(
            @Schema(minLength = 1) @Nullable String name,

            @Schema(minimum = "0", maximum = "" + Machines.Machine.MAX_MEMORY_BYTES) @Nullable
            Long vramBytes,

            @Schema(minimum = "0", maximum = "" + Machines.Machine.MAX_MEMORY_BYTES) @Nullable
            Long ramBytes) {

        Machines.Machine toMachine() {
            return new Machines.Machine(
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(vramBytes, 0L),
                    Objects.requireNonNullElse(ramBytes, 0L));
        }
    }

    @GET
    @Operation(
            operationId = "getMachines",
            summary = "The machines on which models are to run, and the length of context there")
    public Machines machines() {
        return settings.machines();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "changeMachines",
            summary = "Name other machines in place of these, another context length, or both",
            description = "At most 20 machines, each with a name of its own and some memory. What is left out stays."
                    + " They are kept.")
    public Uni<Machines> changeMachines(@Nullable MachinesJson body) {
        MachinesJson change = Objects.requireNonNullElseGet(body, () -> new MachinesJson(null, null));
        return settings.changeMachines(change::appliedTo)
                .onFailure(IllegalArgumentException.class)
                .transform(unusable -> ApiException.of("machines", (IllegalArgumentException) unusable));
    }
}
