package io.hfdownloader.web.http;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/** The caller's words mean nothing to us. The message is a sentence that says what to write. */
public final class ApiException extends ProblemException {

    public ApiException(ProblemType problem, String message) {
        this(problem, message, null);
    }

    /** @param reason a stable word that tells apart what such a problem may mean, for those who tell it in other words */
    public ApiException(ProblemType problem, String message, @Nullable String reason) {
        super(problem, message, null, Parameters.of("reason", reason));
    }

    /** @param reason what could not be read, as one of a few stable words */
    public static ApiException of(String reason, IllegalArgumentException cause) {
        String message = cause.getMessage();
        return new ApiException(
                ProblemType.BAD_REQUEST, message == null ? "The request was not understood." : message, reason);
    }

    /** A token stands where none belongs. */
    static ApiException secret() {
        return new ApiException(ProblemType.BAD_REQUEST, SecretMasker.REFUSAL, "secret");
    }

    static ApiException tooLarge() {
        return new ApiException(ProblemType.BODY_TOO_LARGE, "The request's body is larger than 1 MiB.");
    }
}
