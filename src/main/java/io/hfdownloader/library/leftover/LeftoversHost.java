package io.hfdownloader.library.leftover;

import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.hub.RepoId;

/** What is needed of the library to find what is left in it. */
public interface LeftoversHost {

    /** The right to be alone in a folder. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** The folders of repos, as the last scan found them. */
    List<ModelFolder> folders();

    /** Whether a download, or whoever else, may want what is there of a repo. From memory. */
    boolean isWanted(RepoId repo);

    /** Whether a folder in that of a model is another program's. Blocks. */
    boolean isForeign(Path model, Path inside);

    /**
     * Keeps everybody else from working in a folder.
     *
     * @throws io.hfdownloader.library.layout.LibraryException while somebody works there
     */
    Lease lease(ModelFolder folder);
}
