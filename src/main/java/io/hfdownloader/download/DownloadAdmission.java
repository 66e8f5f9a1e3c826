package io.hfdownloader.download;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.Uncancellable;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.progress.FileMeter;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Takes requests for downloads: refuses what cannot become one, recognises one under way, puts the rest into the queue. */
@ApplicationScoped
class DownloadAdmission {

    /** Listings of this many files are kept for downloads in the queue; beyond that they are looked up again. */
    private static final int MAX_PLANNED_FILES = 5_000;

    private final DownloadList downloads;
    private final DownloadStore store;
    private final DownloadScheduler scheduler;
    private final DownloadPlanner planner;
    private final SpaceCheck space;
    private final ModelLibrary library;
    private final ProgressRegistry progress;
    private final UpdateChecker updates;
    private final DownloadConfig config;

    /**
     * A request that was taken.
     *
     * @param download the download
     * @param created false when the same one was under way already
     */
    record Admitted(Download download, boolean created) {}

    DownloadAdmission(
            DownloadList downloads,
            DownloadStore store,
            DownloadScheduler scheduler,
            DownloadPlanner planner,
            SpaceCheck space,
            ModelLibrary library,
            ProgressRegistry progress,
            UpdateChecker updates,
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
    }

    /**
     * Takes a request. Refusals that will not pass (no such repo, no such variant, no room) fail it at once; when the
     * Hub is out of reach or slow, the download is queued and finds out later. The item arrives when it is on the disk.
     */
    Uni<Admitted> request(DownloadRequest request) {
        return planner.plan(request)
                .chain(plan -> checkRoom(request, plan))
                .ifNoItem()
                .after(config.resolvePatience())
                .recoverWithItem(Optional.empty())
                .onFailure(DownloadAdmission::isPassing)
                .recoverWithItem(Optional.empty())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(plan -> Uncancellable.run(enqueue(request, plan)));
    }

    /**
     * Brings a model up to date: fetches what changed on the branch it follows, then removes what is gone there.
     *
     * @param selection what to bring up to date; the empty one means what is here
     */
    Uni<Admitted> update(RepoId repo, Selection selection) {
        return request(new DownloadRequest(repo, updates.revisionOf(repo), selection, true))
                .invoke(this::noteLatestCommit);
    }

    /** The download that fetches just this already. From memory. */
    Optional<UUID> duplicateOf(DownloadRequest request, Plan plan) {
        return findDuplicate(request, Optional.of(plan)).map(Download::id);
    }

    private void noteLatestCommit(Admitted admitted) {
        DownloadRecord record = admitted.download().record();
        String commit = record.commit();
        if (commit != null) {
            updates.noteLatestCommit(record.repoId(), commit);
        }
    }

    /** The same one under way needs no room of its own. */
    private Uni<Optional<Plan>> checkRoom(DownloadRequest request, Plan plan) {
        Optional<Plan> admitted = Optional.of(plan);
        return findDuplicate(request, admitted).isPresent()
                ? Uni.createFrom().item(admitted)
                : space.requireForNew(plan).replaceWith(admitted);
    }

    /** Blocks briefly. */
    private Uni<Admitted> enqueue(DownloadRequest request, Optional<Plan> plan) {
        Download download;
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        RepoLease lease = library.lease(repo);
        synchronized (downloads) {
            Optional<Download> same = findDuplicate(request, plan);
            if (same.isPresent()) {
                lease.close();
                return Uni.createFrom().item(new Admitted(same.get(), false));
            }
            download = new Download(newRecord(request, plan));
            download.hold(repo, lease);
            plan.ifPresent(known -> keepPlan(download, known));
            downloads.add(download);
        }
        return store.save(download)
                .onFailure()
                .invoke(() -> forgetUnsaved(download))
                .invoke(scheduler::startNext)
                .map(saved -> new Admitted(download, true));
    }

    private DownloadRecord newRecord(DownloadRequest request, Optional<Plan> plan) {
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        DownloadRecord queued =
                DownloadRecord.queued(UUID.randomUUID(), repo, request, downloads.lastOrder() + 1, Instant.now());
        return plan.map(known -> known.bind(queued)).orElse(queued);
    }

    private void keepPlan(Download download, Plan plan) {
        int kept = downloads.queue().stream().mapToInt(Download::plannedFiles).sum();
        boolean keep = kept == 0 || kept + plan.items().size() <= MAX_PLANNED_FILES;
        Meter meter = keep ? progress.open(download.id()) : new Meter();
        plan.startCounting(meter, 0);
        if (keep) {
            download.meter(meter);
            download.plan(plan);
        } else {
            download.record(download.record()
                    .withCounts(DownloadRecord.Counts.of(meter.snapshot(), DownloadRecord.Counts.NONE)));
        }
    }

    private void forgetUnsaved(Download download) {
        synchronized (downloads) {
            download.forget();
            downloads.remove(download.id());
            progress.forget(download.id());
            download.release(0);
        }
    }

    private Optional<Download> findDuplicate(DownloadRequest request, Optional<Plan> plan) {
        return downloads.newestFirst().stream()
                .filter(download -> !download.state().hasEnded())
                .filter(download -> isDuplicate(download, request, plan))
                .findFirst();
    }

    private static boolean isDuplicate(Download download, DownloadRequest request, Optional<Plan> plan) {
        DownloadRecord record = download.record();
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        boolean sameCommit = plan.isPresent() && record.commit() != null
                ? plan.get().tree().commit().equals(record.commit())
                : record.revision().equals(request.revision());
        return sameCommit
                && record.repoId().equals(repo)
                && record.update() == request.update()
                && (record.selection().equals(request.selection())
                        || plan.isPresent() && fetches(download, plan.get()));
    }

    /** One selection may be written in several ways. */
    private static boolean fetches(Download download, Plan plan) {
        return download.meter()
                .filter(meter -> paths(meter.files().stream().map(FileMeter::path))
                        .equals(paths(
                                plan.items().stream().map(item -> item.file().path()))))
                .isPresent();
    }

    private static Set<String> paths(Stream<String> paths) {
        return paths.collect(Collectors.toSet());
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof HubException hub && hub.kind().isPassing();
    }
}
