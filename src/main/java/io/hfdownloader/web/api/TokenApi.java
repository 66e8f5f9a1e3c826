package io.hfdownloader.web.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.settings.TokenSettings;
import io.hfdownloader.settings.TokenState;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.PastedBody;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The token with which this server asks the Hub: written, and never shown. */
@Path("/api/v1/system/token")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "System")
public class TokenApi {

    private final TokenSettings settings;

    TokenApi(TokenSettings settings) {
        this.settings = settings;
    }

    /**
     * A token for the Hub.
     *
     * @param token as the Hub's page of tokens shows it
     * @param untested true to keep it also when the Hub cannot be asked whose it is; false when left out
     */
    @PastedBody
    @Schema(requiredProperties = "token")
    public record HubTokenJson(
            @Schema(minLength = 1, maxLength = TokenSettings.MAX_TOKEN_CHARS, writeOnly = true) @Nullable
            String token,

            @Nullable Boolean untested) {

        /** Not the token, wherever this may be written. */
        @Override
        public String toString() {
            return "a token for the Hub";
        }
    }

    @GET
    @Operation(
            operationId = "getHubToken",
            summary = "Whether there is a token for the Hub, where it is from and whose it is",
            description = "The token itself is shown nowhere.")
    public TokenState token() {
        return settings.state();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(
            value = {
                ProblemType.TOKEN_UNKNOWN,
                ProblemType.TOKEN_FIXED,
                ProblemType.TOKEN_OVERTAKEN,
                ProblemType.HUB_REFUSED,
                ProblemType.HUB_THROTTLED,
                ProblemType.HUB_UNAVAILABLE,
                ProblemType.PROXY_REFUSED,
                ProblemType.NOT_A_HUB,
                ProblemType.BAD_ANSWER
            },
            from = Source.DISK)
    @Operation(
            operationId = "setHubToken",
            summary = "Give a token for the Hub, in force at once and for good",
            description =
                    "The Hub is asked whose it is. One that it does not know is refused; when it cannot be asked, the"
                            + " token is not kept, unless that is wanted by `untested`. A token of the configuration goes before it."
                            + " Of several requests the last one counts.")
    public Uni<TokenState> setToken(@Nullable HubTokenJson body) {
        String token = body == null ? null : body.token();
        if (body == null || token == null) {
            throw ApiException.of(
                    "token",
                    new IllegalArgumentException(
                            "Send the token: {\"token\": \"hf_…\"}. DELETE forgets the one there is."));
        }
        return settings.give(token, Boolean.TRUE.equals(body.untested()))
                .onFailure(IllegalArgumentException.class)
                .transform(unusable -> ApiException.of("token", unusable));
    }

    @DELETE
    @Problems(value = ProblemType.TOKEN_OVERTAKEN, from = Source.DISK)
    @Operation(
            operationId = "forgetHubToken",
            summary = "Forget the token that was given",
            description = "A token of a file of the hf client is in force again, where there is one.")
    public Uni<TokenState> forgetToken() {
        return settings.forget();
    }
}
