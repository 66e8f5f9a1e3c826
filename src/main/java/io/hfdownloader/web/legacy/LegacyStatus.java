package io.hfdownloader.web.legacy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.web.api.DownloadJson;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/status}: one download in the legacy API's words, and all of them in ours.
 *
 * @param task the one download; its fields stand in the same object
 * @param startTime when it started, in Unix seconds, or null
 * @param eta seconds, or null
 * @param error why it failed, or null
 * @param now the time by this server's clock, as the times of the downloads are
 * @param bandwidthLimit the limit in force as it was written; empty for none
 * @param downloads every download, newest first
 */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "LegacyStatus")
public record LegacyStatus(
        @JsonUnwrapped Task task,
        @Nullable Long startTime,
        @Nullable Long eta,
        @Nullable String error,
        Instant now,
        String bandwidthLimit,
        List<DownloadJson> downloads) {

    /**
     * How far one download is.
     *
     * @param progress 0 to 100, 100 only when completed
     * @param status {@code idle}, {@code starting}, {@code downloading}, {@code completed} or {@code error}
     * @param currentFile file that moved last; why it failed, when it did, as the Python program had it
     * @param downloadedFiles files in place
     * @param downloadedBytes bytes that are here
     * @param totalBytes bytes of all its files
     * @param repoId id on the Hub
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Task(
            @Schema(minimum = "0", maximum = "100") int progress,

            @Schema(enumeration = {"idle", "starting", "downloading", "completed", "error"})
            String status,

            String currentFile,
            int downloadedFiles,
            long downloadedBytes,
            long totalBytes,
            String repoId) {

        private static final Task NONE = new Task(0, "idle", "", 0, 0, 0, "");

        private static Task of(DownloadView download) {
            DownloadView.Advance progress = download.progress();
            Failure failure = download.lifecycle().failure();
            return new Task(
                    progress.percent(),
                    word(download.state()),
                    failure == null ? progress.activity().currentFile() : failure.detail(),
                    progress.fileCounts().filesDone(),
                    progress.bytes().bytesReceived(),
                    progress.bytes().bytesTotal(),
                    download.target().repo());
        }
    }

    public static LegacyStatus of(List<DownloadView> downloads, String bandwidthLimit) {
        List<DownloadJson> all = new MappedList<>(downloads, DownloadJson::of);
        return mostActive(downloads)
                .map(download -> of(download, bandwidthLimit, all))
                .orElseGet(() -> new LegacyStatus(Task.NONE, null, null, null, Instant.now(), bandwidthLimit, all));
    }

    private static LegacyStatus of(DownloadView download, String bandwidthLimit, List<DownloadJson> all) {
        Instant started = download.lifecycle().startedAt();
        Failure failure = download.lifecycle().failure();
        return new LegacyStatus(
                Task.of(download),
                started == null ? null : started.getEpochSecond(),
                download.progress().speed().etaSeconds(),
                failure == null ? null : failure.detail(),
                Instant.now(),
                bandwidthLimit,
                all);
    }

    /** The newest one at work; where there is none, the newest in the queue; else the newest. */
    private static Optional<DownloadView> mostActive(List<DownloadView> newestFirst) {
        return newestFirst.stream().min(Comparator.comparingInt(LegacyStatus::rank));
    }

    private static int rank(DownloadView download) {
        if (download.state().isActive()) {
            return 0;
        }
        return download.state() == DownloadState.QUEUED ? 1 : 2;
    }

    private static String word(DownloadState state) {
        return switch (state) {
            case QUEUED, RESOLVING -> "starting";
            case DOWNLOADING, VERIFYING -> "downloading";
            case COMPLETED -> "completed";
            case FAILED -> "error";
            case PAUSED, CANCELLED -> "idle";
        };
    }
}
