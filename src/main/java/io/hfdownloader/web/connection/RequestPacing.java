package io.hfdownloader.web.connection;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Where requests tell their connections of themselves: when they begin, and when their answers are written. */
@ApplicationScoped
public class RequestPacing {

    private static final String SEEN_KEY = RequestPacing.class.getName();

    /**
     * Lets a request go on when the client has read what was answered before. On the event loop of the request.
     *
     * @param bodyBytes the most that its body may have
     */
    public void pass(RoutingContext context, long bodyBytes) {
        HttpServerRequest request = context.request();
        ClientConnection connection = ClientConnection.of(request.connection());
        if (connection == null || isSeen(context)) {
            context.next();
            return;
        }
        context.put(SEEN_KEY, true);
        HttpServerResponse response = context.response();
        connection.began(bodyBytes, request::isEnded);
        context.addEndHandler(done -> connection.answered(response.streamId(), response::bytesWritten, () -> {
            boolean unused = response.reset();
        }));
        if (connection.isBehind()) {
            Context eventLoop = context.vertx().getOrCreateContext();
            // Quarkus has paused it until somebody wants its body; who pauses it again has to resume it as well
            connection.whenRead(() -> {
                if (!response.closed()) { // taken back meanwhile
                    Runnable made = connection.making();
                    eventLoop.runOnContext(now -> answer(context, made));
                }
            });
        } else if (request.version() == HttpVersion.HTTP_2) {
            // one read may bring hundreds, and what takes them back: others have their turn between any two
            Runnable made = connection.making();
            context.vertx().getOrCreateContext().runOnContext(now -> answer(context, made));
        } else {
            answer(context, connection.making());
        }
    }

    private static void answer(RoutingContext context, Runnable made) {
        if (context.response().closed()) {
            made.run();
            return;
        }
        context.addHeadersEndHandler(head -> made.run());
        context.addEndHandler(end -> made.run());
        context.next();
    }

    /** It comes by again when its address was changed. */
    private static boolean isSeen(RoutingContext context) {
        @Nullable Boolean seen = context.get(SEEN_KEY);
        return seen != null;
    }
}
