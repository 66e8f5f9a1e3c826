package io.hfdownloader.standin.hub;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Query;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/** {@code GET /api/models} and its like: repos by words in their id, author and tags. */
public final class SearchRoute {

    private static final int LARGEST_PAGE = 1000;
    private static final Set<String> FULL_ONLY =
            Set.of("author", "sha", "lastModified", "gated", "disabled", "siblings");

    private final RepoRegistry repos;
    private final Pages pages;

    public SearchRoute(RepoRegistry repos, Pages pages) {
        this.repos = repos;
        this.pages = pages;
    }

    Answer answer(Exchange exchange, RepoKind kind) {
        Query query = exchange.query();
        int limit = Math.max(1, Math.min(LARGEST_PAGE, query.number("limit", LARGEST_PAGE)));
        List<StandInRepo> found = repos.all(kind).stream()
                .filter(repo -> !repo.traits().isPrivate() || exchange.caller() == Caller.MEMBER)
                .filter(repo -> matches(repo, query))
                .sorted(order(query.first("sort").orElse("trendingScore")))
                .toList();
        return pages.page(exchange, found, limit, repo -> row(repo, query));
    }

    private static boolean matches(StandInRepo repo, Query query) {
        String id = repo.id().toLowerCase(Locale.ROOT);
        boolean byWords = query.first("search")
                .map(words -> List.of(words.toLowerCase(Locale.ROOT).trim().split("\\s+")))
                .map(words -> words.stream().allMatch(id::contains))
                .orElse(true);
        boolean byAuthor = query.first("author")
                .map(author -> id.startsWith(author.toLowerCase(Locale.ROOT) + "/"))
                .orElse(true);
        return byWords && byAuthor && repo.traits().tags().containsAll(query.all("filter"));
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

    private static ObjectNode row(StandInRepo repo, Query query) {
        List<String> expand = query.all("expand");
        if (!expand.isEmpty()) {
            return Expand.only(RepoJson.info(repo, repo.main(), false), expand);
        }
        ObjectNode row = RepoJson.row(repo);
        if (query.isTrue("full")) {
            ObjectNode info = RepoJson.info(repo, repo.main(), false);
            FULL_ONLY.forEach(name -> row.set(name, info.get(name)));
        }
        return row;
    }
}
