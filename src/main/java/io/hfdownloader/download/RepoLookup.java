package io.hfdownloader.download;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.hub.FoundRepo;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoSearch;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.Variants;
import io.smallrye.mutiny.Uni;

/** Tells what there is to choose from in a repo. Never blocks. */
@ApplicationScoped
public class RepoLookup {

    private final HubClient hub;

    RepoLookup(HubClient hub) {
        this.hub = hub;
    }

    /** Fails with a {@code HubException}. The item arrives on a worker. */
    public Uni<RepoView> look(RepoId repo, String revision) {
        return hub.info(repo, revision)
                .chain(info -> hub.tree(info.repo(), info.commit()).map(tree -> view(info, revision, tree)));
    }

    /** What the Hub finds. Fails with a {@code HubException}. */
    public Uni<List<FoundRepo>> search(RepoSearch search) {
        return hub.search(search);
    }

    /** The Hub's address as configured. */
    public String endpoint() {
        return hub.endpoint();
    }

    /** Whether a token would be sent to the Hub. */
    public boolean tokenPresent() {
        return hub.tokenPresent();
    }

    private RepoView view(RepoInfo info, String revision, RepoTree tree) {
        return RepoView.of(
                info,
                revision,
                hub.asked(info.repo(), revision, null).page(),
                tree.files(),
                Variants.of(tree.files(), RepoFile::path, RepoFile::sizeBytes));
    }
}
