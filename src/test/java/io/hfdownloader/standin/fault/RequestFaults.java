package io.hfdownloader.standin.fault;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RateLimitHeaders;
import io.hfdownloader.standin.http.RawConnection;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.XmlErrorResponse;
import io.vertx.core.Vertx;

/** What goes wrong before a request is looked at: delays, refusals, silence. Event loop only. */
public final class RequestFaults {

    private final Vertx vertx;
    private final FaultInjector faultInjector;

    public RequestFaults(Vertx vertx, FaultInjector faultInjector) {
        this.vertx = vertx;
        this.faultInjector = faultInjector;
    }

    /**
     * Passes the request on, or an answer in its place, or neither.
     *
     * @param proceed called when nothing is in the way
     * @param replaced called with the answer to give instead
     */
    public void pass(Exchange exchange, Runnable proceed, Consumer<Response> replaced) {
        long delay = 0;
        for (FaultInjector.InjectedFault injectedFault : faultInjector.matching(Fault.Phase.REQUEST, exchange)) {
            if (!injectedFault.tryTrigger()) {
                continue;
            }
            Fault fault = injectedFault.fault();
            switch (fault.kind()) {
                case DELAY -> delay += fault.amount();
                case HANG -> {
                    return;
                }
                case CLOSE -> {
                    exchange.request().connection().close();
                    return;
                }
                case SLOW_HEAD -> {
                    RawConnection.of(exchange.request()).drip(fault.amount());
                    return;
                }
                default -> {
                    after(delay, () -> replaced.accept(replacement(fault, exchange)));
                    return;
                }
            }
        }
        after(delay, proceed);
    }

    private void after(long millis, Runnable step) {
        if (millis > 0) {
            vertx.setTimer(millis, due -> step.run());
        } else {
            step.run();
        }
    }

    private static Response replacement(Fault fault, Exchange exchange) {
        return switch (fault.kind()) {
            case STATUS ->
                Response.text(fault.status(), "text/html", "<html><body><h1>" + fault.status() + "</h1></body></html>");
            case ECHO_AUTHORIZATION -> echo(fault.status(), String.valueOf(exchange.header("Authorization")));
            case BAD_REDIRECT -> Response.redirect(302, BadRedirects.ALL.get((int) fault.amount()));
            case OTHER_PORT -> Response.redirect(302, "http://localhost:" + fault.amount() + exchange.uri());
            case ACCESS_DENIED -> XmlErrorResponse.accessDenied();
            case RETRY_AFTER -> tooMany().with("Retry-After", String.valueOf(fault.amount()));
            case RETRY_AFTER_DATE -> {
                ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).minusDays(1);
                yield tooMany()
                        .with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now))
                        .with(
                                "Retry-After",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(fault.amount())));
            }
            case RATE_LIMIT -> tooMany().with(RateLimitHeaders.usedUp(exchange, fault.amount()));
            case CAPTIVE_PORTAL ->
                Response.text(200, "text/html", "<html><body>Welcome to our Wi-Fi. Please log in.</body></html>");
            default -> throw new IllegalStateException("No fault of a request: " + fault);
        };
    }

    private static Response echo(int status, String authorization) {
        String words = "Bad request: Authorization: " + authorization + " is not good for this. Token "
                + authorization.replace("Bearer ", "") + " was seen.";
        return Response.text(status, "text/plain", words).with("X-Error-Message", words);
    }

    private static Response tooMany() {
        return Response.text(429, "text/plain", "We had to rate limit your IP.");
    }
}
