package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.hub.RepoSearch;
import io.hfdownloader.hub.RepoSearchResult;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.web.http.ApiException;
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

    private static final int DEFAULT_LIMIT = 20;

    private final RepoLookup lookup;

    SearchApi(RepoLookup lookup) {
        this.lookup = lookup;
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
     */
    public record SearchResultJson(
            String repo,

            @Schema(enumeration = {"model", "dataset", "space"})
            String type,

            @JsonUnwrapped Popularity popularity,
            boolean gated,
            boolean isPrivate,
            @JsonUnwrapped Card card) {

        static SearchResultJson of(RepoSearchResult found) {
            return new SearchResultJson(
                    found.repo().id(),
                    found.repo().type().word(),
                    new Popularity(found.downloads(), found.likes(), found.lastModified()),
                    found.gated(),
                    found.isPrivate(),
                    new Card(found.pipelineTag(), found.libraryName(), found.license(), found.tags()));
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

    @GET
    @Problems(from = Source.HUB)
    @Operation(operationId = "searchHub", summary = "Search the Hub by parts of the name")
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
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @RestQuery
                    Optional<String> limit) {
        return lookup.search(query(q, type, sort, limit))
                .map(found -> found.stream().map(SearchResultJson::of).toList());
    }

    private static RepoSearch query(
            Optional<String> q, Optional<String> type, Optional<String> sort, Optional<String> limit) {
        try {
            return new RepoSearch(
                    type.filter(text -> !text.isBlank()).map(SearchApi::type).orElse(RepoType.MODEL),
                    q.orElse(""),
                    sort.filter(text -> !text.isBlank()).map(SearchApi::sort).orElse(RepoSearch.Sort.TRENDING),
                    limit.filter(text -> !text.isBlank()).map(SearchApi::number).orElse(DEFAULT_LIMIT));
        } catch (IllegalArgumentException bad) {
            throw ApiException.of(bad);
        }
    }

    private static RepoType type(String text) {
        return RepoType.of(text)
                .or(() -> RepoType.of(text.replaceFirst("s$", "")))
                .orElseThrow(() -> new IllegalArgumentException("type must be model, dataset or space."));
    }

    private static RepoSearch.Sort sort(String text) {
        return RepoSearch.Sort.of(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("sort must be one of " + RepoSearch.Sort.words() + "."));
    }

    private static int number(String text) {
        if (!text.strip().matches("\\d{1,6}")) {
            throw new IllegalArgumentException("limit must be between 1 and " + RepoSearch.MAX_LIMIT + ".");
        }
        return Integer.parseInt(text.strip());
    }
}
