package io.hfdownloader.standin.hub;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RateLimits;
import io.hfdownloader.standin.http.Routes;

/** Everything the Hub's host answers, with the headers that all its answers have. */
public final class HubRoutes implements Routes {

    private final HubApi api;
    private final ResolveRoutes resolve;
    private final ControlRoutes control;
    private final RateLimits rateLimits = new RateLimits();

    public HubRoutes(HubApi api, ResolveRoutes resolve, ControlRoutes control) {
        this.api = api;
        this.resolve = resolve;
        this.control = control;
    }

    @Override
    public Answer answer(Exchange exchange, byte[] posted) {
        if (ControlRoutes.isControl(exchange)) {
            return control.answer(exchange, posted);
        }
        Answer answer = route(exchange, posted);
        return answer.with("X-Request-Id", requestId(exchange)).with(rateLimits.headers(exchange));
    }

    private Answer route(Exchange exchange, byte[] posted) {
        boolean isApi = exchange.path().startsWith("/api/") && !exchange.path().startsWith(ResolveRoutes.CACHE);
        try {
            if (isApi) {
                Answer answer = api.answer(exchange, posted);
                return answer.status() == 200 ? answer.with(weakEtag(answer)) : answer;
            }
            return exchange.path().startsWith(ResolveRoutes.CACHE)
                    ? resolve.cached(exchange)
                    : resolve.answer(exchange);
        } catch (RefusedException refused) {
            return refused.answer();
        } catch (IllegalArgumentException e) {
            return (isApi ? Refusals.AS_JSON : Refusals.AS_TEXT).badRequest("Bad request");
        }
    }

    private static Map<String, String> weakEtag(Answer answer) {
        return Map.of(
                "ETag",
                "W/\"" + Integer.toHexString(answer.text().length) + "-" + Arrays.hashCode(answer.text()) + "\"");
    }

    private static String requestId(Exchange exchange) {
        String sent = exchange.header("X-Amzn-Trace-Id");
        return sent != null ? sent : "Root=1-" + UUID.randomUUID();
    }
}
