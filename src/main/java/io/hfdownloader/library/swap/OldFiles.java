package io.hfdownloader.library.swap;

import java.io.IOException;
import java.util.List;

import io.hfdownloader.hub.RepoId;

/** Where the old files of a swap go, those that are replaced and those that are gone upstream. */
@FunctionalInterface
public interface OldFiles {

    /** They are lost. */
    OldFiles LOST = (folder, paths) -> {};

    /**
     * Takes files out of their places, or leaves them there, where they are overwritten or deleted next. Called before the first new one
     * comes; after a crash again, with those that are still there. Blocks briefly.
     *
     * @param paths of files that are there, within the folder
     */
    void setAside(RepoId folder, List<String> paths) throws IOException;
}
