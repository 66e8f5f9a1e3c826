package io.hfdownloader.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.SharedResult;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.event.OccurrenceListener;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
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
 * Knows which models on this machine are behind the Hub. Asks the Hub a few times a day and when somebody
 * wants to know, and never downloads anything.
 */
@ApplicationScoped
public class UpdateChecker {

    private static final Logger LOG = Logger.getLogger(UpdateChecker.class);

    /** The Hub counts requests: it is asked a few at a time, however many models there are. */
    private static final int MAX_AT_ONCE = 4;

    /** These say nothing of the one model that was asked for, and all others would meet them as well. */
    private static final Set<HubException.Kind> OF_HUB = EnumSet.of(
            HubException.Kind.TOKEN_INVALID,
            HubException.Kind.THROTTLED,
            HubException.Kind.UNAVAILABLE,
            HubException.Kind.PROXY_REFUSED,
            HubException.Kind.BAD_REDIRECT,
            HubException.Kind.NOT_A_HUB);

    private final HubClient hub;
    private final ModelLibrary library;
    private final RevisionFolders folders;
    private final RevisionOrigins origins;
    private final UpdateHolds holds;
    private final WeightChanges weights;
    private final OccurrenceListener listener;
    private final Duration leastInterval;
    private final UpstreamNotes notes = new UpstreamNotes();
    private final Map<RepoId, Uni<Void>> running = new ConcurrentHashMap<>();
    private @Nullable Uni<Void> runningForAll; // guarded by this
    private volatile @Nullable Instant checkedAt;
    private volatile @Nullable HubException failure;
    private volatile Runnable changed = () -> {};

    public UpdateChecker(
            HubClient hub,
            ModelLibrary library,
            RevisionFolders folders,
            RevisionOrigins origins,
            UpdateHolds holds,
            WeightChanges weights,
            OccurrenceListener listener,
            UpdateConfig config) {
        this.hub = hub;
        this.library = library;
        this.folders = folders;
        this.origins = origins;
        this.holds = holds;
        this.weights = weights;
        this.listener = listener;
        this.leastInterval = config.updateCheckInterval();
        library.onDeletion(this::forget);
    }

    /** What comes under this name later may have another fate. */
    private void forget(RepoId repo) {
        notes.forget(repo);
        changed.run();
    }

    /** What is known changes, soon after this was told; to be set once. */
    void onChange(Runnable told) {
        changed = told;
    }

    /** What was known before the server started. */
    void restore(Map<RepoId, UpstreamNotes.Note> kept, @Nullable Instant allCheckedAt) {
        notes.restore(kept);
        if (checkedAt == null) {
            checkedAt = allCheckedAt;
        }
    }

    /** What is known now. */
    Map<RepoId, UpstreamNotes.Note> notes() {
        return notes.all();
    }

    /**
     * Whether there is an update to tell of: the Hub has another commit than this machine, or some files here are older than
     * their model's commit, and the owner of the model does not {@link #hold} it back. Empty when that is not known. From memory.
     */
    public Optional<Boolean> isBehind(LibraryModel model) {
        RepoId repo = model.repo();
        return hasUpdate(model)
                .flatMap(behind -> behind && repo != null
                        ? holds.isTold(repo, model, notes.commit(repo).orElse(null))
                        : Optional.of(behind));
    }

    /** Whether or not it is told. */
    private Optional<Boolean> hasUpdate(LibraryModel model) {
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
                : notes.commit(repo).map(there -> !there.equals(here));
    }

    /** Whether the owner of a model wants to be told of its updates. From memory. */
    public UpdateHold holdOf(RepoId repo) {
        return holds.of(repo);
    }

    /**
     * Chooses whether updates of a model are told; kept over restarts. Of an update that is known by now nothing more is told
     * where they are held until the next weights. Blocks.
     */
    public void hold(RepoId repo, LibraryModel model, UpdateHold hold) {
        String here = model.commit();
        holds.put(repo, hold, here, notes.commit(repo).orElse(here));
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
        notes.put(repo, commit);
        changed.run();
    }

    private synchronized boolean isRunning() {
        return runningForAll != null;
    }

    /** When the Hub told last where the revision of a model is, or that it gives it no more; empty for never. From memory. */
    public Optional<Instant> checkedAt(RepoId repo) {
        return notes.checkedAt(repo);
    }

    /** How the last look at all models went, and what is known now. From memory. */
    public UpdateCheck lastCheck() {
        long behind = library.models().stream()
                .filter(model -> isBehind(model).orElse(false))
                .count();
        return new UpdateCheck(checkedAt, isRunning(), behind, failure);
    }

    /** Why the Hub did not give it any more when it was asked last; empty when it did, or that is not known. From memory. */
    public Optional<UpstreamStatus> upstream(RepoId repo) {
        return notes.refusal(repo);
    }

    /** The Hub did not say what there is of a repo; kept where a model of it is here. */
    public void recordRefusal(RepoId repo, Throwable failure) {
        UpstreamStatus.of(failure).ifPresent(status -> recordRefusal(repo, status));
        changed.run();
    }

    private void recordRefusal(RepoId repo, UpstreamStatus status) {
        if (library.model(repo).isPresent()) {
            notes.put(repo, status);
        }
    }

    /**
     * Begins to look at all models, unless that is under way already or the last look is so young that its result stands;
     * {@link #lastCheck} tells how it goes.
     */
    public void startCheck() {
        if (isRecent(Instant.now())) {
            return;
        }
        var begun = checkAll()
                .subscribe()
                .with(
                        done -> LOG.debug("All models were compared with the Hub"),
                        broken -> LOG.error("The look for updates ended for a reason that nobody expected", broken));
    }

    /** One that was broken off does not count: the Hub may be there again. */
    private boolean isRecent(Instant now) {
        Instant last = checkedAt;
        return failure == null
                && last != null
                && !last.isAfter(now) // a clock was set back
                && last.plus(leastInterval).isAfter(now);
    }

    /**
     * Looks at one model now. Those who ask at the same time share one look.
     *
     * @throws HubException as the result's failure when the Hub does not answer; that it does not give the model any more is an
     *     answer
     */
    public Uni<Void> check(RepoId repo) {
        return shared(repo).onItemOrFailure().invoke((done, failed) -> changed.run());
    }

    private Uni<Void> shared(RepoId repo) {
        return Uni.createFrom()
                .deferred(() -> running.computeIfAbsent(
                        repo,
                        first -> SharedResult.of(ask(first).onTermination().invoke(() -> running.remove(first)))));
    }

    @Scheduled(every = "6h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> checkAll() {
        return Uni.createFrom().deferred(this::sharedByAll);
    }

    private synchronized Uni<Void> sharedByAll() {
        Uni<Void> shared = runningForAll;
        if (shared == null) {
            shared = SharedResult.of(checkEach().onTermination().invoke(this::endedForAll));
            runningForAll = shared;
        }
        return shared;
    }

    private synchronized void endedForAll() {
        runningForAll = null;
    }

    /** When the Hub does not answer for one model it does not for the next; then all else stays as it was known. */
    private Uni<Void> checkEach() {
        List<RepoId> here = library.models().stream()
                .filter(model -> model.repo() != null && model.commit() != null)
                .flatMap(model -> Optional.ofNullable(model.repo()).stream())
                .toList();
        notes.forgetAllBut(here);
        Queue<HubException> unanswered = new ConcurrentLinkedQueue<>();
        return Multi.createFrom()
                .iterable(here)
                .onItem()
                .transformToUni(repo -> unanswered.isEmpty()
                        ? shared(repo)
                                .onFailure()
                                .invoke(failed -> addIfOfHub(unanswered, failed))
                                .onFailure()
                                .recoverWithNull()
                        : Uni.createFrom().voidItem())
                .merge(MAX_AT_ONCE)
                .onItem()
                .ignoreAsUni()
                .invoke(() -> concluded(unanswered.peek()));
    }

    private static void addIfOfHub(Queue<HubException> unanswered, Throwable failed) {
        if (failed instanceof HubException refusal && OF_HUB.contains(refusal.kind())) {
            unanswered.add(refusal);
        }
    }

    private void concluded(@Nullable HubException brokenOffBy) {
        failure = brokenOffBy;
        if (brokenOffBy == null) {
            checkedAt = Instant.now();
        }
        changed.run();
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
                            model.folder().toString())));
        }
    }

    /** Whoever is to be told of weights only waits until it is known whether these are others. */
    private Uni<Void> compareHeld(RepoId repo, String there) {
        Optional<LibraryModel> here = library.model(repo);
        Optional<String> base = here.flatMap(model -> holds.comparedWith(repo, model, there));
        return here.isEmpty() || base.isEmpty()
                ? Uni.createFrom().voidItem()
                : weights.differ(repo, here.get(), base.get(), there)
                        .invoke(differ -> holds.record(repo, new UpdateHolds.Compared(base.get(), there, differ)))
                        .replaceWithVoid();
    }

    private Uni<Void> ask(RepoId repo) {
        return origins.find(repo, null)
                .chain(() -> hub.info(repo, revisionOf(repo)))
                .invoke(info -> notes.put(repo, info.commit()))
                .call(info -> compareHeld(repo, info.commit()))
                .invoke(info -> library.model(repo).ifPresent(model -> tell(model, repo, info.commit())))
                .chain(info -> checkAccess(repo, info))
                .onFailure()
                .invoke(refused -> {
                    LOG.debugf("No news of %s: %s", repo, refused.getMessage());
                    UpstreamStatus.of(refused).ifPresent(status -> recordRefusal(repo, status));
                })
                .onFailure(refused -> UpstreamStatus.of(refused).isPresent())
                .recoverWithNull();
    }
}
