package io.hfdownloader.download.arrival;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What came of an update that completed.
 *
 * @param fromCommit the commit that it found here, or null where that was not known
 * @param filesChanged files that came new or in another version
 * @param filesRemoved files that are gone on the Hub and were removed
 * @param bytesFetched bytes that came over the network for it
 * @param upToDate whether there was nothing to be changed
 */
@RegisterForReflection
public record UpdateResult(
        @Nullable String fromCommit, int filesChanged, int filesRemoved, long bytesFetched, boolean upToDate) {

    public static UpdateResult of(@Nullable String fromCommit, UpdateChanges changes, long bytesFetched) {
        return new UpdateResult(
                fromCommit,
                changes.filesChanged(),
                changes.filesRemoved(),
                bytesFetched,
                changes.filesChanged() == 0 && changes.filesRemoved() == 0);
    }
}
