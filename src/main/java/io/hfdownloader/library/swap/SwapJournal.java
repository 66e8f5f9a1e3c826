package io.hfdownloader.library.swap;

import java.util.List;
import java.util.Set;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import org.jspecify.annotations.Nullable;

/**
 * All that a swap does in one folder. Each part may be done any number of times: what is done already stays as it is.
 *
 * @param folder the repo, and which of its folders
 * @param from the commit that was here before; null where it is not known
 * @param commit the commit that is here afterwards
 * @param arriving files that lie verified beside their places
 * @param staying verified files in their places that the commit has as well
 * @param renamed paths of which only upper and lower case are others now: what is noted of them by the old name goes
 * @param leaving paths of what came from the Hub and goes
 * @param trees commits of which the tree stays; null when all stay
 */
public record SwapJournal(
        RepoId folder,
        @Nullable String from,
        String commit,
        List<RepoFile> arriving,
        List<RepoFile> staying,
        List<String> renamed,
        List<String> leaving,
        @Nullable Set<String> trees) {

    public SwapJournal {
        arriving = List.copyOf(arriving);
        staying = List.copyOf(staying);
        renamed = List.copyOf(renamed);
        leaving = List.copyOf(leaving);
        trees = trees == null ? null : Set.copyOf(trees);
    }

    /** Whether no file and no note changes. */
    public boolean isEmpty() {
        return arriving.isEmpty() && staying.isEmpty() && renamed.isEmpty() && leaving.isEmpty();
    }
}
