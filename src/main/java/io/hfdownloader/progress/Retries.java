package io.hfdownloader.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/**
 * What had to be tried again.
 *
 * @param tries tries that failed since the work started, over all files
 * @param lastError what went wrong last, or null
 * @param lastFailure the same, to be told in other words
 */
public record Retries(
        int tries,
        @Nullable String lastError,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CodedText lastFailure) {

    /** Nothing had to be. */
    public static final Retries NONE = new Retries(0, null, null);

    static Retries of(int tries, @Nullable CodedText last) {
        return new Retries(tries, last == null ? null : last.detail(), last);
    }
}
