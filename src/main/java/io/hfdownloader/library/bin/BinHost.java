package io.hfdownloader.library.bin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.hfdownloader.hub.RepoId;

/** What the bin needs of the library that it belongs to. All methods block, briefly unless they say otherwise. */
public interface BinHost {

    /** The right to be alone in a folder. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps everybody else from working in a folder.
     *
     * @throws io.hfdownloader.library.layout.LibraryException while somebody works there
     */
    Lease lease(Path folder, String name);

    /** Whether no files of this repo are on their way to their places: those before them are not wanted back. From memory. */
    boolean hasSwapped(RepoId repo);

    /** Takes a folder out of the way for good. */
    void remove(Path folder) throws IOException;

    /** Gives back the room of what was removed. Blocks for as long as the disk takes. */
    void free();

    /** The same, without waiting for it. */
    void freeSoon();

    /** Writes down what was verified of a repo, of the paths that are chosen. */
    void saveVerified(RepoId repo, Predicate<String> paths, Path target) throws IOException;

    /** Knows again, and for good, what was written down; each file is compared before it is believed. */
    void restoreVerified(RepoId repo, Path source) throws IOException;

    /** Which branch, tag or commit a folder follows. From memory. */
    Optional<String> followed(RepoId repo);

    /** A folder that has come back follows this again, unless it follows something by now. */
    void follow(RepoId repo, String revision);

    /** What the owner of a model has chosen to be told of its updates; empty for all. From memory. */
    Optional<String> held(RepoId repo);

    /** For a folder that has come back that is so again, unless something was chosen since. */
    void hold(RepoId repo, String hold);

    /**
     * Has files that an update has replaced take their places again as one, and what is there now be kept in their stead.
     *
     * @param commit that they are of
     * @param verified what is known of them, as {@link #saveVerified} has written it
     * @return false where it is not known any more what else was of that commit; then nothing was done
     */
    boolean swapBack(RepoId repo, String commit, List<OldFile> files, Path verified) throws IOException;

    /** The list of models is to be made anew. */
    void changed() throws IOException;
}
