package io.hfdownloader.progress;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Bytes of a download's files.
 *
 * @param bytesTotal size of all selected files
 * @param bytesReceived bytes that are here: fetched, or reused from the disk
 * @param bytesVerified bytes of files whose hash was checked
 * @param bytesReused bytes that were on the disk already and did not have to be fetched
 * @param bytesFetched bytes that came over the network, those that came twice counted twice
 */
@RegisterForReflection
public record ByteCounts(long bytesTotal, long bytesReceived, long bytesVerified, long bytesReused, long bytesFetched) {

    /** Nothing is known yet. */
    public static final ByteCounts NONE = new ByteCounts(0, 0, 0, 0, 0);

    /** Bytes that are still to come, as far as that is known. */
    public long left() {
        return Math.max(0, bytesTotal - bytesReceived);
    }
}
