package io.hfdownloader.standin.hub;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.QueryParameters;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** {@code GET /api/models} and its like: repos by words in their id, author and tags. */
public final class SearchRoutes {

    private static final int MAX_PAGE_SIZE = 1000;
    private static final Set<String> FULL_ONLY =
            Set.of("author", "sha", "lastModified", "gated", "disabled", "siblings");

    private final RepoRegistry repos;
    private final Pagination pagination;

    public SearchRoutes(RepoRegistry repos, Pagination pagination) {
        this.repos = repos;
        this.pagination = pagination;
    }

    Response handle(Exchange exchange, RepoKind kind) {
        QueryParameters queryParameters = exchange.query();
        int limit = Math.max(1, Math.min(MAX_PAGE_SIZE, queryParameters.number("limit", MAX_PAGE_SIZE)));
        List<StandInRepo> found = repos.all(kind).stream()
                .filter(repo -> !repo.traits().isPrivate() || exchange.caller() == Caller.MEMBER)
                .filter(repo -> matches(repo, queryParameters))
                .sorted(order(queryParameters.first("sort").orElse("trendingScore")))
                .toList();
        return pagination.page(exchange, found, limit, repo -> row(repo, queryParameters));
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
        return byWords && byAuthor && repo.traits().tags().containsAll(queryParameters.all("filter"));
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

    private static ObjectNode row(StandInRepo repo, QueryParameters queryParameters) {
        List<String> expand = queryParameters.all("expand");
        if (!expand.isEmpty()) {
            return ExpandParameter.only(RepoJson.info(repo, repo.main(), false), expand);
        }
        ObjectNode row = RepoJson.row(repo);
        if (queryParameters.isTrue("full")) {
            ObjectNode info = RepoJson.info(repo, repo.main(), false);
            FULL_ONLY.forEach(name -> row.set(name, info.get(name)));
        }
        return row;
    }
}
