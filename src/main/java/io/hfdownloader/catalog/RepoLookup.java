package io.hfdownloader.catalog;

import java.util.BitSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubStatus;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Tells what there is to choose from in a repo, and what of it is here already. Never blocks. */
@ApplicationScoped
public class RepoLookup {

    private final HubClient hub;
    private final WeightFactsLookup weights;
    private final LocalPresence localPresence;
    private final GgufHeaderLookup headers;
    private final RevisionFolders folders;
    private final RevisionOrigins origins;
    private final SimilarRepos similar;

    RepoLookup(
            HubClient hub,
            WeightFactsLookup weights,
            GgufHeaderLookup headers,
            LocalPresence localPresence,
            RevisionFolders folders,
            RevisionOrigins origins,
            SimilarRepos similar) {
        this.hub = hub;
        this.weights = weights;
        this.headers = headers;
        this.localPresence = localPresence;
        this.folders = folders;
        this.origins = origins;
        this.similar = similar;
    }

    /**
     * Fails with a {@code HubException}, which suggests others where there is no such repo. The item arrives on a worker.
     *
     * @param permit to be closed when nobody needs the view any more
     */
    public Uni<RepoView> lookUp(RepoId repo, String revision, ListingBudget.Permit permit) {
        return similar.suggestedFor(repo, hub.info(repo, revision))
                .chain(permit::room)
                .chain(info -> origins.find(info.repo(), info.commit())
                        .chain(() -> hub.tree(info.repo(), info.commit()))
                        .chain(permit::room)
                        .chain(tree -> view(
                                info, revision, tree.in(folders.folderFor(info.repo(), revision, info.commit())))));
    }

    /** The Hub's address as configured. */
    public String endpoint() {
        return hub.endpoint();
    }

    /** Where people look at a repo; that of a folder beside it is the same. */
    public String page(RepoId repo) {
        return hub.requestContext(repo, "main", null).page();
    }

    /** Whether a token would be sent to the Hub. */
    public boolean tokenPresent() {
        return hub.tokenPresent();
    }

    /** How the Hub was found last, from memory; while it is out of reach it is asked again now and then. */
    public HubStatus hubStatus() {
        return hub.status();
    }

    private Uni<RepoView> view(RepoInfo info, String revision, RepoTree tree) {
        return weights.lookUp(tree)
                .chain(facts -> headers.of(tree, info.facts().parameters()).map(facts::with))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(facts -> view(info, revision, tree, facts));
    }

    /** Blocks: looks at the disk. */
    private RepoView view(RepoInfo info, String revision, RepoTree tree, WeightFacts facts) {
        Variants<RepoFile> variants = Variants.of(tree, facts);
        BitSet weights = RepoView.rowsOf(variants);
        return RepoView.of(
                info,
                revision,
                hub.requestContext(info.repo(), revision, null).page(),
                tree.files(),
                variants,
                facts.gguf(),
                localPresence.find(tree, file -> weights.get(file.row())));
    }
}
