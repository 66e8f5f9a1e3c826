package io.hfdownloader.web.http;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type stable name of the kind of problem
 * @param title the kind in a few words
 * @param status HTTP status
 * @param detail a sentence for the user that says what to do
 * @param hubRequestId the Hub's name of the request it refused, where it gave one
 * @param choices what could have been meant, where there is a choice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String hubRequestId,
        @Nullable List<String> choices) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String NAMESPACE = "urn:hf-downloader:problem:";

    public static Problem of(ProblemType type, String detail, @Nullable String hubRequestId) {
        return new Problem(NAMESPACE + type.slug(), type.title(), type.status(), detail, hubRequestId, null);
    }

    static Problem of(ProblemException failure) {
        ProblemType type = failure.problem();
        return new Problem(
                NAMESPACE + type.slug(),
                type.title(),
                type.status(),
                failure.detail(),
                failure.requestId().orElse(null),
                failure.choices().isEmpty() ? null : failure.choices());
    }
}
