package io.hfdownloader.web.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String hubRequestId) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String NAMESPACE = "urn:hf-downloader:problem:";

    public static Problem of(ProblemType type, String detail, @Nullable String hubRequestId) {
        return new Problem(NAMESPACE + type.slug(), type.title(), type.status(), detail, hubRequestId);
    }
}
