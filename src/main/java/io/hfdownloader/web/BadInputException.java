package io.hfdownloader.web;

import java.util.Optional;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import org.jspecify.annotations.Nullable;

/** The caller's words mean nothing to us. The message is a sentence that says what to write. */
final class BadInputException extends RuntimeException {

    private final int status;
    private final String slug;

    BadInputException(int status, String slug, String message) {
        super(message);
        this.status = status;
        this.slug = slug;
    }

    static BadInputException of(IllegalArgumentException cause) {
        String message = cause.getMessage();
        return new BadInputException(400, "bad-request", message == null ? "The request was not understood." : message);
    }

    /** The repo a body names. */
    static RepoId repo(@Nullable String type, @Nullable String id) {
        if (id == null || id.isBlank()) {
            throw new BadInputException(400, "repo-missing", "Name a repository, as owner/name.");
        }
        Optional<RepoType> known = type == null ? Optional.of(RepoType.MODEL) : RepoType.of(type);
        if (known.isEmpty()) {
            throw new BadInputException(400, "bad-request", "The type is one of model, dataset and space.");
        }
        try {
            return RepoId.parse(known.get(), id.strip());
        } catch (IllegalArgumentException badName) {
            throw of(badName);
        }
    }

    /** The repo a path of the API names; what cannot be one is not found. */
    static RepoId repoOfPath(String type, @Nullable String namespace, String name) {
        try {
            return new RepoId(
                    RepoType.of(type)
                            .filter(known -> known.plural().equals(type))
                            .orElseThrow(() ->
                                    new IllegalArgumentException("The type is one of models, datasets and spaces.")),
                    namespace,
                    name);
        } catch (IllegalArgumentException badName) {
            throw new BadInputException(404, "repo-not-found", String.valueOf(badName.getMessage()));
        }
    }

    int status() {
        return status;
    }

    String slug() {
        return slug;
    }
}
