package io.hfdownloader.settings;

import java.util.Optional;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.HubToken;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A token that is not taken. Nothing of it is in the message. */
public final class TokenException extends ProblemException {

    private final @Nullable HubException refusal;

    private TokenException(ProblemType problem, String detail, @Nullable HubException refusal, Parameters parameters) {
        super(problem, detail, refusal, parameters);
        this.refusal = refusal;
    }

    static TokenException unknown(HubException refusal) {
        return new TokenException(
                ProblemType.TOKEN_UNKNOWN,
                refusal.detail() + " It was not kept. Copy it anew, or make one with the right to read at "
                        + "https://huggingface.co/settings/tokens.",
                refusal,
                refusal.parameters());
    }

    static TokenException untested(HubException failure) {
        return new TokenException(
                failure.problem(),
                failure.detail() + " So the token could not be tested, and it was not kept. Try again later, or send it"
                        + " with \"untested\": true to have it kept all the same.",
                failure,
                failure.parameters());
    }

    static TokenException fixed(HubToken.Origin origin) {
        return new TokenException(
                ProblemType.TOKEN_FIXED,
                reason(origin) + " What was sent was not kept.",
                null,
                Parameters.of("name", origin.name()));
    }

    static TokenException overtaken() {
        return new TokenException(
                ProblemType.TOKEN_OVERTAKEN,
                "Another token was given, or the one there was forgotten, after this was asked for; that counts, and"
                        + " this has changed nothing.",
                null,
                Parameters.NONE);
    }

    /** Why no other token can be given. */
    static String reason(HubToken.Origin origin) {
        return "The token is set by " + origin.name() + " where this server is started, which goes before one that is"
                + " given here. Take it out there and start the server again to give one here.";
    }

    @Override
    public Optional<String> requestId() {
        return refusal == null ? Optional.empty() : refusal.requestId();
    }
}
