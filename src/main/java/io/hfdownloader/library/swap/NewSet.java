package io.hfdownloader.library.swap;

import java.util.List;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import org.jspecify.annotations.Nullable;

/**
 * Files of one commit that take their places together.
 *
 * @param tree the tree they come from
 * @param files all of them are here and verified: in their places, or beside them
 * @param from the commit that was here before; null where it is not known
 * @param replacesOld whether what came from the Hub and is there no more goes, as with an update
 */
public record NewSet(
        RepoTree tree, List<RepoFile> files, @Nullable String from, boolean replacesOld) {

    public NewSet {
        files = List.copyOf(files);
    }
}
