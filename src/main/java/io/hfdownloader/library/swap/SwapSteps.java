package io.hfdownloader.library.swap;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;

/** What a swap does to files and notes. Each may be repeated; all block. */
public interface SwapSteps {

    /** Where a file of a swap is. */
    enum Place {
        /** Verified, in its place. */
        ARRIVED,
        /** Verified, beside its place. */
        BESIDE,
        /** Neither, or not as it was when it was verified: somebody has taken or changed it. */
        LOST
    }

    /** Looks where a file is, without reading it. */
    Place placeOf(RepoId folder, RepoFile file) throws IOException;

    /** Whether anything stands in the place of a path. */
    boolean isTaken(RepoId folder, String path) throws IOException;

    /** Moves a file that is {@link Place#BESIDE} its place there, and notes where it came from. */
    void publish(RepoId folder, RepoFile file, String commit) throws IOException;

    /** Notes that a file which is in its place is the one of this commit, unless that is noted. */
    void confirm(RepoId folder, RepoFile file, String commit) throws IOException;

    /** Removes the note on a path. */
    void removeNote(RepoId folder, String path) throws IOException;

    /** Whether a file, if it is there, is still as it came from the Hub. */
    boolean isOfHub(RepoId folder, String path) throws IOException;

    /** Removes files with what is noted of them. */
    void remove(RepoId folder, List<String> paths) throws IOException;

    /** Removes what is left beside files that are in their places. */
    void tidy(RepoId folder, List<RepoFile> files) throws IOException;

    /** Removes all trees but those of these commits. */
    void keepTrees(RepoId folder, Set<String> commits) throws IOException;

    /** Makes all names last through a power failure, and saves what is known to be verified. */
    void force() throws IOException;
}
