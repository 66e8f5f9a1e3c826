package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.RefreshingCache;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.smallrye.mutiny.Uni;

/**
 * Searches the Hub, and tells of each result how large it is and whether it is here. What is popular is kept for all who ask: for
 * a minute as it is, for an hour while the new list is on its way, and longer while the Hub is away. Never blocks.
 */
@ApplicationScoped
public class HubSearch {

    private static final RefreshingCache.Ages POPULAR_AGES =
            new RefreshingCache.Ages(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(2));
    private static final int MAX_POPULAR_LISTS = 50;
    private static final long MAX_POPULAR_TAGS =
            100_000; // of a hundred characters at most; some twenty for each result

    /** A list of results does not wait for a slow disk. */
    private static final Duration DISK_PATIENCE = Duration.ofMillis(500);

    private final HubClient hub;
    private final ModelLibrary library;
    private final RefreshingCache<RepoSearch, List<RepoSearchResult>> popular = new RefreshingCache<>(
            new LruCache<>(MAX_POPULAR_LISTS, MAX_POPULAR_TAGS, list -> weight(list.value())),
            POPULAR_AGES,
            failure -> failure instanceof HubException refusal && refusal.kind().isPassing());

    HubSearch(HubClient hub, ModelLibrary library) {
        this.hub = hub;
        this.library = library;
        hub.onTokenChange(popular::clear); // another one sees other repos
    }

    /** What the Hub finds, in its order. Fails with a {@code HubException}. */
    public Uni<List<FoundRepo>> search(RepoSearch search) {
        return Uni.combine()
                .all()
                .unis(found(search), held())
                .asTuple()
                .map(both -> both.getItem1().stream()
                        .map(repo -> new FoundRepo(
                                repo, ModelSize.of(repo), both.getItem2().contains(key(repo.repo()))))
                        .filter(repo -> isIn(search.filter().parameters(), repo.size()))
                        .limit(search.limit())
                        .toList());
    }

    private Uni<List<RepoSearchResult>> found(RepoSearch search) {
        RepoSearch wide = widened(search);
        return search.words().isBlank() ? popular.get(wide, () -> hub.search(wide)) : hub.search(wide);
    }

    /** More than are wanted where some of those that the Hub finds are to be left out. */
    private static RepoSearch widened(RepoSearch search) {
        ParameterRange range = search.filter().parameters();
        if (!search.filter().isOfSize()) {
            return search;
        }
        return search.withLimit(range.equals(range.inBillions()) ? 2 * search.limit() : RepoSearch.MAX_LIMIT);
    }

    private static boolean isIn(ParameterRange range, ModelSize size) {
        Long parameters = size.parameters();
        return range.equals(ParameterRange.ANY) || parameters != null && range.contains(parameters);
    }

    /** The repos of which there are files here; as the last scan found them where the disk is slow or away. */
    private Uni<Set<String>> held() {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT)
                .ifNoItem()
                .after(DISK_PATIENCE)
                .on(WaitTimers.shared())
                .recoverWithItem(library::models)
                .onFailure()
                .recoverWithItem(library::models)
                .map(models -> models.stream()
                        .filter(model -> model.repo() != null && !model.files().isEmpty())
                        .map(model -> key(model.repo()))
                        .collect(Collectors.toSet()));
    }

    /** The Hub knows no upper and lower case in names, and a folder beside that of a repo is of the same one. */
    private static String key(RepoId repo) {
        return repo.onHub().toString().toLowerCase(Locale.ROOT);
    }

    private static long weight(List<RepoSearchResult> list) {
        return list.stream().mapToLong(found -> 1L + found.tags().size()).sum();
    }
}
