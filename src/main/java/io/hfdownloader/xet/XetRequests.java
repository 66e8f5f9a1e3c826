package io.hfdownloader.xet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.HappyEyeballs;
import io.hfdownloader.network.UserAgent;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Requests to the storage's API: bounded in time and size. Answers arrive on an event loop. */
final class XetRequests {

    /** The longest part that is asked for is described by less, however fragmented it is. */
    private static final int MAX_RESPONSE_BYTES = 8 << 20;

    private final HttpClient http;
    private final HappyEyeballs happyEyeballs;
    private final Duration timeout;

    /** A whole answer. */
    record Reply(int status, MultiMap headers, byte[] body) {

        /** The beginning of the body, for messages. */
        String text() {
            return UntrustedText.message(new String(body, 0, Math.min(body.length, 4_096), StandardCharsets.UTF_8));
        }
    }

    /** @param http unpacks what the storage compressed */
    XetRequests(HttpClient http, HappyEyeballs happyEyeballs, Duration timeout) {
        this.happyEyeballs = happyEyeballs;
        this.http = http;
        this.timeout = timeout;
    }

    Uni<Reply> get(WebAddress address, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.isTls())
                .setURI(address.target())
                .setConnectTimeout(timeout.toMillis())
                .setTimeout(timeout.toMillis())
                .putHeader("User-Agent", UserAgent.TEXT)
                .putHeader("Accept", "application/json");
        headers.forEach(options::putHeader);
        return happyEyeballs
                .select(address)
                .invoke(found -> found.ifPresent(options::setServer))
                .chain(found -> sent(options))
                .ifNoItem()
                .after(timeout.multipliedBy(3))
                .fail()
                .onFailure(failure -> !(failure instanceof XetException))
                .invoke(() -> happyEyeballs.forget(address))
                .onFailure(failure -> !(failure instanceof XetException))
                .transform(failure -> new XetException(
                        XetException.Kind.UNREACHABLE,
                        "The storage at " + address.origin() + " cannot be reached (" + FailureReason.of(failure)
                                + ")",
                        null,
                        failure));
    }

    /** Whoever stops waiting ends the request, which would hold its connection as long as its answer drips. */
    private Uni<Reply> sent(RequestOptions options) {
        return Uni.createFrom()
                .emitter(emitter -> http.request(options)
                        .compose(request -> {
                            Future<Reply> reply = reply(request);
                            var stoppable = emitter.onTermination(() -> stop(request, reply));
                            return reply;
                        })
                        .onSuccess(emitter::complete)
                        .onFailure(emitter::fail));
    }

    /** Not behind the end of the answer: its connection may be another's already, and would be closed below it. */
    private static void stop(HttpClientRequest request, Future<Reply> reply) {
        if (!reply.isComplete()) {
            boolean unused = request.reset();
        }
    }

    private static Future<Reply> reply(HttpClientRequest request) {
        return request.send().compose(response -> collected(request, response));
    }

    private static Future<Reply> collected(HttpClientRequest request, HttpClientResponse response) {
        Promise<Reply> reply = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
                    if (body.length() + part.length() > MAX_RESPONSE_BYTES) {
                        reply.tryFail(new XetException(
                                XetException.Kind.TOO_LONG, "The storage's answer is longer than any should be"));
                        request.reset();
                    } else {
                        body.appendBuffer(part);
                    }
                })
                .exceptionHandler(reply::tryFail)
                .endHandler(end ->
                        reply.tryComplete(new Reply(response.statusCode(), response.headers(), body.getBytes())));
        return reply.future();
    }
}
