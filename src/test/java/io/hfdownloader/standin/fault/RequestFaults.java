package io.hfdownloader.standin.fault;

import java.util.function.Consumer;

import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RateLimits;
import io.hfdownloader.standin.http.RawConnection;
import io.hfdownloader.standin.http.XmlRefusal;
import io.vertx.core.Vertx;

/** What goes wrong before a request is looked at: delays, refusals, silence. Event loop only. */
public final class RequestFaults {

    private final Vertx vertx;
    private final Faults faults;

    public RequestFaults(Vertx vertx, Faults faults) {
        this.vertx = vertx;
        this.faults = faults;
    }

    /**
     * Passes the request on, or an answer in its place, or neither.
     *
     * @param proceed called when nothing is in the way
     * @param replaced called with the answer to give instead
     */
    public void pass(Exchange exchange, Runnable proceed, Consumer<Answer> replaced) {
        long delay = 0;
        for (Faults.Armed armed : faults.matching(Fault.Phase.REQUEST, exchange)) {
            if (!armed.take()) {
                continue;
            }
            Fault fault = armed.fault();
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

    private static Answer replacement(Fault fault, Exchange exchange) {
        return switch (fault.kind()) {
            case STATUS ->
                Answer.text(fault.status(), "text/html", "<html><body><h1>" + fault.status() + "</h1></body></html>");
            case ACCESS_DENIED -> XmlRefusal.accessDenied();
            case RETRY_AFTER -> tooMany().with("Retry-After", String.valueOf(fault.amount()));
            case RATE_LIMIT -> tooMany().with(RateLimits.usedUp(exchange, fault.amount()));
            case CAPTIVE_PORTAL ->
                Answer.text(200, "text/html", "<html><body>Welcome to our Wi-Fi. Please log in.</body></html>");
            default -> throw new IllegalStateException("No fault of a request: " + fault);
        };
    }

    private static Answer tooMany() {
        return Answer.text(429, "text/plain", "We had to rate limit your IP.");
    }
}
