package io.hfdownloader.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.event.OccurrenceListener;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows which models on this machine are behind the Hub. Asks the Hub a few times a day, one model after the other,
 * and never downloads anything.
 */
@ApplicationScoped
public class UpdateChecker {

    private static final Logger LOG = Logger.getLogger(UpdateChecker.class);

    private final HubClient hub;
    private final ModelLibrary library;
    private final RevisionFolders folders;
    private final RevisionOrigins origins;
    private final OccurrenceListener listener;
    private final Map<RepoId, String> latestCommits = new ConcurrentHashMap<>();
    private final Map<RepoId, UpstreamStatus> refusals = new ConcurrentHashMap<>();

    public UpdateChecker(
            HubClient hub,
            ModelLibrary library,
            RevisionFolders folders,
            RevisionOrigins origins,
            OccurrenceListener listener) {
        this.hub = hub;
        this.library = library;
        this.folders = folders;
        this.origins = origins;
        this.listener = listener;
        library.onDeletion(this::forget);
    }

    /** What comes under this name later may have another fate. */
    private void forget(RepoId repo) {
        latestCommits.remove(repo);
        refusals.remove(repo);
    }

    /**
     * Whether the Hub has another commit than this machine, or some files here are older than their model's commit; empty when
     * that is not known. From memory.
     */
    public Optional<Boolean> isBehind(LibraryModel model) {
        String here = model.commit();
        RepoId repo = model.repo();
        if (repo == null || here == null) {
            return Optional.empty();
        }
        if (isPinned(repo)) {
            return Optional.of(false);
        }
        return model.mixed()
                ? Optional.of(true) // whatever the Hub has by now
                : Optional.ofNullable(latestCommits.get(repo)).map(there -> !there.equals(here));
    }

    /** The revision that a model follows: the branch, tag or commit that it was fetched from, or {@code main}. */
    public String revisionOf(RepoId repo) {
        return folders.revisionsIn(repo).get(0);
    }

    /** Whoever asked for one commit is not told that there are others. */
    private boolean isPinned(RepoId repo) {
        return isCommit(revisionOf(repo));
    }

    private static boolean isCommit(String revision) {
        return revision.matches("[0-9a-f]{40}");
    }

    /**
     * A download has ended well.
     *
     * @param commit what the revision resolved to, if it is known
     */
    public void completed(RepoId repo, String revision, @Nullable String commit) {
        if (commit != null && revision.equals(revisionOf(repo))) {
            recordLatestCommit(repo, commit);
        }
    }

    /** What was just resolved is the newest that is known. */
    public void recordLatestCommit(RepoId repo, String commit) {
        latestCommits.put(repo, commit);
        refusals.remove(repo);
    }

    /** Why the Hub did not give it any more when it was asked last; empty when it did, or that is not known. From memory. */
    public Optional<UpstreamStatus> upstream(RepoId repo) {
        return Optional.ofNullable(refusals.get(repo));
    }

    /** The Hub did not say what there is of a repo; kept where a model of it is here. */
    public void recordRefusal(RepoId repo, Throwable failure) {
        UpstreamStatus.of(failure).ifPresent(status -> recordRefusal(repo, status));
    }

    private void recordRefusal(RepoId repo, UpstreamStatus status) {
        if (library.model(repo).isPresent()) {
            refusals.put(repo, status);
        }
    }

    @Scheduled(every = "6h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> checkAll() {
        List<RepoId> here = library.models().stream()
                .filter(model -> model.repo() != null && model.commit() != null)
                .flatMap(model -> Optional.ofNullable(model.repo()).stream())
                .toList();
        latestCommits.keySet().retainAll(here);
        refusals.keySet().retainAll(here);
        return Multi.createFrom()
                .iterable(here)
                .onItem()
                .transformToUniAndConcatenate(this::check)
                .onItem()
                .ignoreAsUni();
    }

    /** The Hub tells of repos that it does not give. */
    private Uni<Void> checkAccess(RepoId repo, RepoInfo info) {
        if (info.disabled()) {
            recordRefusal(repo, UpstreamStatus.DISABLED);
        }
        return info.gated() ? hub.checkAccess(repo) : Uni.createFrom().voidItem();
    }

    private void tell(LibraryModel model, RepoId repo, String latest) {
        if (isBehind(model).orElse(false) && !latest.equals(model.commit())) {
            listener.happened(Occurrence.updateAvailable(
                    Instant.now(),
                    new Occurrence.Model(
                            repo.id(),
                            repo.type().word(),
                            revisionOf(repo),
                            latest,
                            model.commit(),
                            library.layout().repoFolder(repo).toString())));
        }
    }

    private Uni<Void> check(RepoId repo) {
        return origins.find(repo, null)
                .chain(() -> hub.info(repo, revisionOf(repo)))
                .invoke(info -> recordLatestCommit(repo, info.commit()))
                .invoke(info -> library.model(repo).ifPresent(model -> tell(model, repo, info.commit())))
                .chain(info -> checkAccess(repo, info))
                .onFailure()
                .invoke(failure -> {
                    LOG.debugf("No news of %s: %s", repo, failure.getMessage());
                    recordRefusal(repo, failure);
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
