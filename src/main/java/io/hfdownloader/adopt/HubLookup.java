package io.hfdownloader.adopt;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.hfdownloader.cache.LruCache;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoCommit;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.hub.search.ModelFormat;
import io.hfdownloader.hub.search.ParameterRange;
import io.hfdownloader.hub.search.RepoSearch;
import io.hfdownloader.hub.search.RepoSearchResult;
import io.hfdownloader.hub.search.SearchFilter;
import io.smallrye.mutiny.Uni;

/**
 * What one look at the disk asks the Hub: a bounded number of things, none of them twice in a row. All methods block, on a thread of
 * a task, and fail with a {@link HubException} when the Hub is out of reach. Not for two threads at once.
 */
final class HubLookup {

    private static final String BRANCH = "main";

    /** Whoever gets them for one repository gets them for all. */
    private static final Set<HubException.Kind> OF_ALL = EnumSet.of(
            HubException.Kind.TOKEN_INVALID, HubException.Kind.PROXY_REFUSED, HubException.Kind.BAD_REDIRECT);

    private static final int MAX_REQUESTS = 5_000;
    private static final int MAX_TREES = 16;
    private static final int MAX_RESULTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 200;

    private final HubClient hub;
    private final BooleanSupplier stopped;
    private final LruCache<RepoId, Optional<RepoTree>> heads = new LruCache<>(MAX_TREES);
    private final LruCache<String, List<RepoId>> searches = new LruCache<>(MAX_TREES);
    private int requests;

    HubLookup(HubClient hub, BooleanSupplier stopped) {
        this.hub = hub;
        this.stopped = stopped;
    }

    /** The files of a repo as they are now, under its canonical name; empty where there is none that may be seen. */
    Optional<RepoTree> head(RepoId repo) {
        Optional<Optional<RepoTree>> known = heads.get(repo);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<RepoTree> tree = orNone(hub.info(repo, BRANCH).chain(info -> hub.tree(info.repo(), info.commit())));
        heads.put(repo, tree);
        return tree;
    }

    /** Its files at a commit. */
    Optional<RepoTree> at(RepoId repo, String commit) {
        Optional<RepoTree> head = head(repo);
        if (head.filter(tree -> tree.commit().equals(commit)).isPresent()) {
            return head;
        }
        RepoId canonical = head.map(RepoTree::repo).orElse(repo);
        return orNone(hub.info(canonical, commit).chain(info -> hub.tree(info.repo(), info.commit())));
    }

    /** Its last commits, the newest first. */
    List<RepoCommit> history(RepoId repo) {
        return orNone(hub.commits(repo, BRANCH)).orElse(List.of());
    }

    /** Models that are called so, those of many downloads first. */
    List<RepoId> search(String words, boolean gguf) {
        String asked =
                words.length() > RepoSearch.MAX_WORDS_CHARS ? words.substring(0, RepoSearch.MAX_WORDS_CHARS) : words;
        Optional<List<RepoId>> known = searches.get(asked + gguf);
        if (known.isPresent()) {
            return known.get();
        }
        SearchFilter filter =
                gguf ? new SearchFilter(ModelFormat.GGUF, null, null, null, ParameterRange.ANY) : SearchFilter.NONE;
        List<RepoId> found = orNone(hub.search(
                        new RepoSearch(RepoType.MODEL, asked, RepoSearch.Sort.DOWNLOADS, MAX_RESULTS, filter)))
                .orElse(List.of())
                .stream()
                .map(RepoSearchResult::repo)
                .toList();
        searches.put(asked + gguf, found);
        return found;
    }

    private <T> Optional<T> orNone(Uni<T> asked) {
        if (++requests > MAX_REQUESTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(get(asked));
        } catch (HubException refused) {
            if (refused.kind().isPassing() || OF_ALL.contains(refused.kind())) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private <T> T get(Uni<T> asked) {
        CompletableFuture<T> answer = asked.subscribeAsCompletionStage();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException wait) {
                    if (stopped.getAsBoolean()) {
                        throw new CancellationException("The Hub is not waited for any longer");
                    }
                    if (System.nanoTime() - end > 0) {
                        throw new HubException(
                                HubException.Kind.UNAVAILABLE, "The Hub does not answer. Try again later.");
                    }
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException told ? told : new CompletionException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The thread was interrupted");
        } finally {
            var cancelled = answer.cancel(true);
        }
    }
}
