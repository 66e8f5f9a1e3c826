package io.hfdownloader.download;

import java.util.List;

import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What a download is going to do: fixed files of one commit.
 *
 * @param inBranch what is asked for where a name that was taken for a variant's turned out to be a branch's; else null
 * @param tree the complete tree they come from
 * @param items the selected files
 * @param weights paths of the weights that labels or a pattern of the selection meant
 * @param leftOut selected files that cannot be here under their names
 * @param gated whether the repo's licence must have been accepted
 * @param updateFrom the commit that an update finds here, or null
 */
record Plan(
        @Nullable DownloadRequest inBranch,
        RepoTree tree,
        List<PlanItem> items,
        List<String> weights,
        LeftOut leftOut,
        boolean gated,
        @Nullable String updateFrom) {

    Plan {
        items = List.copyOf(items);
        weights = List.copyOf(weights);
    }

    Plan inBranch(DownloadRequest request) {
        return new Plan(request, tree, items, weights, leftOut, gated, updateFrom);
    }

    /** The revision that it is of, in the user's words. */
    String revision(DownloadRequest request) {
        return inBranch == null ? request.revision() : inBranch.revision();
    }

    /** The same files in another folder of the repo. */
    Plan in(RepoTree folder, List<PlanItem> there) {
        return new Plan(inBranch, folder, there, weights, leftOut, gated, updateFrom);
    }

    Plan gated(boolean told) {
        return new Plan(inBranch, tree, items, weights, leftOut, told, updateFrom);
    }

    DownloadRecord bind(DownloadRecord record) {
        DownloadRecord asked = inBranch == null ? record : record.asking(inBranch);
        return asked.boundTo(tree.repo(), tree.commit(), weights, updateFrom, leftOut);
    }

    long bytesToFetch() {
        return items.stream().mapToLong(PlanItem::missingBytes).sum();
    }

    void startCounting(Meter meter, ByteCounts before) {
        meter.plan(
                items.stream()
                        .map(item -> new Meter.PlannedFile(
                                item.file().path(), item.file().sizeBytes(), item.localBytes(), item.verified()))
                        .toList(),
                before);
    }
}
