package io.hfdownloader.web.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.download.Failure;
import io.hfdownloader.task.TaskView;
import io.hfdownloader.web.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A task in JSON.
 *
 * @param task its fields stand in the same object, but for the failure
 * @param error the failure as the problem that would end a request, or null
 */
public record TaskJson(
        @JsonUnwrapped TaskView task, @Nullable Problem error) {

    /** With the failure as a problem. */
    public static TaskJson of(TaskView view) {
        Failure failure = view.failure();
        return new TaskJson(
                view,
                failure == null
                        ? null
                        : Problem.of(
                                failure.type(),
                                failure.detail(),
                                failure.hubRequestId(),
                                failure.parameters(),
                                failure.choices()));
    }
}
