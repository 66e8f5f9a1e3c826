package io.hfdownloader.hub;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import javax.net.ssl.SSLException;

import com.fasterxml.jackson.annotation.JsonValue;
import io.hfdownloader.network.FailureReason;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How the Hub's API was found by the last request to it. A refusal is an answer too: only silence, a server error and a
 * stranger in the Hub's place count as out of reach.
 *
 * @param reachable whether it answered; null before the first request
 * @param since when it became so; null before the first request
 * @param cause what is wrong, in a word; null when nothing is
 * @param reason a sentence for the user that says what is wrong; null when nothing is
 * @param silentSeconds for how long requests have been waiting for an answer while none came; null when none waits. A Hub
 *     may be slow without being out of reach
 */
public record HubStatus(
        @Nullable Boolean reachable,
        @Nullable Instant since,
        @Nullable Cause cause,
        @Nullable String reason,
        @Nullable Long silentSeconds) {

    static final HubStatus UNKNOWN = new HubStatus(null, null, null, null, null);

    /** Why it is out of reach, which pages say in their own language. */
    @RegisterForReflection
    public enum Cause {
        CONNECTION_REFUSED,
        TIMEOUT,
        /** The DNS does not know its name. */
        UNKNOWN_HOST,
        TLS,
        SERVER_ERROR,
        NOT_A_HUB,
        PROXY_REFUSED,
        /** Whatever else keeps a connection from coming about, or breaks it. */
        NETWORK;

        /** Its name in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Cause of(HubException failure) {
            return switch (failure.kind()) {
                case NOT_A_HUB -> NOT_A_HUB;
                case PROXY_REFUSED -> PROXY_REFUSED;
                default -> failure.getCause() == null ? SERVER_ERROR : ofConnection(failure.getCause());
            };
        }

        private static Cause ofConnection(Throwable failure) {
            if (FailureReason.isTimeout(failure)) {
                return TIMEOUT;
            }
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnknownHostException) {
                    return UNKNOWN_HOST;
                }
                if (cause instanceof SSLException) {
                    return TLS;
                }
                if (isRefused(cause)) {
                    return CONNECTION_REFUSED;
                }
            }
            return NETWORK;
        }

        /** The system has no type of its own for it. */
        private static boolean isRefused(Throwable cause) {
            return cause instanceof ConnectException
                    && String.valueOf(cause.getMessage()).contains("refused");
        }
    }

    HubStatus withSilentSeconds(@Nullable Long seconds) {
        return new HubStatus(reachable, since, cause, reason, seconds);
    }

    /** True when the last request found no Hub. Not named as a getter: it is no field of the JSON. */
    boolean unreachable() {
        return Boolean.FALSE.equals(reachable);
    }
}
