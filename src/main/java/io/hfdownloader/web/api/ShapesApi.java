package io.hfdownloader.web.api;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.catalog.ShapeLookup;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.header.ModelShape;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a model needs in memory, for programs and for the page. */
@Path("/api/v1/shapes")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hub")
public class ShapesApi {

    private final ShapeLookup lookup;

    ShapesApi(ShapeLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * The shape of a network. Memory it needs: the variant's size plus {@code cacheBytesPerToken} for each token of context.
     *
     * @param commit the commit it was read at
     * @param source the file it was read from
     * @param architecture name of the architecture, or null
     * @param parameters how many parameters it has, from that file, the Hub or the safetensors weights, or null
     * @param contextLength tokens it was trained for, or null
     * @param attention its layers
     * @param cache what they keep for a token
     */
    public record ShapeJson(
            String commit,
            String source,
            @Nullable String architecture,
            @Nullable Long parameters,
            @Nullable Long contextLength,
            @JsonUnwrapped Attention attention,
            @JsonUnwrapped Cache cache) {

        static ShapeJson of(ShapeLookup.LocatedShape locatedShape) {
            ModelShape shape = locatedShape.shape();
            return new ShapeJson(
                    locatedShape.commit(),
                    locatedShape.path(),
                    shape.architecture(),
                    shape.parameters(),
                    shape.contextLength(),
                    new Attention(
                            shape.layers(),
                            shape.heads(),
                            shape.kvHeads(),
                            shape.keyLength(),
                            shape.valueLength(),
                            shape.latentLength()),
                    new Cache(
                            shape.cacheBytesPerToken().orElse(null),
                            shape.cacheFormula().orElse(null)));
        }
    }

    /**
     * The layers of a network.
     *
     * @param layers blocks of the network, or null
     * @param heads attention heads of a layer, or null
     * @param kvHeads key/value heads of each layer; one number stands for all layers
     * @param keyLength numbers of a key, or null
     * @param valueLength numbers of a value, or null
     * @param latentLength numbers that a layer keeps for a token instead of keys and values, or null
     */
    public record Attention(
            @Nullable Integer layers,
            @Nullable Integer heads,
            List<Integer> kvHeads,
            @Nullable Integer keyLength,
            @Nullable Integer valueLength,
            @Nullable Integer latentLength) {}

    /**
     * What the layers of a network keep for a token.
     *
     * @param cacheBytesPerToken bytes of key/value cache for a token at 16 bits, or null when the file does not tell
     * @param cacheFormula the arithmetic behind it, or null
     */
    public record Cache(
            @Nullable Long cacheBytesPerToken, @Nullable String cacheFormula) {}

    @GET
    @Path("{type}/{namespace}/{name}")
    @Problems(value = ProblemType.SHAPE_NOT_KNOWN, from = Source.HUB)
    @Operation(
            operationId = "getShape",
            summary = "Layers, heads, context and parameters of a model, from the heads of its files")
    public Uni<ShapeJson> shape(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, namespace, name), revision);
    }

    @GET
    @Path("{type}/{name}")
    @Problems(value = ProblemType.SHAPE_NOT_KNOWN, from = Source.HUB)
    @Operation(operationId = "getCanonicalShape", summary = "The same for a repo without a namespace, such as gpt2")
    public Uni<ShapeJson> canonical(
            @RestPath String type, @RestPath String name, @RestQuery Optional<String> revision) {
        return lookUp(RepoName.ofPath(type, null, name), revision);
    }

    private Uni<ShapeJson> lookUp(RepoId repo, Optional<String> revision) {
        return lookup.lookUp(repo, revision.filter(text -> !text.isBlank()).orElse(DownloadRequest.DEFAULT_REVISION))
                .map(found -> found.map(ShapeJson::of)
                        .orElseThrow(() -> new ApiException(
                                ProblemType.SHAPE_NOT_KNOWN,
                                "No file of " + repo.id() + " tells its layers: it has no GGUF file, no config.json"
                                        + " and no safetensors weights that could be read.")));
    }
}
