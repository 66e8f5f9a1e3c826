package io.hfdownloader.view.shape;

import java.util.List;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.SafePath;

/**
 * The cache of the Python client: blobs by their hash, a snapshot of the commit that links to them, and what the branch points to,
 * made last. There is no list of the commit's files ({@code trees}), which the client would believe although only one variant of many is here.
 */
final class HubCacheShape {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private HubCacheShape() {}

    static void add(ViewPlan plan, LibraryModel model, RepoId repo) {
        String commit = model.commit();
        String folder = "hub/" + repo.type().plural() + "--" + repo.id().replace("/", "--");
        if (plan.isOthers(folder)) {
            plan.leaveOut(repo.folder(), null, LeftOut.Reason.OCCUPIED);
            return;
        }
        if (!model.complete() || model.mixed()) {
            plan.keep(repo, model.complete() ? LeftOut.Reason.MIXED : LeftOut.Reason.INCOMPLETE);
            return;
        }
        if (commit == null || !RepoLayout.isCommit(commit)) {
            plan.leaveOut(repo.folder(), null, LeftOut.Reason.UNKNOWN);
            return;
        }
        List<LibraryFile> files = model.files().stream()
                .filter(file -> {
                    boolean known = isKnown(file);
                    if (!known) {
                        plan.leaveOut(repo.folder(), file.path(), LeftOut.Reason.UNKNOWN);
                    }
                    return known;
                })
                .toList();
        files.forEach(file -> plan.file(repo, folder + "/blobs/" + file.etag(), file));
        for (LibraryFile file : files) {
            long depth = file.path().chars().filter(c -> c == '/').count();
            String up = "../".repeat(2 + (int) depth);
            plan.link(repo, folder + "/snapshots/" + commit + "/" + file.path(), up + "blobs/" + file.etag());
        }
        String revision = plan.revisionOf(repo);
        if (!files.isEmpty()
                && !RepoLayout.isCommit(revision)
                && SafePath.objection(revision).isEmpty()) {
            plan.note(repo, folder + "/refs/" + revision, commit);
        }
    }

    private static boolean isKnown(LibraryFile file) {
        String etag = file.etag();
        return etag != null && HASH.matcher(etag).matches();
    }
}
