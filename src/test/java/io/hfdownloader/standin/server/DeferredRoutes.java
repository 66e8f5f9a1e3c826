package io.hfdownloader.standin.server;

import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.Routes;

/** Routes need the ports, and ports are known once they are open. */
public final class DeferredRoutes implements Routes {

    private volatile Routes routes = (exchange, posted) -> Response.text(503, "text/plain", "Starting");

    public void delegateTo(Routes ready) {
        routes = ready;
    }

    @Override
    public void identify(Exchange exchange) {
        routes.identify(exchange);
    }

    @Override
    public Response handle(Exchange exchange, byte[] posted) {
        return routes.handle(exchange, posted);
    }
}
