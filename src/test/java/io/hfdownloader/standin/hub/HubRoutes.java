package io.hfdownloader.standin.hub;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RateLimitHeaders;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.Routes;

/** Everything the Hub's host answers, with the headers that all its answers have. */
public final class HubRoutes implements Routes {

    private final HubApiRoutes api;
    private final ResolveRoutes resolve;
    private final ControlRoutes control;
    private final RateLimitHeaders rateLimitHeaders = new RateLimitHeaders();

    public HubRoutes(HubApiRoutes api, ResolveRoutes resolve, ControlRoutes control) {
        this.api = api;
        this.resolve = resolve;
        this.control = control;
    }

    @Override
    public Response handle(Exchange exchange, byte[] posted) {
        if (exchange.isControl()) {
            return control.handle(exchange, posted);
        }
        Response response = route(exchange, posted);
        return response.with("X-Request-Id", requestId(exchange)).with(rateLimitHeaders.headers(exchange));
    }

    private Response route(Exchange exchange, byte[] posted) {
        boolean isApi = exchange.path().startsWith("/api/") && !exchange.path().startsWith(ResolveRoutes.CACHE);
        try {
            if (isApi) {
                Response response = api.handle(exchange, posted);
                return response.status() == 200 ? response.with(weakEtag(response)) : response;
            }
            return exchange.path().startsWith(ResolveRoutes.CACHE)
                    ? resolve.cached(exchange)
                    : resolve.handle(exchange);
        } catch (ErrorResponseException refused) {
            return refused.answer();
        } catch (IllegalArgumentException e) {
            return (isApi ? HubErrorResponses.AS_JSON : HubErrorResponses.AS_TEXT).badRequest("Bad request");
        }
    }

    private static Map<String, String> weakEtag(Response response) {
        return Map.of(
                "ETag",
                "W/\"" + Integer.toHexString(response.text().length) + "-" + Arrays.hashCode(response.text()) + "\"");
    }

    private static String requestId(Exchange exchange) {
        String sent = exchange.header("X-Amzn-Trace-Id");
        return sent != null ? sent : "Root=1-" + UUID.randomUUID();
    }
}
