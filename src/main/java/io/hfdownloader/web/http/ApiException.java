package io.hfdownloader.web.http;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/** The caller's words mean nothing to us. The message is a sentence that says what to write. */
public final class ApiException extends RuntimeException {

    private final int status;
    private final String slug;

    public ApiException(int status, String slug, String message) {
        super(message);
        this.status = status;
        this.slug = slug;
    }

    public static ApiException of(IllegalArgumentException cause) {
        String message = cause.getMessage();
        return new ApiException(400, "bad-request", message == null ? "The request was not understood." : message);
    }

    static ApiException tooLarge() {
        return new ApiException(413, "body-too-large", "The request's body is larger than 1 MiB.");
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
            throw new ApiException(404, "repo-not-found", String.valueOf(badName.getMessage()));
        }
    }

    int status() {
        return status;
    }

    String slug() {
        return slug;
    }
}
