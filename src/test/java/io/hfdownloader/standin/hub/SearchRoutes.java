package io.hfdownloader.standin.hub;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.QueryParameters;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** {@code GET /api/models} and its like: repos by words in their id, author, tags, task and number of parameters. */
public final class SearchRoutes {

    private static final int MAX_PAGE_SIZE = 1000;
    private static final Set<String> FULL_ONLY =
            Set.of("author", "sha", "lastModified", "gated", "disabled", "siblings");

    private static final Set<String> PARAMETERS = Set.of(
            "search",
            "author",
            "filter",
            "pipeline_tag",
            "gated",
            "num_parameters",
            "apps",
            "sort",
            "direction",
            "limit",
            "full",
            "expand",
            "cardData",
            "config",
            "cursor");
    private static final Set<String> ORDERS =
            Set.of("likes", "lastModified", "createdAt", "trendingScore", "likes30d", "id");
    private static final Set<String> ORDERS_OF_WHAT_IS_DOWNLOADED = Set.of(
            "downloads",
            "likes",
            "lastModified",
            "createdAt",
            "trendingScore",
            "likes30d",
            "num_parameters",
            "mainSize",
            "id");

    private static final Pattern NUM_PARAMETERS =
            Pattern.compile("(?:min:(\\d{1,6})B(?:,(?=m)|$))?(?:max:(\\d{1,6})B)?");
    private static final long BILLION = 1_000_000_000;

    private final RepoRegistry repos;
    private final Pagination pagination;

    public SearchRoutes(RepoRegistry repos, Pagination pagination) {
        this.repos = repos;
        this.pagination = pagination;
    }

    Response handle(Exchange exchange, RepoKind kind) {
        QueryParameters queryParameters = exchange.query();
        checkWords(kind, queryParameters);
        int limit = Math.max(1, Math.min(MAX_PAGE_SIZE, queryParameters.number("limit", MAX_PAGE_SIZE)));
        List<StandInRepo> found = repos.all(kind).stream()
                .filter(repo -> !repo.traits().isPrivate() || exchange.caller() == Caller.MEMBER)
                .filter(repo -> matches(repo, queryParameters))
                .sorted(order(queryParameters.first("sort").orElse("trendingScore")))
                .toList();
        return pagination.page(exchange, found, limit, repo -> row(kind, repo, queryParameters));
    }

    /** As the Hub: what it does not know it refuses, before it looks for anything. */
    private static void checkWords(RepoKind kind, QueryParameters queryParameters) {
        QueryRules.check(queryParameters, PARAMETERS);
        ExpandParameter.check(kind, queryParameters.all("expand"));
        Set<String> orders = kind == RepoKind.SPACE ? ORDERS : ORDERS_OF_WHAT_IS_DOWNLOADED;
        queryParameters.first("sort").filter(sort -> !orders.contains(sort)).ifPresent(sort -> {
            throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest(
                    "\"sort\" must be one of " + orders.stream().sorted().toList()));
        });
        queryParameters
                .first("direction")
                .filter(direction -> !direction.equals("-1"))
                .ifPresent(direction -> {
                    throw new ErrorResponseException(HubErrorResponses.AS_JSON.badRequest("\"direction\" must be -1"));
                });
        refuse(queryParameters, "gated", value -> Set.of("true", "false").contains(value));
        refuse(
                queryParameters,
                "num_parameters",
                value -> !value.isEmpty() && NUM_PARAMETERS.matcher(value).matches());
    }

    private static void refuse(QueryParameters queryParameters, String name, Predicate<String> isSound) {
        queryParameters.first(name).filter(isSound.negate()).ifPresent(value -> {
            throw new ErrorResponseException(
                    HubErrorResponses.AS_JSON.badRequest("Invalid \"" + name + "\": \"" + value + "\""));
        });
    }

    private static boolean matches(StandInRepo repo, QueryParameters queryParameters) {
        String id = repo.id().toLowerCase(Locale.ROOT);
        boolean byWords = queryParameters
                .first("search")
                .map(words -> List.of(words.toLowerCase(Locale.ROOT).trim().split("\\s+")))
                .map(words -> words.stream().allMatch(id::contains))
                .orElse(true);
        boolean byAuthor = queryParameters
                .first("author")
                .map(author -> id.startsWith(author.toLowerCase(Locale.ROOT) + "/"))
                .orElse(true);
        return byWords
                && byAuthor
                && repo.traits().tags().containsAll(queryParameters.all("filter"))
                && has(queryParameters, "pipeline_tag", RepoJson.task(repo))
                && has(queryParameters, "gated", String.valueOf(repo.traits().gated() != null))
                && queryParameters
                        .first("num_parameters")
                        .map(range -> isIn(range, repo))
                        .orElse(true);
    }

    private static boolean has(QueryParameters queryParameters, String name, String value) {
        return queryParameters.first(name).map(value::equals).orElse(true);
    }

    /** A repo of which the number is not known is in no range. */
    private static boolean isIn(String range, StandInRepo repo) {
        Matcher bounds = NUM_PARAMETERS.matcher(range);
        ObjectNode facts = repo.traits().facts();
        long count = facts.path("safetensors")
                .path("total")
                .asLong(facts.path("gguf").path("total").asLong());
        return bounds.matches()
                && count > 0
                && (bounds.group(1) == null || count >= Long.parseLong(bounds.group(1)) * BILLION)
                && (bounds.group(2) == null || count <= Long.parseLong(bounds.group(2)) * BILLION);
    }

    private static Comparator<StandInRepo> order(String sort) {
        Comparator<StandInRepo> byId = Comparator.comparing(StandInRepo::id);
        return switch (sort) {
            case "downloads", "likes" ->
                Comparator.<StandInRepo>comparingInt(
                                repo -> RepoJson.row(repo).path(sort).asInt())
                        .reversed()
                        .thenComparing(byId);
            default -> byId;
        };
    }

    private static ObjectNode row(RepoKind kind, StandInRepo repo, QueryParameters queryParameters) {
        List<String> expand = queryParameters.all("expand");
        if (!expand.isEmpty()) {
            return ExpandParameter.only(kind, RepoJson.info(repo, repo.main(), false), expand);
        }
        ObjectNode row = RepoJson.row(repo);
        if (queryParameters.isTrue("full")) {
            ObjectNode info = RepoJson.info(repo, repo.main(), false);
            FULL_ONLY.forEach(name -> row.set(name, info.get(name)));
        }
        return row;
    }
}
