package io.hfdownloader.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.leftover.Leftover;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.hfdownloader.web.paging.ListOrder;
import io.hfdownloader.web.paging.PageOfList;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What lies about in the folders of models and is of use to nobody, for programs. */
@Path("/api/v1/leftovers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Library")
public class LeftoversApi {

    private static final Duration MAX_LOOK = Duration.ofSeconds(20);

    private static final ListOrder<Leftover> LARGEST_FIRST =
            ListOrder.largestFirst("leftovers", Leftover::bytes, Leftover::path);

    private final ModelLibrary library;
    private final JsonStream stream;

    LeftoversApi(ModelLibrary library, JsonStream stream) {
        this.library = library;
        this.stream = stream;
    }

    /**
     * A part of what is left.
     *
     * @param leftovers the largest first
     * @param count how many there are in all
     * @param bytes what all of them take
     * @param next what to ask for as {@code cursor} to get more; null when this is the end
     */
    @RegisterForReflection(targets = {LeftoversApi.LeftoversJson.class, Leftover.class})
    @Schema(name = "LeftoversJson")
    public record LeftoversJson(
            List<Leftover> leftovers,
            int count,
            long bytes,
            @Nullable String next) {}

    /**
     * What was removed.
     *
     * @param removed the first 1,000
     * @param count how many there were in all
     * @param bytes what they took
     */
    public record RemovedJson(List<Leftover> removed, int count, long bytes) {}

    @GET
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "listLeftovers",
            summary = "Partial files without a download, listings of commits that are not here, empty folders, and what"
                    + " the Python client did not end",
            description =
                    "Nothing that was changed within the last day, and nothing that a download or a program at work"
                            + " may need. At most 1,000 at a time; next tells how to ask for more.")
    @APIResponse(
            responseCode = "200",
            description = "A part of what is left",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LeftoversJson.class)))
    public RestMulti<byte[]> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor, @Context RoutingContext request) {
        PageOfList.Wish wish = new PageOfList.Wish(limit, cursor);
        return stream.of(
                request,
                permit -> library.disk()
                        .look(() -> library.leftovers().find(), MAX_LOOK)
                        .map(all -> page(all, wish)));
    }

    private static LeftoversJson page(List<Leftover> all, PageOfList.Wish wish) {
        PageOfList<Leftover> page = PageOfList.of(all, LARGEST_FIRST, wish);
        return new LeftoversJson(
                new MappedList<>(page.items(), Function.identity()), all.size(), bytes(all), page.next());
    }

    @DELETE
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "removeLeftovers",
            summary = "Remove what is left at these places for good",
            description = "What is none, or is none any more, stays and is not in the answer.")
    public RemovedJson remove(
            @Parameter(
                            description = "Path as the list gives it; may be given again",
                            required = true,
                            schema = @Schema(implementation = String[].class))
                    @RestQuery
                    List<String> path)
            throws IOException {
        if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST, "Nothing was removed. Name paths, as GET /api/v1/leftovers gives them.");
        }
        List<Leftover> removed = library.leftovers().remove(path);
        return new RemovedJson(
                removed.subList(0, Math.min(removed.size(), PageOfList.MAX_ITEMS)), removed.size(), bytes(removed));
    }

    private static long bytes(List<Leftover> leftovers) {
        return leftovers.stream().mapToLong(Leftover::bytes).sum();
    }
}
