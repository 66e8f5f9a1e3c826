package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.catalog.FoundRepo;
import io.hfdownloader.catalog.HubSearch;
import io.hfdownloader.hub.search.ModelFacts;
import io.hfdownloader.hub.search.ModelFormat;
import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.hub.search.SearchFilter;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The Hub's search, for programs and for the page. */
@Path("/api/v1/search")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Hub")
public class SearchApi {

    private final HubSearch hub;

    SearchApi(HubSearch hub) {
        this.hub = hub;
    }

    /**
     * One repo that was found.
     *
     * @param repo id on the Hub
     * @param type {@code model}, {@code dataset} or {@code space}
     * @param popularity how much it is used
     * @param gated whether a licence must be accepted
     * @param isPrivate visible only with a token
     * @param card what its authors say of it
     * @param model what it is of a model
     * @param onDisk whether files of it are on this machine
     */
    public record SearchResultJson(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            @JsonUnwrapped Popularity popularity,
            boolean gated,
            boolean isPrivate,
            @JsonUnwrapped Card card,
            @JsonUnwrapped Model model,
            boolean onDisk) {

        static SearchResultJson of(FoundRepo found) {
            RepoSearchResult told = found.told();
            return new SearchResultJson(
                    told.repo().id(),
                    told.repo().type().word(),
                    new Popularity(told.downloads(), told.likes(), told.lastModified()),
                    told.gated(),
                    told.isPrivate(),
                    new Card(told.pipelineTag(), told.libraryName(), told.license(), told.tags()),
                    Model.of(found),
                    found.onDisk());
        }
    }

    /**
     * How much a repo is used.
     *
     * @param downloads downloads of the last 30 days
     * @param likes likes
     * @param lastModified last change, or null
     */
    public record Popularity(
            long downloads, long likes, @Nullable Instant lastModified) {}

    /**
     * What the authors of a repo say of it.
     *
     * @param task pipeline tag, or null
     * @param library the library it is made for, or null
     * @param license licence tag, or null
     * @param tags the Hub's tags
     */
    public record Card(
            @Nullable String task,
            @Nullable String library,
            @Nullable String license,
            List<String> tags) {}

    /**
     * What a model is; nothing of it is known of datasets and spaces.
     *
     * @param formats formats of its weights, as its tags tell
     * @param parameters how many it has, or null
     * @param parametersGuessed whether that is the number in its name, as the Hub tells none, or counts packed weights
     * @param contextLength tokens it was trained for, or null
     * @param architecture name of the architecture, or null
     * @param estimatedBytes about what its weights take in memory, or null: of GGUF the quantization in its name, else Q4_K_M
     *     (0.61 bytes for each parameter); else by the types of its tensors, with 2 bytes for each parameter where they are not told
     */
    public record Model(
            List<String> formats,
            @Nullable Long parameters,
            boolean parametersGuessed,
            @Nullable Long contextLength,
            @Nullable String architecture,
            @Nullable Long estimatedBytes) {

        static Model of(FoundRepo found) {
            ModelFacts facts = found.told().facts();
            return new Model(
                    found.told().formats().stream().map(ModelFormat::word).toList(),
                    found.size().parameters(),
                    found.size().guessed(),
                    facts.contextLength(),
                    facts.architecture(),
                    found.size().estimatedBytes());
        }
    }

    @GET
    @Problems(from = Source.HUB)
    @Operation(
            operationId = "searchHub",
            summary = "Search the Hub by parts of the name, and by what a repository is",
            description = "What is popular is kept for a minute, and given for longer while the Hub is away.")
    public Uni<List<SearchResultJson>> search(
            @Parameter(
                            description = "Parts of the name; what is popular when left out",
                            schema = @Schema(type = SchemaType.STRING, maxLength = RepoSearch.MAX_WORDS_CHARS))
                    @RestQuery
                    Optional<String> q,
            @Parameter(
                            description = "Kind of repositories; `model` when left out",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"model", "models", "dataset", "datasets", "space", "spaces"
                                            }))
                    @RestQuery
                    Optional<String> type,
            @Parameter(
                            description = "The largest or newest first; `trendingScore` when left out",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "trendingScore",
                                                "downloads",
                                                "likes",
                                                "lastModified",
                                                "createdAt"
                                            }))
                    @RestQuery
                    Optional<String> sort,
            @Parameter(
                            description = "How many at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "" + RepoSearch.MAX_LIMIT,
                                            defaultValue = "" + SearchParameters.DEFAULT_LIMIT))
                    @RestQuery
                    Optional<String> limit,
            @Parameter(
                            description = "Format of a model's weights",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "gguf",
                                                "safetensors",
                                                "mlx",
                                                "onnx",
                                                "openvino",
                                                "coreml",
                                                "exl2",
                                                "exl3",
                                                "pytorch"
                                            }))
                    @RestQuery
                    Optional<String> format,
            @Parameter(
                            description = "What a model is for, as the Hub names it",
                            example = "text-generation",
                            schema = @Schema(type = SchemaType.STRING, pattern = SearchFilter.WORD))
                    @RestQuery
                    Optional<String> task,
            @Parameter(
                            description = "Licence, as the Hub names it",
                            example = "apache-2.0",
                            schema = @Schema(type = SchemaType.STRING, pattern = SearchFilter.WORD))
                    @RestQuery
                    Optional<String> license,
            @Parameter(
                            description = "User or organisation whose it is",
                            example = "openai-community",
                            schema = @Schema(type = SchemaType.STRING, pattern = SearchFilter.WORD))
                    @RestQuery
                    Optional<String> author,
            @Parameter(
                            description = "How many parameters a model has at least, such as `500M` or `1.5B`",
                            schema = @Schema(type = SchemaType.STRING, pattern = ParameterRange.SYNTAX))
                    @RestQuery
                    Optional<String> minParameters,
            @Parameter(
                            description = "How many parameters a model has at most",
                            schema = @Schema(type = SchemaType.STRING, pattern = ParameterRange.SYNTAX))
                    @RestQuery
                    Optional<String> maxParameters) {
        RepoSearch search = SearchParameters.search(
                new SearchParameters.Wanted(q, type, sort, limit),
                new SearchParameters.Traits(format, task, license, author),
                new SearchParameters.Size(minParameters, maxParameters));
        return hub.search(search)
                .map(found -> found.stream().map(SearchResultJson::of).toList());
    }
}
