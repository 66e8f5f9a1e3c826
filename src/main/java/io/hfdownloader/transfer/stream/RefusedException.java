package io.hfdownloader.transfer.stream;

import java.time.Instant;
import java.util.Optional;

import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.text.UntrustedText;
import io.vertx.core.MultiMap;
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
        super(UntrustedText.withoutStop(message)); // further words are put behind it
        this.kind = kind;
        this.retryAt = retryAt;
    }

    /**
     * What a status means that passes by itself; empty for the others.
     *
     * @param server who answered, as the beginning of a sentence
     * @param reply its status and its words
     */
    public static Optional<RefusedException> passing(String server, int status, String reply, MultiMap headers) {
        if (HttpStatus.isThrottled(status)) {
            return Optional.of(new RefusedException(
                    Kind.THROTTLED,
                    server + " limits requests (" + reply + ")",
                    RetryAfter.moment(status, headers).orElse(null)));
        }
        return HttpStatus.isServerFailure(status)
                ? Optional.of(new RefusedException(
                        Kind.SERVER,
                        server + " answers with " + reply,
                        RetryAfter.moment(status, headers).orElse(null)))
                : Optional.empty();
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
