package io.hfdownloader.download;

import java.io.IOException;
import java.util.List;

import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.download.plan.PlanItems;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;

/** Keeps a download from writing into the folder of another revision than its own. Its methods block. */
final class FolderClaims {

    private final RevisionFolders folders;
    private final PlanItems items;

    FolderClaims(RevisionFolders folders, PlanItems items) {
        this.folders = folders;
        this.items = items;
    }

    /**
     * Makes the folder of a plan that of its revision. Where another one has come there meanwhile, the plan is for another
     * folder; an update, which has no other, fails with a sentence.
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
                List<RepoFile> files = plan.items().stream().map(PlanItem::file).toList();
                return plan.in(elsewhere, items.of(elsewhere, files));
            }
        }
        throw otherRevision(taken, revision);
    }

    /**
     * To be called before the files of a download take the places of others; fails when another revision has come to share the
     * folder meanwhile. Each has one {@link #replaced}.
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
                        + " instead of updating it: it gets a folder of its own. Or delete what is here first.",
                Parameters.of("folder", taken.folder()).and("revision", UntrustedText.name(revision)));
    }
}
