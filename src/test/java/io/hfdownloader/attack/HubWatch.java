package io.hfdownloader.attack;

import java.util.Optional;

import io.hfdownloader.standin.HubStandIn;

/** Looks at what has come to the hosts of the Hub: in addresses no secret may stand, and only the Hub is told the token. */
final class HubWatch {

    private static final int INTERVAL_MILLIS = 2_000;

    private final HubStandIn hub;
    private final Findings findings;

    HubWatch(HubStandIn hub, Findings findings) {
        this.hub = hub;
        this.findings = findings;
    }

    /** Until it is interrupted. */
    void run() {
        try {
            while (true) {
                look();
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            findings.add("a fault of the watch over the Hub", fault.toString());
        }
    }

    void look() {
        if (hub.tokenLeaks() > 0) {
            findings.add("the token at a CDN or the storage", hub.tokenLeaks() + " times");
        }
        hub.requests().stream()
                .map(request -> Secrets.in(request.uri()))
                .flatMap(Optional::stream)
                .forEach(secret -> findings.add("a secret in an address", secret));
    }
}
