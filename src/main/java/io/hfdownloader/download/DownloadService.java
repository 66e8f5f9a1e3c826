package io.hfdownloader.download;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLayout;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferEngine;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Downloads and their queue, for pages and scripts: ask for one, look, steer. No method blocks; all are safe for use
 * from any thread.
 */
@ApplicationScoped
public class DownloadService {

    private static final Logger LOG = Logger.getLogger(DownloadService.class);

    private final DownloadList downloads;
    private final DownloadStore store;
    private final DownloadScheduler scheduler;
    private final DownloadPlanner planner;
    private final SpaceCheck space;
    private final ModelLibrary library;
    private final ProgressRegistry progress;
    private final UpdateWatch updates;
    private final DownloadConfig config;
    private final Connections connections;
    private final TransferConfig transfers;
    private final Settings settings;

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
            DownloadList downloads,
            DownloadStore store,
            DownloadScheduler scheduler,
            DownloadPlanner planner,
            SpaceCheck space,
            ModelLibrary library,
            ProgressRegistry progress,
            UpdateWatch updates,
            Connections connections,
            TransferConfig transfers,
            Settings settings,
            DownloadConfig config) {
        this.downloads = downloads;
        this.store = store;
        this.scheduler = scheduler;
        this.planner = planner;
        this.space = space;
        this.library = library;
        this.progress = progress;
        this.updates = updates;
        this.config = config;
        this.connections = connections;
        this.transfers = transfers;
        this.settings = settings;
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    /**
     * Takes a request. Refusals that will not pass (no such repo, no such variant, no room) fail it at once; when the
     * Hub is out of reach or slow, the download is queued and finds out later. The item arrives when it is on the disk.
     */
    public Uni<Accepted> request(DownloadRequest request) {
        return planner.plan(request)
                .chain(plan -> admit(request, plan))
                .ifNoItem()
                .after(config.resolvePatience())
                .recoverWithItem(Optional.empty())
                .onFailure(DownloadService::isPassing)
                .recoverWithItem(Optional.empty())
                .chain(plan -> enqueue(request, plan));
    }

    /**
     * Brings a model up to date: fetches what changed on the branch it follows, then removes what is gone there.
     *
     * @param selection what to bring up to date; the empty one means what is here
     */
    public Uni<Accepted> update(RepoId repo, Selection selection) {
        return request(new DownloadRequest(repo, updates.revisionOf(repo), selection, true))
                .invoke(this::learn);
    }

    /** All downloads, newest first; from memory. */
    public List<DownloadView> list() {
        List<Download> queue = downloads.queue();
        return downloads.newestFirst().stream()
                .map(download -> view(download, queue))
                .toList();
    }

    /** One download; from memory. */
    public DownloadView get(UUID id) {
        return view(known(id), downloads.queue());
    }

    /** The files of a download as planned, empty before that; from memory while it works, else from the listing on the disk. */
    public Uni<List<FileProgress>> files(UUID id) {
        Download download = known(id);
        return download.meter()
                .map(meter -> Uni.createFrom().item(snapshots(meter)))
                .orElseGet(() -> filesOf(download.record()));
    }

    /** What downloads may use. */
    public Limits limits() {
        String limit = settings.bandwidthLimit();
        return new Limits(
                config.maxActiveDownloads(),
                connections.inAll(),
                transfers.maxConnectionsPerFile(),
                limit.isEmpty() ? null : limit);
    }

    // --- steering ----------------------------------------------------------------------------------------------

    /** Stops it for now; connections close, what has arrived is kept. */
    public Uni<DownloadView> pause(UUID id) {
        return change(id, "paused", state -> state == DownloadState.QUEUED || state.isActive(), DownloadState.PAUSED);
    }

    /** Puts a paused one back into the queue. */
    public Uni<DownloadView> resume(UUID id) {
        return change(id, "resumed", state -> state == DownloadState.PAUSED, DownloadState.QUEUED);
    }

    /** Ends it; what has arrived is kept until it is forgotten, so that a retry goes on from there. */
    public Uni<DownloadView> cancel(UUID id) {
        return change(id, "cancelled", state -> !state.hasEnded(), DownloadState.CANCELLED);
    }

    /** Puts one that failed or was cancelled back into the queue; it stays on its commit. */
    public Uni<DownloadView> retry(UUID id) {
        return change(
                id,
                "retried",
                state -> state == DownloadState.FAILED || state == DownloadState.CANCELLED,
                DownloadState.QUEUED);
    }

    /** Moves one within the queue; 0 is the next to start. */
    public Uni<DownloadView> move(UUID id, int position) {
        List<Uni<Void>> saves = new ArrayList<>();
        synchronized (downloads) {
            Download moved = known(id);
            if (moved.state() != DownloadState.QUEUED) {
                throw wrongState(moved, "moved in the queue");
            }
            List<Download> queue = new ArrayList<>(downloads.queue());
            List<Long> orders =
                    queue.stream().map(download -> download.record().order()).toList();
            queue.remove(moved);
            queue.add(Math.max(0, Math.min(position, queue.size())), moved);
            for (int i = 0; i < queue.size(); i++) {
                Download download = queue.get(i);
                download.record(download.record().placed(orders.get(i)));
                saves.add(store.save(download));
            }
        }
        return Uni.join().all(saves).andFailFast().map(saved -> get(id));
    }

    /** Removes one that has ended from the list, and the partial files that no other download of the repo wants. */
    public Uni<Void> forget(UUID id) {
        Download download;
        synchronized (downloads) {
            download = known(id);
            if (!download.state().hasEnded()) {
                throw wrongState(download, "removed from the list before it has ended");
            }
            downloads.remove(id);
        }
        return store.delete(download).call(() -> discardPartials(download.record()));
    }

    private void learn(Accepted accepted) {
        String commit = accepted.download().commit();
        if (commit != null) {
            downloads
                    .find(accepted.download().id())
                    .ifPresent(download -> updates.learnt(download.record().repoId(), commit));
        }
    }

    // --- inside ------------------------------------------------------------------------------------------------

    /** The same one under way needs no room of its own. */
    private Uni<Optional<Plan>> admit(DownloadRequest request, Plan plan) {
        Optional<Plan> admitted = Optional.of(plan);
        return sameUnderWay(request, admitted).isPresent()
                ? Uni.createFrom().item(admitted)
                : space.admit(plan).replaceWith(admitted);
    }

    private Uni<Accepted> enqueue(DownloadRequest request, Optional<Plan> plan) {
        Download download;
        synchronized (downloads) {
            Optional<Download> same = sameUnderWay(request, plan);
            if (same.isPresent()) {
                return Uni.createFrom().item(new Accepted(get(same.get().id()), false));
            }
            download = new Download(newRecord(request, plan));
            download.hold(library);
            plan.ifPresent(known -> planned(download, known));
            downloads.add(download);
        }
        return store.save(download)
                .onFailure()
                .invoke(() -> dropUnsaved(download))
                .invoke(scheduler::startNext)
                .map(saved -> new Accepted(get(download.id()), true));
    }

    private DownloadRecord newRecord(DownloadRequest request, Optional<Plan> plan) {
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        DownloadRecord queued =
                DownloadRecord.queued(UUID.randomUUID(), repo, request, downloads.lastOrder() + 1, Instant.now());
        return plan.map(known -> known.bind(queued)).orElse(queued);
    }

    private void planned(Download download, Plan plan) {
        Meter meter = progress.open(download.id());
        plan.startCounting(meter, 0);
        download.meter(meter);
        download.plan(plan);
    }

    private void dropUnsaved(Download download) {
        synchronized (downloads) {
            downloads.remove(download.id());
            progress.close(download.id());
            download.release(0);
        }
    }

    private Optional<Download> sameUnderWay(DownloadRequest request, Optional<Plan> plan) {
        return downloads.newestFirst().stream()
                .filter(download -> !download.state().hasEnded())
                .filter(download -> isSame(download.record(), request, plan))
                .findFirst();
    }

    private static boolean isSame(DownloadRecord record, DownloadRequest request, Optional<Plan> plan) {
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        boolean sameCommit = plan.isPresent() && record.commit() != null
                ? plan.get().tree().commit().equals(record.commit())
                : record.revision().equals(request.revision());
        return sameCommit
                && record.repoId().equals(repo)
                && record.selection().equals(request.selection())
                && record.update() == request.update();
    }

    private Uni<DownloadView> change(UUID id, String word, Predicate<DownloadState> allowed, DownloadState next) {
        Download changed;
        synchronized (downloads) {
            Download download = known(id);
            if (!allowed.test(download.state())) {
                throw wrongState(download, word);
            }
            if (next == DownloadState.QUEUED) {
                download.hold(library);
            }
            changed = scheduler.settle(download, next, null);
        }
        scheduler.startNext();
        // the new state holds whether or not the disk takes it now
        return store.save(changed)
                .onFailure()
                .invoke(DownloadScheduler::warn)
                .onFailure()
                .recoverWithNull()
                .map(saved -> get(id));
    }

    /** None while the commit is not known, and none when the Hub would have to be asked but does not answer soon. */
    private Uni<List<FileProgress>> filesOf(DownloadRecord record) {
        if (record.commit() == null) {
            return Uni.createFrom().item(List.of());
        }
        return planner.plan(record)
                .map(plan -> filesOf(record, plan))
                .ifNoItem()
                .after(config.resolvePatience())
                .recoverWithItem(List.of())
                .onFailure()
                .invoke(failure -> LOG.debugf("The files of %s are not known: %s", record.repo(), failure))
                .onFailure()
                .recoverWithItem(List.of());
    }

    private static List<FileProgress> filesOf(DownloadRecord record, Plan plan) {
        Meter meter = new Meter();
        plan.startCounting(meter, 0);
        if (record.state() == DownloadState.COMPLETED) {
            meter.files().forEach(FileMeter::completed);
        }
        return snapshots(meter);
    }

    private static List<FileProgress> snapshots(Meter meter) {
        return meter.files().stream().map(FileMeter::snapshot).toList();
    }

    /** What cannot be found out now is left for the day the model is deleted. */
    private Uni<Void> discardPartials(DownloadRecord record) {
        boolean wanted = downloads.newestFirst().stream()
                .anyMatch(other -> other.state() != DownloadState.COMPLETED
                        && other.record().repoId().equals(record.repoId()));
        if (record.commit() == null || record.state() == DownloadState.COMPLETED || wanted) {
            return Uni.createFrom().voidItem();
        }
        return planner.plan(record)
                .invoke(this::discardPartials)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.infof("Partial files of %s stay: %s", record.repo(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Blocks. */
    private void discardPartials(Plan plan) {
        RepoLayout layout = library.layout();
        RepoId repo = plan.tree().repo();
        for (Plan.Item item : plan.items()) {
            TransferEngine.discard(new TransferRequest(
                    repo,
                    plan.tree().commit(),
                    item.file(),
                    layout.partial(repo, item.file()),
                    layout.ranges(repo, item.file())));
        }
    }

    private Download known(UUID id) {
        return downloads.find(id).orElseThrow(() -> DownloadException.notFound(id.toString()));
    }

    private static DownloadException wrongState(Download download, String word) {
        return new DownloadException(
                DownloadException.Kind.WRONG_STATE,
                "The download of " + download.record().repo() + " is "
                        + download.state().word() + ", so it cannot be " + word + ".");
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof HubException hub && hub.kind().isPassing();
    }

    private static DownloadView view(Download download, List<Download> queue) {
        int place = queue.indexOf(download);
        return download.view(place < 0 ? null : place);
    }
}
