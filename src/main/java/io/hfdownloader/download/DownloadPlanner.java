package io.hfdownloader.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.catalog.HeldVariants;
import io.hfdownloader.catalog.RevisionOrigins;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoRefs;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.NoSuchVariantException;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.variant.name.WeightFiles;
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
    private final WeightFactsLookup weights;
    private final GgufHeaderLookup headers;
    private final ModelLibrary library;
    private final RevisionFolders folders;
    private final PlanItems items;

    DownloadPlanner(
            HubClient hub,
            TreeLookup trees,
            RevisionOrigins origins,
            WeightFactsLookup weights,
            GgufHeaderLookup headers,
            ModelLibrary library,
            RevisionFolders folders) {
        this.hub = hub;
        this.trees = trees;
        this.origins = origins;
        this.weights = weights;
        this.headers = headers;
        this.library = library;
        this.folders = folders;
        this.items = new PlanItems(library);
    }

    /** Resolves a request to a commit and its files. Fails with a {@link HubException} or a sentence on the selection. */
    Uni<Plan> plan(DownloadRequest request) {
        return planAsAsked(request)
                .onFailure(NoSuchVariantException.class)
                .recoverWithUni(missing -> planBranch(request, (NoSuchVariantException) missing));
    }

    /** Blocks. An update is of the folder that was named; a download goes to that of its revision. */
    private RepoId folder(DownloadRequest request, RepoInfo info) {
        String beside = request.repo().beside();
        RepoId repo = info.repo();
        if (beside != null) {
            return new RepoId(repo.type(), repo.namespace(), repo.name(), beside);
        }
        return request.update() ? repo : folders.folderFor(repo, request.revision(), info.commit());
    }

    /**
     * Makes the folder of a plan that of its revision. Where another one has come there meanwhile, the plan is for another
     * folder; an update, which has no other, fails with a sentence. Blocks.
     */
    Plan claim(DownloadRecord record, Plan plan) throws IOException {
        String revision = plan.revision(record.request());
        if (folders.claim(plan.tree(), revision)) {
            return plan;
        }
        RepoId taken = plan.tree().repo();
        if (!record.update()) {
            RepoTree elsewhere = plan.tree().in(folders.folderBeside(taken, revision));
            if (folders.claim(elsewhere, revision)) {
                List<RepoFile> files =
                        plan.items().stream().map(Plan.Item::file).toList();
                return plan.in(elsewhere, items.of(elsewhere, files));
            }
        }
        throw otherRevision(taken, revision);
    }

    /**
     * To be called before the files of a download take the places of others; fails when another revision has come to share the
     * folder meanwhile. Each has one {@link #replaced}. Blocks.
     */
    void beginReplacing(DownloadRecord record, Plan plan, List<RepoFile> files) {
        String revision = plan.revision(record.request());
        if (!folders.beginReplacing(plan.tree(), revision, files)) {
            throw otherRevision(plan.tree().repo(), revision);
        }
    }

    /** What {@link #beginReplacing} began is done, or has failed. */
    void replaced(Plan plan) {
        folders.replaced(plan.tree().repo());
    }

    private DownloadException otherRevision(RepoId taken, String revision) {
        return new DownloadException(
                DownloadException.Kind.OTHER_REVISION,
                "The folder " + taken.folder() + " also holds "
                        + String.join(
                                " and ",
                                folders.revisionsIn(taken).stream()
                                        .filter(other -> !other.equals(revision))
                                        .map(UntrustedText::name)
                                        .toList())
                        + ", asked for by that name, which must not be overwritten. Download "
                        + UntrustedText.name(revision)
                        + " instead of updating it: it gets a folder of its own. Or delete what is here first.");
    }

    /** {@code owner/name:4.0bpw}: makers of some formats give each quantization a branch of its own. */
    private Uni<Plan> planBranch(DownloadRequest request, NoSuchVariantException missing) {
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
                            .map(branch -> planAsAsked(branch).map(plan -> plan.inBranch(branch)))
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

    private Uni<Plan> planAsAsked(DownloadRequest request) {
        return hub.info(request.repo(), request.revision())
                .invoke(DownloadPlanner::refuseDisabled)
                .chain(info -> origins.find(info.repo(), info.commit()).replaceWith(info))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(info -> ofWhatIsHere(request, info)
                        .map(other -> planAsAsked(other).map(plan -> plan.inBranch(other)))
                        .orElseGet(() -> plan(request, info)));
    }

    /** An update follows the revision that the files are of, which it may have taken for another. Blocks. */
    private Optional<DownloadRequest> ofWhatIsHere(DownloadRequest request, RepoInfo info) {
        if (!request.update() || request.repo().beside() != null) {
            return Optional.empty();
        }
        String here = folders.revisionsIn(info.repo()).get(0);
        return here.equals(request.revision())
                ? Optional.empty()
                : Optional.of(new DownloadRequest(request.repo(), here, request.selection(), true));
    }

    private Uni<Plan> plan(DownloadRequest request, RepoInfo info) {
        return trees.wholeTree(folder(request, info), info.commit())
                .chain(tree -> facts(request, tree)
                        .chain(facts -> withHeaders(request, info, tree, facts))
                        .map(facts -> {
                            Offer offer =
                                    new Offer(tree, facts, request.selection().weights(tree, facts));
                            Plan plan = plan(request, offer, null);
                            if (!request.update()
                                    && request.selection().include().isEmpty()) {
                                refuseHalfASet(offer, plan);
                            }
                            return plan.gated(info.gated());
                        }));
    }

    /**
     * Shards come together or not at all: their numbers and their index are a witness of what the listing must have, where
     * nothing else is. Who names files by patterns knows which.
     */
    private static void refuseHalfASet(Offer offer, Plan plan) {
        if (offer.tree().repo().type() != RepoType.MODEL) {
            return;
        }
        Set<RepoFile> chosen = plan.items().stream().map(Plan.Item::file).collect(Collectors.toSet());
        Variants.of(offer.tree(), offer.facts()).variants().stream()
                .filter(variant -> !variant.complete() && chosen.containsAll(variant.files()))
                .findFirst()
                .ifPresent(half -> {
                    throw new HubException(
                            HubException.Kind.LISTING_INCOMPLETE,
                            "The list of files of " + offer.tree().repo().id() + " names " + half.shardsPresent()
                                    + " of the "
                                    + half.shardsExpected() + " files that the set of \""
                                    + UntrustedText.name(half.files().get(0).path())
                                    + "\" has. The others may still be on their way to the Hub, or a proxy cuts the list:"
                                    + " retry later. To take what there is, name files by patterns (include), such as *.");
                });
    }

    /** The labels of a download are read once; from then on it knows its files. */
    private Uni<WeightFacts> withHeaders(DownloadRequest request, RepoInfo info, RepoTree tree, WeightFacts facts) {
        return request.selection().namesVariants()
                ? headers.of(tree, info.facts().parameters()).map(facts::with)
                : Uni.createFrom().item(facts);
    }

    /**
     * As {@link #plan(DownloadRequest)}, but stays on the commit if the download has been bound to one before, and on the
     * weights that its labels meant then.
     */
    Uni<Plan> plan(DownloadRecord record) {
        String commit = record.commit();
        return commit == null
                ? plan(record.request())
                : trees.tree(record.repoId(), commit)
                        .chain(tree -> facts(record.request(), tree)
                                .map(facts -> new Offer(tree, facts, boundWeights(record, tree, facts)))
                                .map(offer -> plan(record.request(), offer, record.updateFrom())));
    }

    /** As {@link TreeLookup#isNamedTwice}. */
    Uni<Boolean> isNamedTwice(RepoTree tree) {
        return trees.isNamedTwice(tree);
    }

    private static Set<RepoFile> boundWeights(DownloadRecord record, RepoTree tree, WeightFacts facts) {
        if (record.weights() == null) {
            return record.selection().weightsOfOld(tree, facts);
        }
        Set<String> bound = new HashSet<>(record.weights());
        return tree.files().stream()
                .filter(file -> bound.contains(file.path()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Uni<WeightFacts> facts(DownloadRequest request, RepoTree tree) {
        boolean update = request.update() && request.selection().isAll();
        return (update ? weights.lookUpForUpdate(tree) : weights.lookUp(tree))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Blocks: looks at what is on the disk. */
    private Plan plan(DownloadRequest request, Offer offer, @Nullable String updateFrom) {
        RepoTree tree = offer.tree();
        List<String> bound = offer.weights().stream().map(RepoFile::path).toList();
        if (!request.update() || !request.selection().isAll()) {
            List<RepoFile> files = request.selection().select(tree, offer.facts(), offer.weights());
            if (files.isEmpty()) {
                throw NoSuchVariantException.noFiles(tree.repo().id(), tree.commit());
            }
            return plan(offer, files, bound, request.update() ? updateFrom(tree.repo(), updateFrom) : null);
        }
        LibraryModel model = libraryModel(tree.repo());
        String from = updateFrom == null ? commitBefore(model) : updateFrom;
        return plan(offer, localFiles(model, from, offer), bound, from);
    }

    private @Nullable String updateFrom(RepoId repo, @Nullable String known) {
        return known != null ? known : localModel(repo).map(this::commitBefore).orElse(null);
    }

    /** Of two commits in a folder the newer may be of another revision, whose weights have no successor in this one. */
    private @Nullable String commitBefore(LibraryModel model) {
        return folders.isMixture(model) ? null : model.commit();
    }

    /**
     * What there is to select from, and what was read of it.
     *
     * @param weights what the labels of the request mean
     */
    private record Offer(RepoTree tree, WeightFacts facts, Set<RepoFile> weights) {}

    /** Without what cannot be here under its name, if the rest is of use without it. */
    private Plan plan(Offer offer, List<RepoFile> selected, List<String> bound, @Nullable String updateFrom) {
        RepoTree tree = offer.tree();
        Map<String, String> objections = objections(tree, selected);
        List<RepoFile> allowed = selected.stream()
                .filter(file -> !objections.containsKey(file.path()))
                .toList();
        Set<RepoFile> emptied = withoutSuccessor(offer, allowed);
        List<RepoFile> writable =
                allowed.stream().filter(file -> !emptied.contains(file)).toList();
        List<LeftOut.File> leftOut = new ArrayList<>();
        for (RepoFile file : selected) {
            String objection = objections.get(file.path());
            if (objection != null) {
                if (isNeeded(file) || allowed.isEmpty()) {
                    throw refusal(file, objection);
                }
                leftOut.add(LeftOut.File.of(file.path(), objection));
            }
        }
        emptied.forEach(file -> leftOut.add(LeftOut.File.of(
                file.path(), "the Hub has an empty file in place of these weights, and what is here stays")));
        return new Plan(null, tree, items.of(tree, writable), bound, LeftOut.of(leftOut), false, updateFrom);
    }

    /** Weights here that the Hub has emptied, and what else is here of their variants: one new shard is of no use beside. Blocks. */
    private Set<RepoFile> withoutSuccessor(Offer offer, List<RepoFile> files) {
        RepoId repo = offer.tree().repo();
        Set<RepoFile> emptied = files.stream()
                .filter(file -> library.files().isEmptied(repo, file))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (emptied.isEmpty()) {
            return emptied;
        }
        Set<RepoFile> beside = Variants.of(offer.tree(), offer.facts()).variants().stream()
                .filter(variant -> !Collections.disjoint(variant.files(), emptied))
                .flatMap(variant -> variant.files().stream())
                .filter(file -> isNeeded(file) && files.contains(file) && isOtherHere(repo, file))
                .collect(Collectors.toSet());
        emptied.addAll(beside);
        return emptied;
    }

    private boolean isOtherHere(RepoId repo, RepoFile file) {
        try {
            return library.files().compare(repo, file) == FileMatch.DIFFERENT;
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + repo.id() + " cannot be looked at", unreadable);
        }
    }

    /** Of two names that the disk takes for one, weights keep theirs. Blocks. */
    private Map<String, String> objections(RepoTree tree, List<RepoFile> files) {
        try {
            return library.names()
                    .objections(
                            tree.repo(),
                            files.stream()
                                    .sorted(Comparator.comparing(file -> !isNeeded(file)))
                                    .map(RepoFile::path)
                                    .toList());
        } catch (LibraryException refused) {
            throw new DownloadException(
                    DownloadException.Kind.UNSAFE_NAME, refused.getMessage() + " Nothing was fetched.");
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + tree.repo().id() + " cannot be looked at", unreadable);
        }
    }

    private static boolean isNeeded(RepoFile file) {
        return WeightFiles.isWeight(file.path(), file.sizeBytes()) || WeightFiles.isProjector(file.path());
    }

    private static DownloadException refusal(RepoFile file, String objection) {
        return new DownloadException(
                DownloadException.Kind.UNSAFE_NAME,
                "The file \"" + UntrustedText.name(file.path()) + "\" is refused: " + objection
                        + ". Nothing was fetched"
                        + (isNeeded(file)
                                ? ", as the model is of no use without it; choose another variant, or exclude this"
                                        + " file."
                                : "; nothing that was chosen can be here under its name."));
    }

    /**
     * The files of an update: what is on the disk, the variants of it as they are now, and their companions.
     *
     * @param from the commit that was here before the update; its first file in place makes the model one of the new
     */
    private List<RepoFile> localFiles(LibraryModel model, @Nullable String from, Offer offer) {
        RepoTree tree = offer.tree();
        if (model.variants().isEmpty()
                && !Variants.of(tree, offer.facts()).variants().isEmpty()) {
            throw new DownloadException(
                    DownloadException.Kind.NOT_IN_LIBRARY,
                    "None of the weights of " + tree.repo().id()
                            + " are on this machine, so there is nothing to update. Download it, or resume its"
                            + " download.");
        }
        Set<String> wanted =
                model.files().stream().map(LibraryFile::path).collect(Collectors.toCollection(HashSet::new));
        Optional<RepoTree> before = Optional.ofNullable(from).flatMap(commit -> library.tree(tree.repo(), commit));
        boolean hadAll = before.isPresent() && hadAll(before.get(), wanted);
        if (hadAll) {
            return tree.files();
        }
        wanted.addAll(HeldVariants.pathsIn(tree, offer.facts(), model));
        return tree.files().stream()
                .filter(file -> wanted.contains(file.path()))
                .toList();
    }

    /** All that can be here. */
    private boolean hadAll(RepoTree before, Set<String> here) {
        List<RepoFile> missing = before.files().stream()
                .filter(file -> !here.contains(file.path()))
                .toList();
        return missing.isEmpty() || objections(before, before.files()).keySet().containsAll(paths(missing));
    }

    private static List<String> paths(List<RepoFile> files) {
        return files.stream().map(RepoFile::path).toList();
    }

    private LibraryModel libraryModel(RepoId repo) {
        return localModel(repo)
                .orElseThrow(() -> new DownloadException(
                        DownloadException.Kind.NOT_IN_LIBRARY,
                        repo.folder() + " is not on this machine, so there is nothing to update. Download it first."));
    }

    private Optional<LibraryModel> localModel(RepoId repo) {
        try {
            return library.scan().stream()
                    .filter(model -> repo.equals(model.repo()))
                    .findFirst();
        } catch (IOException unreadable) {
            throw DiskException.of("The models folder cannot be looked at", unreadable);
        }
    }

    private static void refuseDisabled(RepoInfo info) {
        if (info.disabled()) {
            throw new HubException(
                    HubException.Kind.DISABLED,
                    "The Hub has disabled access to " + info.repo().id() + ".");
        }
    }
}
