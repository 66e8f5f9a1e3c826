package io.hfdownloader.download.plan;

import io.hfdownloader.hub.RepoFile;

/**
 * One file of a plan.
 *
 * @param file the file on the Hub
 * @param localBytes bytes of it that are on the disk: all of them, or the safe ranges of a partial file
 * @param verified whether it is whole and its hash was checked before
 */
public record PlanItem(RepoFile file, long localBytes, boolean verified) {

    public long missingBytes() {
        return file.sizeBytes() - localBytes;
    }
}
