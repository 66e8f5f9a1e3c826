package io.hfdownloader.download;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.catalog.SimilarRepos;
import io.hfdownloader.download.arrival.Arrival;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.variant.name.Glob;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Downloads and their queue, for pages and scripts: ask for one, look, change. No method blocks; all are safe for use
 * from any thread.
 */
@ApplicationScoped
public class DownloadService {

    private static final Logger LOG = Logger.getLogger(DownloadService.class);

    /** Whoever asks for a change has an answer within a second, however busy the disk is. */
    private static final Duration SAVE_TIMEOUT = Duration.ofMillis(400);

    /** Behind the observers without a priority, of which one takes up the downloads of before. */
    private static final int AFTER_OTHERS = 3_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(3);

    private final DownloadQueue queue;
    private final DownloadStore store;
    private final DownloadAdmission admission;
    private final InactiveFiles inactiveFiles;
    private final DownloadConfig config;
    private final Connections connections;
    private final TransferConfig transfers;
    private final Settings settings;
    private final SimilarRepos similar;
    private final ModelLibrary library;
    private volatile KnownModels lastScan = new KnownModels(List.of(), Map.of());

    private record KnownModels(List<LibraryModel> scanned, Map<RepoId, LibraryModel> byRepo) {}

    /**
     * A request that was taken.
     *
     * @param download the download
     * @param created false when the same one was under way already
     */
    public record Accepted(DownloadView download, boolean created) {}

    /**
     * What downloads may use.
     *
     * @param maxActiveDownloads downloads at work at a time
     * @param maxConnections connections over all of them
     * @param maxConnectionsPerFile connections for one file
     * @param bandwidthLimit bytes per second over all of them as it was written, or null for no limit
     */
    public record Limits(
            int maxActiveDownloads,
            int maxConnections,
            int maxConnectionsPerFile,
            @Nullable String bandwidthLimit) {}

    DownloadService(
            DownloadQueue queue,
            DownloadStore store,
            DownloadAdmission admission,
            InactiveFiles inactiveFiles,
            Connections connections,
            TransferConfig transfers,
            Settings settings,
            SimilarRepos similar,
            ModelLibrary library,
            DownloadConfig config) {
        this.queue = queue;
        this.store = store;
        this.admission = admission;
        this.inactiveFiles = inactiveFiles;
        this.config = config;
        this.connections = connections;
        this.transfers = transfers;
        this.settings = settings;
        this.similar = similar;
        this.library = library;
    }

    /** When the downloads are known again; until this was told nothing is taken for left over. */
    void start(@Observes @Priority(AFTER_OTHERS) StartupEvent event) {
        library.leftovers().keepFor(this::mayGoOn);
    }

    /** Whether what has arrived of a repo is wanted: also by a download that failed or was cancelled, until it is forgotten. */
    private boolean mayGoOn(RepoId repo) {
        return queue.newestFirst().stream()
                .anyMatch(download ->
                        download.record().repoId().equals(repo) && download.state() != DownloadState.COMPLETED);
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    /**
     * Takes a request. Refusals that will not pass (no such repo, no such variant, a disk that is too small) fail it at once;
     * when the Hub is out of reach or slow, the download is queued and finds out later; one for which there is no room now waits
     * in the queue until there is. The item arrives when it is on the disk.
     */
    public Uni<Accepted> request(DownloadRequest request) {
        return similar.suggestedFor(request.repo(), admission.request(request)).map(this::accepted);
    }

    /**
     * As the other, of a repo for which a directory of this name was {@link #choose chosen}: that is kept until its folder is there. Fails
     * as {@link #choose} where the Hub calls it otherwise, and what it is called is in another one.
     */
    public Uni<Accepted> request(DownloadRequest request, String root) {
        return similar.suggestedFor(request.repo(), admission.request(request, repo -> library.choose(repo, root)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(admitted -> keepChoice(admitted.download().record().repoId(), root))
                .map(this::accepted);
    }

    /** A folder with nothing in it tells after a restart where a download in the queue goes. Blocks. */
    private void keepChoice(RepoId folder, String root) {
        try {
            library.choose(folder, root);
            library.layout().prepare(folder);
        } catch (IllegalArgumentException gone) { // the download has begun elsewhere, or waits until the disk is back
            LOG.debugf("%s does not wait in \"%s\": %s", folder, root, gone.getMessage());
        } catch (IOException | RuntimeException unwritable) { // the download tells what is wrong when its turn comes
            LOG.warnf(
                    "%s was to come to \"%s\", where its folder cannot be made; after a restart it may come to another"
                            + " directory: %s",
                    folder, root, unwritable.getMessage());
        }
    }

    /**
     * Has a repo that is not here come to the directory of this name, if it is asked for within minutes. Fails with an
     * {@link IllegalArgumentException}, whose sentence is for the user, where that cannot be.
     */
    public Uni<Void> choose(RepoId repo, String root) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> library.choose(repo, root));
    }

    /**
     * Brings a model up to date: fetches what changed on the branch it follows, then removes what is gone there.
     *
     * @param selection what to bring up to date; the empty one means what is here
     */
    public Uni<Accepted> update(RepoId repo, Selection selection) {
        return update(repo, selection, DownloadRequest.Manner.USUAL);
    }

    /**
     * As {@link #update(RepoId, Selection)}. One that is in the queue, or paused, goes about it file by file
     * from then on, when it is asked for so.
     *
     * @param manner how it goes about it
     */
    public Uni<Accepted> update(RepoId repo, Selection selection, DownloadRequest.Manner manner) {
        return admission.update(repo, selection, manner).map(this::accepted);
    }

    /**
     * Fetches single files of a model at the commit that they are of, into its folder: what is damaged, changed or missing of them,
     * as far as that is known, and no more. Fails when the Hub is out of reach.
     *
     * @param revision that the folder holds
     * @param commit that the files are of
     * @param paths of the files
     */
    public Uni<Accepted> repair(RepoId folder, String revision, String commit, List<String> paths) {
        Selection files =
                new Selection(List.of(), paths.stream().map(Glob::quoted).toList(), List.of(), null);
        return admission
                .repair(new DownloadRequest(folder, revision, files, false, DownloadRequest.Manner.REPAIR), commit)
                .map(this::accepted);
    }

    private Accepted accepted(DownloadQueue.Admitted admitted) {
        return new Accepted(view(admitted.download()), admitted.created());
    }

    // --- looking -----------------------------------------------------------------------------------------------

    /** All downloads, newest first; from memory. */
    public List<DownloadView> list() {
        List<Download> queued = queue.queued();
        return queue.newestFirst().stream()
                .map(download -> view(download, queued))
                .toList();
    }

    /** The repos that downloads which are not over work on, paused ones too. From memory. */
    public Set<RepoId> reposUnderWay() {
        return queue.newestFirst().stream()
                .filter(download -> !download.state().hasEnded())
                .map(download -> download.record().repoId())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Bytes that downloads of such repos are still going to write: those at work, and those in the queue that have room. */
    public long reservedBytes(Predicate<RepoId> repos) {
        return queue.bytesLeft(repos);
    }

    /** Bytes of the downloads of such repos that wait for room. From memory. */
    public long bytesWithoutRoom(Predicate<RepoId> repos) {
        return queue.withoutRoom().stream()
                .filter(download -> repos.test(download.record().repoId()))
                .mapToLong(Download::bytesLeft)
                .sum();
    }

    /** Where models on this machine stand, with the downloads that are not over at this moment. From memory. */
    public Function<LibraryModel, ModelStatus> modelStatuses() {
        Map<RepoId, List<Arrival>> arrivals = queue.newestFirst().stream()
                .filter(download -> !download.state().hasEnded())
                .collect(Collectors.groupingBy(
                        download -> download.record().repoId(),
                        Collectors.mapping(Download::arrival, Collectors.toList())));
        return model -> ModelStatus.of(
                model, model.repo() == null ? List.of() : arrivals.getOrDefault(model.repo(), List.of()));
    }

    /** One download, if there is one of this id; from memory. */
    public Optional<DownloadView> find(UUID id) {
        return queue.find(id).map(this::view);
    }

    /** Whether any download is at work; from memory. */
    public boolean isAnyAtWork() {
        return queue.isAnyAtWork();
    }

    /** One download; from memory. */
    public DownloadView get(UUID id) {
        return view(known(id));
    }

    /** The files of a download as planned, empty before that; from memory while it works, else from the tree on the disk. */
    public Uni<List<FileProgress>> files(UUID id) {
        Download download = known(id);
        return download.meter()
                .map(meter -> Uni.createFrom().item(InactiveFiles.snapshots(meter)))
                .orElseGet(() -> inactiveFiles.of(download.record()));
    }

    /**
     * The files of a download of which something changed at this moment or later; none when it has no counters. From memory.
     *
     * @param nanos a moment of {@link System#nanoTime}
     */
    public List<FileProgress> filesChangedSince(UUID id, long nanos) {
        return queue.find(id)
                .flatMap(Download::meter)
                .map(meter -> meter.changedSince(nanos).stream()
                        .map(FileMeter::snapshot)
                        .toList())
                .orElse(List.of());
    }

    /** Bytes per second at each of the last seconds, two minutes at most, oldest first; none while it does not work. From memory. */
    public List<Long> rates(UUID id) {
        return queue.find(id)
                .filter(download -> download.state().isActive())
                .flatMap(Download::meter)
                .map(Meter::rates)
                .orElse(List.of());
    }

    /** Why a restart would not know all that it should, as a sentence; empty when it would. From memory. */
    public Optional<String> unsaved() {
        return store.failure().map(DiskException::detail);
    }

    /** What downloads may use. */
    public Limits limits() {
        String limit = settings.bandwidthLimit();
        return new Limits(
                config.maxActiveDownloads(),
                connections.total(),
                transfers.maxConnectionsPerFile(),
                limit.isEmpty() ? null : limit);
    }

    // --- changing ----------------------------------------------------------------------------------------------

    /** Stops it for now; connections close, what has arrived is kept. */
    public Uni<DownloadView> pause(UUID id) {
        return change(() -> queue.pause(id));
    }

    /** Puts a paused one back into the queue. */
    public Uni<DownloadView> resume(UUID id) {
        return change(() -> queue.resume(id));
    }

    /** Ends it; what has arrived is kept until it is forgotten, so that a retry goes on from there. */
    public Uni<DownloadView> cancel(UUID id) {
        return onWorker(() -> queue.cancel(id))
                .chain(changed -> view(changed)
                        // whoever cancels may want to delete next; that takes until the last file is closed
                        .call(() -> soon(changed.download().released(), CLOSE_TIMEOUT)));
    }

    /** Puts one that failed or was cancelled back into the queue; it stays on its commit. */
    public Uni<DownloadView> retry(UUID id) {
        return change(() -> queue.retry(id));
    }

    /** Moves one within the queue; 0 is the next to start. */
    public Uni<DownloadView> move(UUID id, int position) {
        return view(queue.move(id, position));
    }

    /** Removes one that has ended from the list, and the partial files that no other download of the repo wants. */
    public Uni<Void> forget(UUID id) {
        DownloadQueue.Forgotten forgotten = queue.forget(id);
        return Uni.createFrom()
                .completionStage(copy(forgotten.deleted()))
                .call(() -> soon(forgotten.discarded(), DISCARD_TIMEOUT));
    }

    // --- inside ------------------------------------------------------------------------------------------------

    private Uni<DownloadView> change(Supplier<DownloadQueue.Changed> change) {
        return onWorker(change).chain(this::view);
    }

    /** It is begun at once, and made whether or not whoever asked waits for it. The queue looks at folders before it. */
    private static Uni<DownloadQueue.Changed> onWorker(Supplier<DownloadQueue.Changed> change) {
        return Uni.createFrom()
                .completionStage(copy(CompletableFuture.supplyAsync(change, Infrastructure.getDefaultWorkerPool())));
    }

    /** As it is when the disk has it, or when that takes long: the change holds in any case. */
    private Uni<DownloadView> view(DownloadQueue.Changed changed) {
        return soon(changed.saved(), SAVE_TIMEOUT).map(saved -> view(changed.download()));
    }

    /** Nobody is made to wait for it for long; it goes on all the same. */
    private static Uni<Void> soon(CompletionStage<Void> work, Duration timeout) {
        return Uni.createFrom()
                .completionStage(copy(work))
                .ifNoItem()
                .after(timeout)
                .on(WaitTimers.shared())
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** Whoever waits may hang up; the work goes on. */
    private static <T> CompletionStage<T> copy(CompletionStage<T> work) {
        return work.toCompletableFuture().copy();
    }

    private Download known(UUID id) {
        return queue.find(id).orElseThrow(() -> DownloadException.notFound(id.toString()));
    }

    private DownloadView view(Download download) {
        return view(download, queue.queued());
    }

    private DownloadView view(Download download, List<Download> queued) {
        int place = queued.indexOf(download);
        return download.view(place < 0 ? null : place, modelOf(download));
    }

    /** As the last scan found it; while none has seen the end of the last download, as one before it did. */
    private Optional<LibraryModel> modelOf(Download download) {
        if (download.state() != DownloadState.COMPLETED) {
            return Optional.empty();
        }
        if (!library.hasSeenLastJob()) {
            return download.lastModel();
        }
        List<LibraryModel> scanned = library.models();
        KnownModels models = lastScan;
        if (models.scanned() != scanned) {
            Map<RepoId, LibraryModel> byRepo = new HashMap<>();
            scanned.forEach(model -> {
                if (model.repo() != null) {
                    byRepo.putIfAbsent(model.repo(), model);
                }
            });
            models = new KnownModels(scanned, byRepo);
            lastScan = models;
        }
        return Optional.ofNullable(models.byRepo().get(download.record().repoId()));
    }
}
