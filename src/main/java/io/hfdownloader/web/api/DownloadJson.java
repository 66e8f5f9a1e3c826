package io.hfdownloader.web.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.web.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A download in JSON.
 *
 * @param download its fields stand in the same object, but for the failure
 * @param error the failure as the problem that would end a request, or null
 * @param rates bytes per second at each of the last seconds, two minutes at most, oldest first; as {@code files}, and in
 *     the events' first snapshot
 * @param files when one download is asked for; else left out
 */
public record DownloadJson(
        @JsonUnwrapped DownloadView download,
        @Nullable Problem error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Long> rates,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FileProgress> files) {

    public static DownloadJson of(DownloadView view) {
        return of(view, null, null);
    }

    public static DownloadJson of(DownloadView view, @Nullable List<Long> rates, @Nullable List<FileProgress> files) {
        return new DownloadJson(view, problem(view.lifecycle().failure()), rates, files);
    }

    private static @Nullable Problem problem(@Nullable Failure failure) {
        return failure == null
                ? null
                : Problem.of(
                        failure.type(),
                        failure.detail(),
                        failure.hubRequestId(),
                        failure.parameters(),
                        failure.choices());
    }
}
