package io.hfdownloader.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.progress.FileProgress;
import org.jspecify.annotations.Nullable;

/** A download in JSON: the view's fields, with the failure as a problem, and the files when one is asked for. */
public record DownloadJson(
        UUID id,
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
        @Nullable Integer position,
        @Nullable Problem error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FileJson> files) {

    /** One file of a download. */
    public record FileJson(
            String path,
            long size,
            long received,
            long verified,
            long hashed,
            String state,
            @Nullable String via,
            int connections,
            int tries,
            @Nullable String lastError,
            @Nullable String waiting,
            @Nullable Instant waitingUntil) {

        static FileJson of(FileProgress file) {
            return new FileJson(
                    file.path(),
                    file.size(),
                    file.received(),
                    file.verified(),
                    file.hashed(),
                    file.state().word(),
                    file.via(),
                    file.connections(),
                    file.tries(),
                    file.lastError(),
                    file.waiting(),
                    file.waitingUntil());
        }
    }

    static DownloadJson of(DownloadView view) {
        return of(view, null);
    }

    static DownloadJson of(DownloadView view, @Nullable List<FileProgress> files) {
        return new DownloadJson(
                view.id(),
                view.repo(),
                view.type(),
                view.revision(),
                view.commit(),
                view.variants(),
                view.include(),
                view.exclude(),
                view.quantPattern(),
                view.update(),
                view.state(),
                view.waiting(),
                view.bytesTotal(),
                view.bytesReceived(),
                view.bytesVerified(),
                view.bytesReused(),
                view.bytesHashed(),
                view.filesTotal(),
                view.filesDone(),
                view.percent(),
                view.rate(),
                view.etaSeconds(),
                view.currentFile(),
                view.position(),
                problem(view.error()),
                view.createdAt(),
                view.startedAt(),
                view.endedAt(),
                files == null ? null : files.stream().map(FileJson::of).toList());
    }

    /** The status that the same failure has when it ends a request. */
    private static @Nullable Problem problem(@Nullable Failure failure) {
        return failure == null
                ? null
                : Problem.of(failure.type(), statusOf(failure.type()), failure.detail(), failure.hubRequestId());
    }

    private static int statusOf(String slug) {
        return switch (slug) {
            case "repo-not-found", "revision-not-found", "file-not-found", "model-not-found" -> 404;
            case "repo-gated", "repo-forbidden", "repo-disabled" -> 403;
            case "token-invalid" -> 401;
            case "variant-not-found", "unsafe-path" -> 422;
            case "content-changed", "repo-in-use" -> 409;
            case "hub-throttled" -> 503;
            case "disk-full" -> 507;
            case "internal", "disk-error" -> 500;
            default -> 502;
        };
    }
}
