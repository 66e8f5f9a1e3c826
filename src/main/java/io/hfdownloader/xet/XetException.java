package io.hfdownloader.xet;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The storage refused, failed or answered nonsense. Callers decide by the kind; the message is for the user. */
public final class XetException extends RuntimeException {

    /** What is in the way. */
    public enum Kind {
        /** No connection, or it broke or went quiet. */
        UNREACHABLE,
        /** Too many requests: fewer, later. */
        THROTTLED,
        /** A passing failure of the storage. */
        SERVER,
        /** The storage does not let us, or does not know the file. */
        REFUSED,
        /** The answer is longer than is taken: a smaller part of the file is to be asked for. */
        TOO_LONG,
        /** What came is not what the protocol says. */
        BAD_ANSWER
    }

    private final Kind kind;
    private final @Nullable Instant retryAt;

    public XetException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    XetException(Kind kind, String message, @Nullable Instant retryAt, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAt = retryAt;
    }

    public Kind kind() {
        return kind;
    }

    /** When the storage allows the next try; empty when it did not say. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
