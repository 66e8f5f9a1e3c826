package io.hfdownloader.download;

import java.util.Optional;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.room.NoRoomException;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Takes requests for downloads: refuses what cannot become one, recognises one under way, puts the rest into the queue. */
@ApplicationScoped
class DownloadAdmission {

    private final DownloadQueue queue;
    private final DownloadPlanner planner;
    private final SpaceCheck space;
    private final UpdateChecker updates;
    private final DownloadConfig config;

    DownloadAdmission(
            DownloadQueue queue,
            DownloadPlanner planner,
            SpaceCheck space,
            UpdateChecker updates,
            DownloadConfig config) {
        this.queue = queue;
        this.planner = planner;
        this.space = space;
        this.updates = updates;
        this.config = config;
    }

    /**
     * Takes a request. Refusals that will not pass (no such repo, no such variant, a disk that is too small) fail it at once;
     * when the Hub is out of reach or slow, the download is queued and finds out later; one for which there is no room now waits
     * in the queue until there is. The item arrives when it is on the disk.
     */
    Uni<DownloadQueue.Admitted> request(DownloadRequest request) {
        return request(request, repo -> {});
    }

    /**
     * As the other.
     *
     * @param place told the repo as the Hub calls it, before anybody looks at the disk that it comes to; on a worker. What it throws is a
     *     refusal
     */
    Uni<DownloadQueue.Admitted> request(DownloadRequest request, Consumer<RepoId> place) {
        return planner.plan(request)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(plan -> place.accept(plan.tree().repo()))
                .chain(plan -> checkSpace(request, plan))
                .ifNoItem()
                .after(config.resolvePatience())
                .on(WaitTimers.shared())
                .recoverWithItem(Found.NOTHING)
                .onFailure(DownloadAdmission::isPassing)
                .recoverWithItem(Found.NOTHING)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(found -> Uni.createFrom().completionStage(queue.start(request, found.plan(), found.shortage())));
    }

    /**
     * Brings a model up to date: fetches what changed on the branch it follows, then removes what is gone there.
     *
     * @param selection what to bring up to date; the empty one means what is here
     * @param manner how it goes about it
     */
    Uni<DownloadQueue.Admitted> update(RepoId repo, Selection selection, DownloadRequest.Manner manner) {
        return request(new DownloadRequest(repo, updates.revisionOf(repo), selection, true, manner))
                .invoke(this::recordLatestCommit)
                .onFailure()
                .invoke(failure -> updates.recordRefusal(repo, failure));
    }

    /** Fetches files of a folder once more, at the commit that they are of; fails when the Hub is out of reach. */
    Uni<DownloadQueue.Admitted> repair(DownloadRequest request, String commit) {
        return planner.plan(request, commit)
                .chain(plan -> checkSpace(request, plan))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(found -> Uni.createFrom().completionStage(queue.start(request, found.plan(), found.shortage())));
    }

    private void recordLatestCommit(DownloadQueue.Admitted admitted) {
        DownloadRecord record = admitted.download().record();
        String commit = record.commit();
        if (commit != null) {
            updates.recordLatestCommit(record.repoId(), commit);
        }
    }

    /**
     * What is known of a request when it is put into the queue.
     *
     * @param shortage what there is on the disk, where that is too little for it now
     */
    private record Found(Optional<Plan> plan, Optional<Room> shortage) {

        static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
    }

    /** The same one under way needs no room of its own. */
    private Uni<Found> checkSpace(DownloadRequest request, Plan plan) {
        Optional<Plan> admitted = Optional.of(plan);
        boolean oneByOne = request.manner() == DownloadRequest.Manner.FILE_BY_FILE;
        boolean isUnderWay = queue.sameUnderWay(request, admitted)
                .filter(same -> !oneByOne || same.record().manner() == request.manner())
                .isPresent();
        return isUnderWay
                ? Uni.createFrom().item(new Found(admitted, Optional.empty()))
                : space.roomFor(plan.tree().repo(), plan.items(), oneByOne, queue::bytesLeft)
                        .map(room -> new Found(admitted, shortage(room)));
    }

    private static Optional<Room> shortage(Room room) {
        if (!room.everFits()) {
            throw new NoRoomException(room);
        }
        return Optional.of(room).filter(lacking -> lacking.missingBytes() > 0);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof HubException hub && hub.kind().isPassing();
    }
}
