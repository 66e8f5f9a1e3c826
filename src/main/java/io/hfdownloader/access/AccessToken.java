package io.hfdownloader.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A token for programs, without the token.
 *
 * @param id by which it is revoked
 * @param name what the user calls it
 * @param scope what it allows
 * @param hash SHA-256 of the token
 * @param createdAt when it was made
 * @param usedOn the last day on which it was used, or null
 */
public record AccessToken(
        String id,
        String name,
        Scope scope,
        String hash,
        Instant createdAt,
        @Nullable LocalDate usedOn) {

    /** Begins each, so that people and scanners of leaked secrets see what it is. */
    public static final String PREFIX = "hfd_";

    /** A new one with the secret, which is shown once. */
    public record Made(AccessToken token, String secret) {

        /** Nothing that could be written into a log by mistake. */
        @Override
        public String toString() {
            return token.toString();
        }
    }

    AccessToken usedOn(LocalDate day) {
        return new AccessToken(id, name, scope, hash, createdAt, day);
    }

    ObjectNode toJson() {
        ObjectNode json = StateFile.object();
        json.put("id", id);
        json.put("name", name);
        json.put("scope", scope.word());
        json.put("sha256", hash);
        json.put("createdAt", createdAt.toString());
        json.put("usedOn", usedOn == null ? null : usedOn.toString());
        return json;
    }

    /** Empty for what cannot be one, which opens nothing then. */
    static Optional<AccessToken> of(JsonNode json) {
        try {
            String hash = json.path("sha256").asText();
            JsonNode used = json.path("usedOn");
            return Scope.of(json.path("scope").asText())
                    .filter(scope -> hash.matches("[0-9a-f]{64}"))
                    .map(scope -> new AccessToken(
                            json.path("id").asText(),
                            json.path("name").asText(),
                            scope,
                            hash,
                            Instant.parse(json.path("createdAt").asText()),
                            used.isTextual() ? LocalDate.parse(used.asText()) : null));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /** Nothing that could be written into a log by mistake. */
    @Override
    public String toString() {
        return "AccessToken " + id;
    }
}
