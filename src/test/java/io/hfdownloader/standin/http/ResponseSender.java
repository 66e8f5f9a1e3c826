package io.hfdownloader.standin.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. Event loop only. */
public final class ResponseSender {

    private final Vertx vertx;
    private final RequestLog log;

    public ResponseSender(Vertx vertx, RequestLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    public void send(Exchange exchange, Response response) {
        HttpServerResponse httpResponse = exchange.request().response();
        if (httpResponse.closed() || httpResponse.ended()) {
            return;
        }
        exchange.responded(response.status());
        httpResponse.setStatusCode(response.status());
        response.headers().forEach(httpResponse::putHeader);
        ResponseBody responseBody = response.body();
        if (exchange.isHead() || response.status() == 304) {
            httpResponse.end();
        } else if (responseBody != null) {
            new ResponseBodySender(vertx, exchange, responseBody, log.counters(exchange.file())).start();
        } else {
            httpResponse.setChunked(!response.headers().containsKey("Content-Length"));
            exchange.sent(response.text().length);
            httpResponse.end(Buffer.buffer(response.text()));
        }
    }
}
