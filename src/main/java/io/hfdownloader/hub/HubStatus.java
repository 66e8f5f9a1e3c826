package io.hfdownloader.hub;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the Hub's API was found by the last request to it. A refusal is an answer too: only silence, a server error and a
 * stranger in the Hub's place count as out of reach.
 *
 * @param reachable whether it answered; null before the first request
 * @param since when it became so; null before the first request
 * @param reason a sentence for the user that says what is wrong; null when nothing is
 * @param code the code of that problem, for whoever tells it in other words; null when nothing is wrong
 * @param parameters what the sentence names, by name, as with problems
 * @param silentSeconds for how long requests have been waiting for an answer while none came; null when none waits. A Hub
 *     may be slow without being out of reach
 */
public record HubStatus(
        @Nullable Boolean reachable,
        @Nullable Instant since,
        @Nullable String reason,
        @Nullable String code,
        Map<String, String> parameters,
        @Nullable Long silentSeconds) {

    static final HubStatus UNKNOWN = new HubStatus(null, null, null, null, Map.of(), null);

    /** It has answered. */
    static HubStatus answered(Instant since) {
        return new HubStatus(true, since, null, null, Map.of(), null);
    }

    /** It is out of reach. */
    static HubStatus failed(Instant since, HubException failure) {
        return new HubStatus(
                false,
                since,
                failure.getMessage(),
                failure.problem().slug(),
                failure.parameters().toMap(),
                null);
    }

    HubStatus withSilentSeconds(@Nullable Long seconds) {
        return new HubStatus(reachable, since, reason, code, parameters, seconds);
    }

    /** True when the last request found no Hub. Not named as a getter: it is no field of the JSON. */
    boolean unreachable() {
        return Boolean.FALSE.equals(reachable);
    }
}
