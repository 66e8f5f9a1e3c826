package io.hfdownloader.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.Uncancellable;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.settings.Settings;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/**
 * Downloads and their queue, for pages and scripts: ask for one, look, steer. No method blocks; all are safe for use
 * from any thread.
 */
@ApplicationScoped
public class DownloadService {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final DownloadList downloads;
    private final DownloadStore store;
    private final DownloadScheduler scheduler;
    private final DownloadAdmission admission;
    private final InactiveFiles inactiveFiles;
    private final ModelLibrary library;
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
            DownloadAdmission admission,
            InactiveFiles inactiveFiles,
            ModelLibrary library,
            Connections connections,
            TransferConfig transfers,
            Settings settings,
            DownloadConfig config) {
        this.downloads = downloads;
        this.store = store;
        this.scheduler = scheduler;
        this.admission = admission;
        this.inactiveFiles = inactiveFiles;
        this.library = library;
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
        return admission.request(request).map(this::accepted);
    }

    /**
     * Brings a model up to date: fetches what changed on the branch it follows, then removes what is gone there.
     *
     * @param selection what to bring up to date; the empty one means what is here
     */
    public Uni<Accepted> update(RepoId repo, Selection selection) {
        return admission.update(repo, selection).map(this::accepted);
    }

    private Accepted accepted(DownloadAdmission.Admitted admitted) {
        return new Accepted(view(admitted.download(), downloads.queue()), admitted.created());
    }

    // --- looking -----------------------------------------------------------------------------------------------

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
                .map(meter -> Uni.createFrom().item(InactiveFiles.snapshots(meter)))
                .orElseGet(() -> inactiveFiles.of(download.record()));
    }

    /**
     * The files of a download of which something changed at this moment or later; none when it has no counters. From memory.
     *
     * @param nanos a moment of {@link System#nanoTime}
     */
    public List<FileProgress> filesChangedSince(UUID id, long nanos) {
        return downloads
                .find(id)
                .flatMap(Download::meter)
                .map(meter -> meter.changedSince(nanos).stream()
                        .map(FileMeter::snapshot)
                        .toList())
                .orElse(List.of());
    }

    /** Bytes per second at each of the last seconds, two minutes at most, oldest first; none while it does not work. From memory. */
    public List<Long> rates(UUID id) {
        return downloads
                .find(id)
                .filter(download -> download.state().isActive())
                .flatMap(Download::meter)
                .map(Meter::rates)
                .orElse(List.of());
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
        return change(id, "cancelled", state -> !state.hasEnded(), DownloadState.CANCELLED)
                .call(cancelled -> downloads
                        .find(id)
                        .map(DownloadService::released)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
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
        List<Download> queue;
        synchronized (downloads) {
            Download moved = known(id);
            if (moved.state() != DownloadState.QUEUED) {
                throw wrongState(moved, "moved in the queue");
            }
            queue = new ArrayList<>(downloads.queue());
            List<Long> orders =
                    queue.stream().map(download -> download.record().order()).toList();
            queue.remove(moved);
            queue.add(Math.max(0, Math.min(position, queue.size())), moved);
            for (int i = 0; i < queue.size(); i++) {
                Download download = queue.get(i);
                download.record(download.record().withOrder(orders.get(i)));
            }
        }
        return Uncancellable.run(saved(queue)).map(saved -> get(id));
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
        return Uncancellable.run(store.delete(download).call(() -> soon(inactiveFiles.discardPartials(download))));
    }

    // --- inside ------------------------------------------------------------------------------------------------

    private Uni<DownloadView> change(UUID id, String word, Predicate<DownloadState> allowed, DownloadState next) {
        return Uncancellable.run(Uni.createFrom()
                        .item(() -> changed(id, word, allowed, next))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(scheduler::startNext)
                        .call(changed -> saved(List.of(changed))))
                .map(changed -> view(changed, downloads.queue()));
    }

    /** Blocks briefly: a download that is to go on looks at its folder. */
    private Download changed(UUID id, String word, Predicate<DownloadState> allowed, DownloadState next) {
        if (next != DownloadState.QUEUED) {
            synchronized (downloads) {
                return scheduler.settle(allowed(id, word, allowed), next, null);
            }
        }
        RepoId repo = known(id).record().repoId();
        RepoLease lease = library.lease(repo);
        try {
            synchronized (downloads) {
                Download download = allowed(id, word, allowed);
                refuseDuplicates(download);
                download.hold(repo, lease);
                return scheduler.settle(download, next, null);
            }
        } catch (RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    private Download allowed(UUID id, String word, Predicate<DownloadState> allowed) {
        Download download = known(id);
        if (!allowed.test(download.state())) {
            throw wrongState(download, word);
        }
        return download;
    }

    /** What was asked for again meanwhile needs no second download. */
    private void refuseDuplicates(Download download) {
        DownloadRecord record = download.record();
        boolean isDuplicate = downloads.newestFirst().stream()
                .filter(other -> other != download && !other.state().hasEnded())
                .anyMatch(other -> other.record().isDuplicateOf(record));
        if (isDuplicate) {
            throw new DownloadException(
                    DownloadException.Kind.WRONG_STATE,
                    "The same download of " + record.repo() + " is under way already. Remove this one from the list.");
        }
    }

    /** The new state holds whether or not the disk takes it now. */
    private Uni<Void> saved(List<Download> changed) {
        return Uni.join()
                .all(changed.stream().map(store::save).toList())
                .andCollectFailures()
                .replaceWithVoid()
                .onFailure()
                .invoke(DownloadStore::warn)
                .onFailure()
                .recoverWithNull();
    }

    /** Who cancels may want to delete next; that takes until the last file is closed. */
    private static Uni<Void> released(Download download) {
        return soon(Uni.createFrom().completionStage(download.released()));
    }

    /** Nobody is made to wait for it for long; it goes on all the same. */
    private static Uni<Void> soon(Uni<Void> work) {
        return Uncancellable.run(work)
                .ifNoItem()
                .after(CLOSE_TIMEOUT)
                .recoverWithUni(Uni.createFrom().voidItem());
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

    private static DownloadView view(Download download, List<Download> queue) {
        int place = queue.indexOf(download);
        return download.view(place < 0 ? null : place);
    }
}
