package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.catalog.CommitHistory;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.SimilarRepos;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.plan.UpdateComparison;
import io.hfdownloader.download.plan.UpdateView;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/** Tells what a download would do, without doing any of it. Never blocks, writes nothing. */
@ApplicationScoped
public class DownloadPreview {

    private static final int MAX_DELETION_CANDIDATES = 5;

    private final DownloadPlanner planner;
    private final DownloadQueue queue;
    private final SpaceCheck space;
    private final ModelLibrary library;
    private final ProgressRegistry progress;
    private final HubClient hub;
    private final SimilarRepos similar;
    private final UpdateChecker updates;
    private final UpdateComparison comparison;

    DownloadPreview(
            DownloadPlanner planner,
            DownloadQueue queue,
            SpaceCheck space,
            ModelLibrary library,
            ProgressRegistry progress,
            HubClient hub,
            SimilarRepos similar,
            UpdateChecker updates,
            CommitHistory history,
            TransferEngine engine) {
        this.planner = planner;
        this.queue = queue;
        this.space = space;
        this.library = library;
        this.progress = progress;
        this.hub = hub;
        this.similar = similar;
        this.updates = updates;
        this.comparison = new UpdateComparison(library, history, engine);
    }

    /**
     * Fails as the download itself would be refused, but for a lack of room, which the plan tells.
     *
     * @param permit to be closed when nobody needs the view any more
     */
    public Uni<PlanView> preview(DownloadRequest request, ListingBudget.Permit permit) {
        return preview(request, null, permit);
    }

    /**
     * As the other, of a repo for which a directory was chosen. Fails as {@link DownloadService#choose} where the Hub calls it otherwise, and
     * what it is called is in another one.
     */
    public Uni<PlanView> preview(DownloadRequest request, @Nullable String root, ListingBudget.Permit permit) {
        return similar.suggestedFor(request.repo(), planner.plan(request, permit))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(plan -> {
                    if (root != null) {
                        library.choose(plan.tree().repo(), root);
                    }
                })
                .chain(plan -> space.roomFor(plan.tree().repo(), plan.items(), queue::bytesLeft)
                        .map(room -> view(request, plan, room)));
    }

    /**
     * What an update of all that is here would do. Fails as the update would be refused.
     *
     * @param permit to be closed when nobody needs the view any more
     */
    public Uni<UpdateView> changes(RepoId repo, ListingBudget.Permit permit) {
        DownloadRequest request = new DownloadRequest(repo, updates.revisionOf(repo), Selection.all(), true);
        return planner.plan(request, permit)
                .chain(plan -> planner.isNamedTwice(plan.tree())
                        .chain(twice -> room(plan)
                                .chain(room -> comparison.compare(new UpdateComparison.Update(
                                        plan.tree(),
                                        plan.items(),
                                        plan.updateFrom(),
                                        plan.revision(request),
                                        twice,
                                        updates.holdOf(repo).word(),
                                        room)))));
    }

    /** For both sets, and file by file. */
    private Uni<UpdateView.Space> room(Plan plan) {
        RepoId repo = plan.tree().repo();
        return space.roomFor(repo, plan.items(), queue::bytesLeft)
                .chain(both -> space.roomFor(repo, plan.items(), true, queue::bytesLeft)
                        .map(each -> new UpdateView.Space(
                                both.missingBytes() == 0,
                                both.neededBytes(),
                                both.freeBytes(),
                                both.promisedBytes(),
                                both.keptBytes(),
                                both.missingBytes(),
                                each.missingBytes() == 0,
                                each.neededBytes())));
    }

    private PlanView view(DownloadRequest request, Plan plan, Room room) {
        RepoId repo = plan.tree().repo();
        return new PlanView(
                PlanView.Source.of(
                        plan,
                        plan.revision(request),
                        hub.requestContext(repo, plan.revision(request), null).page()),
                PlanView.Content.of(plan),
                PlanView.Space.of(room, () -> deletionCandidates(repo, room.volume())),
                eta(plan.bytesToFetch()),
                queue.sameUnderWay(request, Optional.of(plan))
                        .map(same -> same.id().toString())
                        .orElse(null));
    }

    /** The largest models make room soonest; the one that is to be fetched is no candidate, nor is one on another disk. Blocks. */
    private List<PlanView.RemovableModel> deletionCandidates(RepoId requested, Volume full) {
        return library.models().stream()
                .filter(model -> model.wholeFolder() && !requested.equals(model.repo()))
                .filter(model -> !library.rootOf(model.folder()).away())
                .map(model ->
                        new PlanView.RemovableModel(model.name(), model.folder().toString(), model.sizeBytes()))
                .sorted(Comparator.comparingLong(PlanView.RemovableModel::size).reversed())
                .filter(model -> isOn(full, Path.of(model.path())))
                .limit(MAX_DELETION_CANDIDATES)
                .toList();
    }

    private static boolean isOn(Volume volume, Path folder) {
        try {
            return Volume.of(folder).equals(volume);
        } catch (IOException unknown) {
            return false;
        }
    }

    private @Nullable Long eta(long bytes) {
        if (bytes == 0) {
            return 0L;
        }
        OptionalLong rate = progress.recentRate();
        return rate.isPresent() ? (Long) ((bytes + rate.getAsLong() - 1) / rate.getAsLong()) : null;
    }
}
