package io.hfdownloader.transfer.stream;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A server on the way to the bytes said no; what to do about it is the transfer's decision. */
public final class RefusedException extends RuntimeException {

    /** What a refusal calls for. */
    public enum Kind {
        /** A link that was used before is refused, so it may have expired: ask the Hub for a fresh one. */
        OLD_LINK,
        /** A link that the Hub has just given is refused. */
        FRESH_LINK,
        /** Too many requests or connections: fewer, later. */
        THROTTLED,
        /** A passing failure of the server. */
        SERVER,
        /** The answer breaks the protocol, so that its bytes cannot be placed. */
        BAD_ANSWER
    }

    private final Kind kind;
    private final @Nullable Instant retryAt;

    public RefusedException(Kind kind, String message) {
        this(kind, message, null);
    }

    public RefusedException(Kind kind, String message, @Nullable Instant retryAt) {
        super(message);
        this.kind = kind;
        this.retryAt = retryAt;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
