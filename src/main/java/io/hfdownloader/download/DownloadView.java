package io.hfdownloader.download;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A download as the API and the pages show it. Sizes are bytes, times are UTC.
 *
 * @param id also the {@code task_id} of the older API
 * @param version grows when it changes its state, place or end, so that of two answers the later one is known
 * @param repo id on the Hub, {@code owner/name}
 * @param type {@code model}, {@code dataset} or {@code space}
 * @param revision what the user named
 * @param commit what it resolved to, or null before that
 * @param variants labels asked for
 * @param include globs asked for
 * @param exclude globs left out
 * @param quantPattern the older API's pattern, or null
 * @param update true when it brings a model that is here up to date
 * @param state where it stands
 * @param waiting why it makes no progress right now, or null
 * @param bytesTotal size of all selected files
 * @param bytesReceived bytes that are here
 * @param bytesVerified bytes of files whose hash was checked
 * @param bytesReused bytes that did not have to be fetched
 * @param bytesHashed bytes that have gone through the hash so far
 * @param filesTotal number of selected files
 * @param filesDone files in place and verified
 * @param percent whole percents, 100 only when completed
 * @param rate bytes per second, or null when not known
 * @param etaSeconds seconds to the end, or null when not known
 * @param currentFile file that moved last, or empty
 * @param connections connections at work now
 * @param via paths that its bytes took so far: {@code http}
 * @param tries tries that failed since the server began to work on it
 * @param lastError what went wrong last in one of its files, or null
 * @param position place in the queue from 0, or null when it does not wait in the queue
 * @param error why it failed, or null
 * @param createdAt when it was asked for
 * @param startedAt when it left the queue first, or null
 * @param endedAt when it completed, failed or was cancelled, or null
 */
public record DownloadView(
        UUID id,
        int version,
        String repo,
        String type,
        String revision,
        @Nullable String commit,
        List<String> variants,
        List<String> include,
        List<String> exclude,
        @Nullable String quantPattern,
        boolean update,
        DownloadState state,
        @Nullable Waiting waiting,
        long bytesTotal,
        long bytesReceived,
        long bytesVerified,
        long bytesReused,
        long bytesHashed,
        int filesTotal,
        int filesDone,
        int percent,
        @Nullable Long rate,
        @Nullable Long etaSeconds,
        String currentFile,
        int connections,
        List<String> via,
        int tries,
        @Nullable String lastError,
        @Nullable Integer position,
        @Nullable Failure error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
