package io.hfdownloader.download;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Knows which models on this machine are behind the Hub. Asks the Hub a few times a day, one model after the other,
 * and never downloads anything.
 */
@ApplicationScoped
public class UpdateWatch {

    private static final Logger LOG = Logger.getLogger(UpdateWatch.class);

    private final HubClient hub;
    private final ModelLibrary library;
    private final DownloadList downloads;
    private final Map<RepoId, String> newest = new ConcurrentHashMap<>();

    UpdateWatch(HubClient hub, ModelLibrary library, DownloadList downloads) {
        this.hub = hub;
        this.library = library;
        this.downloads = downloads;
    }

    /** Whether the Hub has another commit than this machine; empty when that is not known. From memory. */
    public Optional<Boolean> isBehind(LibraryModel model) {
        String here = model.commit();
        RepoId repo = model.repo();
        return repo == null || here == null
                ? Optional.empty()
                : Optional.ofNullable(newest.get(repo)).map(there -> !there.equals(here));
    }

    /** The revision that a model follows: the branch of its last download, or {@code main}. */
    String revisionOf(RepoId repo) {
        return downloads.newestFirst().stream()
                .map(Download::record)
                .filter(record -> record.repoId().equals(repo) && record.state() == DownloadState.COMPLETED)
                .map(DownloadRecord::revision)
                .filter(revision -> !revision.matches("[0-9a-f]{7,40}"))
                .findFirst()
                .orElse(DownloadRequest.DEFAULT_REVISION);
    }

    /** What was just resolved is the newest that is known. */
    void learnt(RepoId repo, String commit) {
        newest.put(repo, commit);
    }

    @Scheduled(every = "6h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        List<RepoId> followed = library.models().stream()
                .filter(model -> model.repo() != null && model.commit() != null)
                .flatMap(model -> Optional.ofNullable(model.repo()).stream())
                .toList();
        newest.keySet().retainAll(followed);
        return Multi.createFrom()
                .iterable(followed)
                .onItem()
                .transformToUniAndConcatenate(this::ask)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> ask(RepoId repo) {
        return hub.info(repo, revisionOf(repo))
                .invoke(info -> learnt(repo, info.commit()))
                .onFailure()
                .invoke(failure -> LOG.debugf("No news of %s: %s", repo, failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
