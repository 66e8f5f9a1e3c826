package io.hfdownloader.view.shape;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import org.jspecify.annotations.Nullable;

/** The shape of each kind of view. */
public final class ViewShapes {

    private ViewShapes() {}

    /**
     * What is to be there.
     *
     * @param models all of the library
     * @param repo the only one of them, as {@link RepoId#toString} names its folder; null for all
     * @param before what is there of ours
     * @param revision which branch, tag or commit a repo follows
     * @param stands whether anything is at a path of the view
     */
    public static ViewPlan plan(
            ViewKind kind,
            List<LibraryModel> models,
            @Nullable String repo,
            Collection<ViewEntry> before,
            Function<RepoId, String> revision,
            Predicate<String> stands) {
        ViewPlan plan = new ViewPlan(before, revision, stands);
        for (LibraryModel model : models) {
            RepoId id = model.repo();
            if (id == null ? repo == null : repo == null || id.toString().equals(repo)) {
                add(plan, kind, model, id);
            }
        }
        return plan;
    }

    private static void add(ViewPlan plan, ViewKind kind, LibraryModel model, @Nullable RepoId repo) {
        boolean isOfKind = repo != null && (repo.type() == RepoType.MODEL || kind == ViewKind.HF_CACHE);
        if (repo == null || !isOfKind) {
            plan.leaveOut(model.name(), null, repo == null ? LeftOut.Reason.UNKNOWN : LeftOut.Reason.UNFIT);
            return;
        }
        if (model.files().stream().anyMatch(LibraryFile::damaged)) {
            plan.keep(repo, LeftOut.Reason.DAMAGED); // until it is repaired
            return;
        }
        switch (kind) {
            case HF_CACHE -> HubCacheShape.add(plan, model, repo);
            case LM_STUDIO -> GgufShapes.addPublisher(plan, model, repo);
            case FLAT -> GgufShapes.addFlat(plan, model, repo);
            case OLLAMA -> OllamaShape.add(plan, model, repo);
            case COMFYUI -> ComfyShape.add(plan, model, repo);
        }
    }
}
