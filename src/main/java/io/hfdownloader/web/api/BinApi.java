package io.hfdownloader.web.api;

import java.io.IOException;
import java.util.List;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.hfdownloader.web.paging.ListOrder;
import io.hfdownloader.web.paging.PageOfList;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was deleted or replaced and can be taken back, for programs. */
@Path("/api/v1/bin")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Library")
public class BinApi {

    private static final ListOrder<BinEntry> NEWEST_FIRST = ListOrder.newestFirst("bin", BinEntry::since, BinEntry::id);

    private final ModelLibrary library;
    private final JsonStream stream;

    BinApi(ModelLibrary library, JsonStream stream) {
        this.library = library;
        this.stream = stream;
    }

    /**
     * A part of what is in the bin.
     *
     * @param entries the newest first
     * @param count how many there are in all
     * @param bytes what all of them take, and give back when a download needs the room
     * @param next what to ask for as {@code cursor} to get more; null when this is the end
     */
    @RegisterForReflection
    @Schema(name = "BinJson")
    public record BinJson(
            List<BinEntryJson> entries,
            int count,
            long bytes,
            @Nullable String next) {}

    @GET
    @NonBlocking
    @Operation(
            operationId = "listBin",
            summary = "What was deleted or replaced and can be taken back, the newest first",
            description = "At most 1,000 at a time; next tells how to ask for more.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the bin",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = BinJson.class)))
    public RestMulti<byte[]> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor, @Context RoutingContext request) {
        List<BinEntry> all = library.bin().entries();
        PageOfList<BinEntry> page = PageOfList.of(all, NEWEST_FIRST, new PageOfList.Wish(limit, cursor));
        BinJson answer = new BinJson(
                new MappedList<>(page.items(), entry -> BinEntryJson.of(entry, library)),
                all.size(),
                library.bin().bytes(),
                page.next());
        return stream.of(request, permit -> Uni.createFrom().item(answer));
    }

    @POST
    @Path("{id}/restore")
    @Problems(
            value = {
                ProblemType.BIN_ENTRY_NOT_FOUND,
                ProblemType.NAME_TAKEN,
                ProblemType.REPO_IN_USE,
                ProblemType.UNSAFE_PATH
            },
            from = Source.DISK)
    @Operation(
            operationId = "restoreFromBin",
            summary = "Put something back to where it was",
            description = "It is renamed, whatever its size, and nothing is written over: where a file of that name is"
                    + " there again, all stays as it is.")
    public BinEntryJson restore(@RestPath String id) throws IOException {
        return BinEntryJson.of(library.bin().restore(id), library);
    }

    @DELETE
    @Path("{id}")
    @Problems(value = ProblemType.BIN_ENTRY_NOT_FOUND, from = Source.DISK)
    @Operation(operationId = "deleteFromBin", summary = "Delete something in the bin for good")
    public void delete(@RestPath String id) throws IOException {
        library.bin().delete(id);
    }
}
