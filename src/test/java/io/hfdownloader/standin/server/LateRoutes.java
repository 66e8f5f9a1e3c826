package io.hfdownloader.standin.server;

import io.hfdownloader.standin.http.Answer;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Routes;

/** Routes need the ports, and ports are known once they are open. */
public final class LateRoutes implements Routes {

    private volatile Routes routes = (exchange, posted) -> Answer.text(503, "text/plain", "Starting");

    public void become(Routes ready) {
        routes = ready;
    }

    @Override
    public void identify(Exchange exchange) {
        routes.identify(exchange);
    }

    @Override
    public Answer answer(Exchange exchange, byte[] posted) {
        return routes.answer(exchange, posted);
    }
}
