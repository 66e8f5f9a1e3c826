package io.hfdownloader.web.http;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** The caller's words mean nothing to us. The message is a sentence that says what to write. */
public final class ApiException extends ProblemException {

    public ApiException(ProblemType problem, String message) {
        super(problem, message);
    }

    public static ApiException of(IllegalArgumentException cause) {
        String message = cause.getMessage();
        return new ApiException(ProblemType.BAD_REQUEST, message == null ? "The request was not understood." : message);
    }

    static ApiException tooLarge() {
        return new ApiException(ProblemType.BODY_TOO_LARGE, "The request's body is larger than 1 MiB.");
    }
}
