package io.hfdownloader.hub;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The Hub's refusal, or its silence. The message is a sentence for the user that says what to do;
 * callers decide by {@link #kind}, never by the message.
 */
public final class HubException extends RuntimeException {

    /** Why the Hub did not give what was asked. */
    public enum Kind {
        /** No such repo, or one that this token may not see. */
        REPO_NOT_FOUND(false),
        /** The licence has to be accepted (or the access is pending). */
        GATED(false),
        /** The token is wrong or expired. */
        TOKEN_INVALID(false),
        /** The token is fine but lacks the right. */
        FORBIDDEN(false),
        /** Taken down by the Hub. */
        DISABLED(false),
        /** No such branch, tag or commit. */
        REVISION_NOT_FOUND(false),
        /** No such file at this commit. */
        FILE_NOT_FOUND(false),
        /** The Hub gives other content than it listed for this commit. */
        CHANGED(false),
        /** A request the Hub does not understand. */
        BAD_REQUEST(false),
        /** Too many requests; {@link HubException#retryAt} tells until when, if the Hub did. */
        THROTTLED(true),
        /** Out of reach, too slow, or failing with a server error. */
        UNAVAILABLE(true),
        /** Somebody else answered: a captive portal, a proxy's error page. */
        NOT_A_HUB(true);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        /** True for what may pass by itself, so that trying again later makes sense. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Kind kind;
    private final @Nullable String requestId;
    private final @Nullable Instant retryAt;

    public HubException(Kind kind, String message) {
        this(kind, message, null, null, null);
    }

    HubException(
            Kind kind,
            String message,
            @Nullable String requestId,
            @Nullable Instant retryAt,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.requestId = requestId;
        this.retryAt = retryAt;
    }

    public Kind kind() {
        return kind;
    }

    /** The Hub's name for the request, to be quoted when asking for help there. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** When the Hub allows the next try; empty when it did not say. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
