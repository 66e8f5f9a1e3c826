package io.hfdownloader.web.http;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

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

    /** The repo a path of the API names; what cannot be one is not found. */
    public static RepoId repoOfPath(String type, @Nullable String namespace, String name) {
        try {
            return new RepoId(
                    RepoType.of(type)
                            .filter(known -> known.plural().equals(type))
                            .orElseThrow(() ->
                                    new IllegalArgumentException("The type is one of models, datasets and spaces.")),
                    namespace,
                    name);
        } catch (IllegalArgumentException badName) {
            throw new ApiException(ProblemType.REPO_NOT_FOUND, String.valueOf(badName.getMessage()));
        }
    }
}
