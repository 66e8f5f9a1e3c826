package io.hfdownloader.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The body of one request to this service, while it comes. */
final class ArrivingBody implements RequestBodies.Arriving {

    private final HttpServerRequest request;

    private ArrivingBody(HttpServerRequest request) {
        this.request = request;
    }

    /**
     * Counts the body of a request among those under way until it has come, and ends it when its time is over. On the
     * request's event loop.
     *
     * @param bytes its length, or the most that it may have
     */
    static void watch(RoutingContext context, RequestBodies bodies, long bytes) {
        ArrivingBody body = new ArrivingBody(context.request());
        if (body.isWhole()) {
            return;
        }
        bodies.began(body, bytes);
        long timer = context.vertx().setTimer(RequestBodies.MAX_MILLIS, over -> bodies.timedOut(body));
        context.addEndHandler(done -> {
            context.vertx().cancelTimer(timer);
            bodies.ended(body);
        });
    }

    @Override
    public boolean isWhole() {
        return request.isEnded();
    }

    /** Over HTTP/2 other requests share the connection. */
    @Override
    public void giveUp() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
