package io.hfdownloader.web.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The body of one request to this service, while it comes. All but {@link #giveUp} on the request's event loop. */
final class ArrivingBody implements RequestBodies.Arriving {

    /** The end of a body is known to whoever reads it and to nobody else, so that it is looked for. */
    private static final long LOOK_MILLIS = 500;

    private final HttpServerRequest request;
    private final long bytes;
    private final Context eventLoop;

    private ArrivingBody(HttpServerRequest request, long bytes, Context eventLoop) {
        this.request = request;
        this.bytes = bytes;
        this.eventLoop = eventLoop;
    }

    /**
     * Counts the body of a request among those under way until it has come, and ends it when its time is over.
     *
     * @param bytes its length, or the most that it may have
     */
    static void watch(RoutingContext context, RequestBodies bodies, long bytes) {
        Vertx vertx = context.vertx();
        ArrivingBody body = new ArrivingBody(context.request(), bytes, vertx.getOrCreateContext());
        bodies.began(body, bytes);
        long look = vertx.setPeriodic(LOOK_MILLIS, timer -> {
            if (body.isWhole()) {
                vertx.cancelTimer(timer);
                bodies.ended(body);
            }
        });
        long over = vertx.setTimer(RequestBodies.MAX_MILLIS, timer -> {
            if (!body.isWhole()) {
                bodies.timedOut(body);
            }
        });
        context.addEndHandler(done -> {
            vertx.cancelTimer(look);
            vertx.cancelTimer(over);
            bodies.ended(body);
        });
    }

    /** What has come need not have been read, when those who read are busy. */
    private boolean isWhole() {
        return request.isEnded() || request.bytesRead() >= bytes;
    }

    /** Over HTTP/2 other requests share the connection. */
    @Override
    public void giveUp() {
        eventLoop.runOnContext(now -> {
            if (request.version() == HttpVersion.HTTP_2) {
                request.response().reset();
            } else {
                request.connection().close();
            }
        });
    }
}
