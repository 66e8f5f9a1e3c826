package io.hfdownloader.access;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody who has logged in with a browser.
 *
 * @param user who
 * @param fingerprint of the login with which, which is another one when the password has changed
 * @param begunAt when
 * @param seenAt when the browser asked for something last
 */
record Session(String user, String fingerprint, Instant begunAt, Instant seenAt) {

    /** It ends when nothing is asked for so long. */
    static final Duration IDLE = Duration.ofDays(7);

    /** It ends then, whatever is asked. */
    static final Duration LONGEST = Duration.ofDays(30);

    boolean isOver(Instant now) {
        return seenAt.plus(IDLE).isBefore(now) || begunAt.plus(LONGEST).isBefore(now);
    }

    Session seen(Instant now) {
        return new Session(user, fingerprint, begunAt, now);
    }

    ObjectNode toJson() {
        ObjectNode json = StateFile.object();
        json.put("user", user);
        json.put("login", fingerprint);
        json.put("begunAt", begunAt.toString());
        json.put("seenAt", seenAt.toString());
        return json;
    }

    static Optional<Session> of(JsonNode json) {
        try {
            return Optional.of(new Session(
                    json.path("user").asText(),
                    json.path("login").asText(),
                    Instant.parse(json.path("begunAt").asText()),
                    Instant.parse(json.path("seenAt").asText())));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
