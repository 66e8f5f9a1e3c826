package io.hfdownloader.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import io.hfdownloader.hub.HubException;
import org.jspecify.annotations.Nullable;

/** Why the Hub does not give any more what a model on this machine came from. What is here stays as it is. */
public enum UpstreamStatus {
    /** No such repository, or one that is shown to others only. */
    GONE,
    /** The repository is there, the revision that the model follows is not. */
    REVISION_GONE,
    /** A licence is to be accepted that was not accepted so far. */
    GATED,
    /** It is there, and this token may not have it. */
    FORBIDDEN,
    /** Taken down by the Hub. */
    DISABLED;

    /** Empty for a refusal that says nothing of the repository: the Hub is out of reach, or the token is wrong. */
    static Optional<UpstreamStatus> of(Throwable failure) {
        if (!(failure instanceof HubException refusal)) {
            return Optional.empty();
        }
        return switch (refusal.kind()) {
            case REPO_NOT_FOUND -> Optional.of(GONE);
            case REVISION_NOT_FOUND -> Optional.of(REVISION_GONE);
            case GATED -> Optional.of(GATED);
            case FORBIDDEN -> Optional.of(FORBIDDEN);
            case DISABLED -> Optional.of(DISABLED);
            case TOKEN_INVALID,
                    FILE_NOT_FOUND,
                    CHANGED,
                    MIRROR_INCONSISTENT,
                    LISTING_INCOMPLETE,
                    TOO_MANY_FILES,
                    BAD_REQUEST,
                    THROTTLED,
                    UNAVAILABLE,
                    PROXY_REFUSED,
                    BAD_REDIRECT,
                    NOT_A_HUB -> Optional.empty();
        };
    }

    /** The one with this {@link #word}. */
    static Optional<UpstreamStatus> ofWord(@Nullable String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }

    /** As the API and the keys of texts have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
