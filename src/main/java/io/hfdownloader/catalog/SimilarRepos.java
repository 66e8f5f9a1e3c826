package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.RefreshingCache;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.hub.search.SearchFilter;
import io.smallrye.mutiny.Uni;

/**
 * Names repos that may have been meant by a name that the Hub does not have. Never blocks, and never fails more than what it was
 * asked for: where the Hub finds nothing in time, nothing is named.
 */
@ApplicationScoped
public class SimilarRepos {

    static final int MAX_SUGGESTIONS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int FIRST_RESULTS = 20;
    private static final int MAX_LOOKUPS = 8;
    private static final int MAX_CACHED = 200;

    /** The same name is asked for by look-up, plan and download. */
    private static final RefreshingCache.Ages AGES =
            new RefreshingCache.Ages(Duration.ofMinutes(1), Duration.ofMinutes(10), PATIENCE);

    private final HubClient hub;
    private final AtomicInteger lookups = new AtomicInteger();
    private final RefreshingCache<RepoId, List<String>> names =
            new RefreshingCache<>(new LruCache<>(MAX_CACHED), AGES, failure -> true);

    SimilarRepos(HubClient hub) {
        this.hub = hub;
        hub.onTokenChange(names::clear); // another one sees other repos
    }

    /** The same answer, whose failure, where it is that the Hub has no such repo, tells what may have been meant. */
    public <T> Uni<T> suggestedFor(RepoId repo, Uni<T> answer) {
        return answer.onFailure(SimilarRepos::isNotFound)
                .recoverWithUni(missing -> similarTo(repo.onHub())
                        .chain(found -> Uni.createFrom().failure(((HubException) missing).suggesting(found))));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof HubException refusal && refusal.kind() == HubException.Kind.REPO_NOT_FOUND;
    }

    private Uni<List<String>> similarTo(RepoId repo) {
        return names.get(repo, () -> lookUp(repo))
                .ifNoItem()
                .after(PATIENCE)
                .on(WaitTimers.shared())
                .recoverWithItem(List.of())
                .onFailure()
                .recoverWithItem(List.of());
    }

    /** A flood of wrong names is not to use up the requests that the Hub allows. */
    private Uni<List<String>> lookUp(RepoId repo) {
        return Uni.createFrom().deferred(() -> {
            if (lookups.incrementAndGet() > MAX_LOOKUPS) {
                lookups.decrementAndGet();
                return Uni.createFrom().failure(new IllegalStateException("Too many wrong names at a time"));
            }
            return Uni.createFrom().deferred(() -> find(repo)).onTermination().invoke(lookups::decrementAndGet);
        });
    }

    /** Most often the owner is wrong; else the name is, and then the owner or the beginning of the name leads to it. */
    private Uni<List<String>> find(RepoId repo) {
        return hub.search(byName(repo.type(), repo.name(), FIRST_RESULTS))
                .map(found -> ranked(repo, found))
                .chain(similar -> similar.isEmpty()
                        ? all(widerSearches(repo)).map(found -> ranked(repo, found))
                        : Uni.createFrom().item(similar));
    }

    private List<Uni<List<RepoSearchResult>>> widerSearches(RepoId repo) {
        List<Uni<List<RepoSearchResult>>> searches = new ArrayList<>();
        String beginning = repo.name().replaceFirst("[-_.][^-_.]*$", "");
        if (!beginning.equals(repo.name())) {
            searches.add(hub.search(byName(repo.type(), beginning, RepoSearch.MAX_LIMIT)));
        }
        String owner = repo.namespace();
        if (owner != null) {
            searches.add(hub.search(new RepoSearch(
                    repo.type(), "", RepoSearch.Sort.DOWNLOADS, RepoSearch.MAX_LIMIT, SearchFilter.ofAuthor(owner))));
        }
        return searches;
    }

    private static RepoSearch byName(RepoType type, String words, int limit) {
        return new RepoSearch(type, words, RepoSearch.Sort.DOWNLOADS, limit);
    }

    private static Uni<List<RepoSearchResult>> all(List<Uni<List<RepoSearchResult>>> searches) {
        return searches.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(searches)
                        .andFailFast()
                        .map(found -> found.stream().flatMap(List::stream).toList());
    }

    /** Of those that are as similar, the one that is fetched more often first. */
    private static List<String> ranked(RepoId typed, List<RepoSearchResult> found) {
        record Candidate(String id, double similarity, long downloads) {}
        return found.stream()
                .filter(other -> !other.repo().id().equalsIgnoreCase(typed.id()))
                .map(other ->
                        new Candidate(other.repo().id(), NameSimilarity.of(typed, other.repo()), other.downloads()))
                .filter(candidate -> candidate.similarity() > 0)
                .sorted(Comparator.comparingDouble(Candidate::similarity)
                        .thenComparingLong(Candidate::downloads)
                        .reversed())
                .map(Candidate::id)
                .distinct()
                .limit(MAX_SUGGESTIONS)
                .toList();
    }
}
