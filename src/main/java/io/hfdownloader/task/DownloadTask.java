package io.hfdownloader.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Waiting;
import org.jspecify.annotations.Nullable;

/** A download, as one of the tasks. */
final class DownloadTask {

    private DownloadTask() {}

    /** @param kind what it does */
    static TaskView of(DownloadView download, TaskKind kind) {
        DownloadView.Advance progress = download.progress();
        DownloadView.Lifecycle lifecycle = download.lifecycle();
        Waiting waiting = download.waiting();
        return new TaskView(
                download.id(),
                download.version(),
                kind,
                state(download.state()),
                download.target().repo(),
                download.target().type(),
                download.target().folder(),
                List.of(),
                progress.bytes().bytesReceived(),
                progress.bytes().bytesTotal(),
                progress.speed().rate(),
                progress.speed().etaSeconds(),
                waiting == null ? null : waiting.reason(),
                result(download, kind),
                lifecycle.failure(),
                lifecycle.createdAt(),
                lifecycle.startedAt(),
                lifecycle.endedAt());
    }

    private static TaskState state(DownloadState state) {
        return switch (state) {
            case QUEUED -> TaskState.QUEUED;
            case RESOLVING, DOWNLOADING, VERIFYING -> TaskState.RUNNING;
            case PAUSED -> TaskState.PAUSED;
            case COMPLETED -> TaskState.COMPLETED;
            case FAILED -> TaskState.FAILED;
            case CANCELLED -> TaskState.CANCELLED;
        };
    }

    private static @Nullable TaskResult result(DownloadView download, TaskKind kind) {
        if (download.state() != DownloadState.COMPLETED) {
            return null;
        }
        long files = download.progress().fileCounts().filesTotal();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(kind == TaskKind.REPAIR ? "repaired" : "verified", files);
        counts.put("bytesFetched", download.progress().bytes().bytesFetched());
        return new TaskResult(
                (files == 1 ? "1 file is" : files + " files are") + " here and verified.", counts, Map.of());
    }
}
