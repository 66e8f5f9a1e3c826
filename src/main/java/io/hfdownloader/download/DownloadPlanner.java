package io.hfdownloader.download;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.RevisionOrigins;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.download.plan.Offer;
import io.hfdownloader.download.plan.OfferLookup;
import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.download.plan.PlanItems;
import io.hfdownloader.download.plan.UpdateFiles;
import io.hfdownloader.download.plan.WritableFiles;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.variant.NoSuchVariantException;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/** Finds out what a download has to do: the commit, the files, what is here already. Changes nothing on the disk. */
@ApplicationScoped
class DownloadPlanner {

    private final HubClient hub;
    private final TreeLookup trees;
    private final RevisionOrigins origins;
    private final ListingBudget budget;
    private final OfferLookup offers;
    private final ModelLibrary library;
    private final RevisionFolders folders;
    private final PlanItems items;
    private final WritableFiles writable;
    private final UpdateFiles updates;
    private final FolderClaims claims;

    DownloadPlanner(
            HubClient hub,
            TreeLookup trees,
            ListingBudget budget,
            RevisionOrigins origins,
            WeightFactsLookup weights,
            GgufHeaderLookup headers,
            ModelLibrary library,
            RevisionFolders folders) {
        this.hub = hub;
        this.trees = trees;
        this.budget = budget;
        this.origins = origins;
        this.offers = new OfferLookup(weights, headers);
        this.library = library;
        this.folders = folders;
        this.items = new PlanItems(library);
        this.writable = new WritableFiles(library);
        this.updates = new UpdateFiles(library, folders, writable);
        this.claims = new FolderClaims(folders, items);
    }

    /** What keeps the plans from being carried out in another revision's folder. */
    FolderClaims claims() {
        return claims;
    }

    /** Resolves a request to a commit and its files. Fails with a {@link HubException} or a sentence on the selection. */
    Uni<Plan> plan(DownloadRequest request) {
        return Uni.createFrom().deferred(() -> {
            ListingBudget.Permit permit = budget.permit();
            return plan(request, permit).onTermination().invoke(permit::close);
        });
    }

    /** As {@link #plan(DownloadRequest)}, by a permit that its owner closes. */
    Uni<Plan> plan(DownloadRequest request, ListingBudget.Permit permit) {
        return planAsAsked(request, permit)
                .onFailure(NoSuchVariantException.class)
                .recoverWithUni(missing -> planBranch(request, permit, (NoSuchVariantException) missing));
    }

    /** Blocks. An update is of the folder that was named; a download goes to that of its revision. */
    private RepoId folder(DownloadRequest request, RepoInfo info) {
        String beside = request.repo().beside();
        RepoId repo = info.repo();
        library.renamed(request.repo(), repo);
        if (beside != null) {
            return new RepoId(repo.type(), repo.namespace(), repo.name(), beside);
        }
        return request.update() ? repo : folders.folderFor(repo, request.revision(), info.commit());
    }

    /** {@code owner/name:4.0bpw}: makers of some formats give each quantization a branch of its own. */
    private Uni<Plan> planBranch(DownloadRequest request, ListingBudget.Permit permit, NoSuchVariantException missing) {
        if (request.update() || !request.revision().equals(DownloadRequest.DEFAULT_REVISION)) {
            return Uni.createFrom().failure(missing);
        }
        return hub.refs(request.repo())
                .onFailure()
                .transform(unknown -> missing)
                .chain(refs -> {
                    List<String> branches =
                            refs.branches().stream().map(RepoRefs.Ref::name).toList();
                    return request.inBranch(branches)
                            .map(branch -> planAsAsked(branch, permit).map(plan -> plan.inBranch(branch)))
                            .orElseGet(() -> Uni.createFrom().failure(noBranch(request, branches, missing)));
                });
    }

    private static NoSuchVariantException noBranch(
            DownloadRequest request, List<String> branches, NoSuchVariantException missing) {
        Map<String, String> named = request.branchesNamed(branches);
        return named.size() > 1
                ? NoSuchVariantException.severalBranches(request.repo().id(), List.copyOf(named.values()))
                : missing.orBranch(branches.stream()
                        .filter(branch -> !branch.equals(DownloadRequest.DEFAULT_REVISION))
                        .toList());
    }

    private Uni<Plan> planAsAsked(DownloadRequest request, ListingBudget.Permit permit) {
        return hub.info(request.repo(), request.revision())
                .invoke(DownloadPlanner::refuseDisabled)
                .chain(info -> origins.find(info.repo(), info.commit()).replaceWith(info))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(info -> ofWhatIsHere(request, info)
                        .map(other -> planAsAsked(other, permit).map(plan -> plan.inBranch(other)))
                        .orElseGet(() -> permit.room(info).chain(named -> plan(request, named, permit))));
    }

    /** An update follows the revision that the files are of, which it may have taken for another. Blocks. */
    private Optional<DownloadRequest> ofWhatIsHere(DownloadRequest request, RepoInfo info) {
        if (!request.update() || request.repo().beside() != null) {
            return Optional.empty();
        }
        String here = folders.revisionsIn(info.repo()).get(0);
        return here.equals(request.revision())
                ? Optional.empty()
                : Optional.of(new DownloadRequest(request.repo(), here, request.selection(), true, request.manner()));
    }

    private Uni<Plan> plan(DownloadRequest request, RepoInfo info, ListingBudget.Permit permit) {
        return trees.wholeTree(folder(request, info), info.commit())
                .chain(permit::room)
                .chain(tree -> offers.lookUp(
                        tree,
                        request.selection(),
                        request.update(),
                        info.facts().parameters()))
                .map(offer -> plan(request, offer).gated(info.gated()));
    }

    private Plan plan(DownloadRequest request, Offer offer) {
        Plan plan = plan(request, offer, null);
        if (!request.update() && request.selection().include().isEmpty()) {
            offer.refuseHalfASet(new MappedList<>(plan.items(), PlanItem::file));
        }
        return plan;
    }

    /**
     * As {@link #plan(DownloadRequest)}, but stays on the commit if the download has been bound to one before, and on the
     * weights that its labels meant then.
     */
    Uni<Plan> plan(DownloadRecord record) {
        String commit = record.commit();
        return commit == null ? plan(record.request()) : plan(record, commit);
    }

    private Uni<Plan> plan(DownloadRecord record, String commit) {
        return Uni.createFrom().deferred(() -> {
            ListingBudget.Permit permit = budget.permit();
            return permit.room(record.repoId(), commit, record.counts().files().filesTotal())
                    .chain(() -> trees.tree(record.repoId(), commit))
                    .chain(permit::room)
                    .chain(tree -> offers.lookUpBound(tree, record.selection(), record.update(), record.weights()))
                    .map(offer -> plan(record.request(), offer, record.updateFrom()))
                    .onTermination()
                    .invoke(permit::close);
        });
    }

    /** As {@link #plan(DownloadRequest)}, of a commit that is known, in the folder that is named. */
    Uni<Plan> plan(DownloadRequest request, String commit) {
        return Uni.createFrom().deferred(() -> {
            ListingBudget.Permit permit = budget.permit();
            return trees.tree(request.repo(), commit)
                    .chain(permit::room)
                    .chain(tree -> offers.lookUpBound(tree, request.selection(), false, null))
                    .map(offer -> plan(request, offer, null))
                    .onTermination()
                    .invoke(permit::close);
        });
    }

    /** As {@link TreeLookup#isNamedTwice}. */
    Uni<Boolean> isNamedTwice(RepoTree tree) {
        return trees.isNamedTwice(tree);
    }

    /** Blocks: looks at what is on the disk. */
    private Plan plan(DownloadRequest request, Offer offer, @Nullable String updateFrom) {
        if (request.update() && request.selection().isAll()) {
            UpdateFiles.Update update = updates.of(offer, updateFrom);
            return plan(offer, update.files(), List.of(), update.from());
        }
        RepoTree tree = offer.tree();
        List<RepoFile> files = request.selection().select(tree, offer.sorted(), offer.weights());
        List<RepoTree.Overlong> apart = tree.overlong().stream()
                .filter(file ->
                        request.selection().takes(file.name(), WritableFiles.isNeeded(file.name(), file.sizeBytes())))
                .toList();
        if (files.isEmpty() && apart.isEmpty()) {
            throw NoSuchVariantException.noFiles(tree.repo().id(), tree.commit());
        }
        return plan(offer, files, apart, request.update() ? updates.commitBefore(tree.repo(), updateFrom) : null);
    }

    /** Without what cannot be here under its name, if the rest is of use without it. */
    private Plan plan(
            Offer offer, List<RepoFile> selected, List<RepoTree.Overlong> apart, @Nullable String updateFrom) {
        RepoTree tree = offer.tree();
        WritableFiles.Choice choice = writable.of(offer, selected, apart);
        List<LeftOut.UnwritableFile> leftOut = choice.leftOut().stream()
                .map(file -> LeftOut.UnwritableFile.of(file.path(), file.reason()))
                .toList();
        List<String> bound = offer.weights().stream().map(RepoFile::path).toList();
        return new Plan(null, tree, items.of(tree, choice.writable()), bound, LeftOut.of(leftOut), false, updateFrom);
    }

    private static void refuseDisabled(RepoInfo info) {
        if (info.disabled()) {
            throw new HubException(
                    HubException.Kind.DISABLED,
                    "The Hub has disabled access to " + info.repo().id() + ".",
                    Parameters.of("repo", info.repo().id()));
        }
    }
}
