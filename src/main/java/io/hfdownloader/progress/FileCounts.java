package io.hfdownloader.progress;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Files of a download.
 *
 * @param filesTotal number of selected files
 * @param filesDone number of files that are in place and verified
 */
@RegisterForReflection
public record FileCounts(int filesTotal, int filesDone) {

    /** Nothing is known yet. */
    public static final FileCounts NONE = new FileCounts(0, 0);
}
