package io.hfdownloader.standin.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. Event loop only. */
public final class AnswerSender {

    private final Vertx vertx;
    private final RequestLog log;

    public AnswerSender(Vertx vertx, RequestLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    public void send(Exchange exchange, Answer answer) {
        HttpServerResponse response = exchange.request().response();
        if (response.closed() || response.ended()) {
            return;
        }
        exchange.answered(answer.status());
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        Body body = answer.body();
        if (exchange.isHead() || answer.status() == 304) {
            response.end();
        } else if (body != null) {
            new BodySender(vertx, exchange, body, log.counters(exchange.file())).start();
        } else {
            response.setChunked(!answer.headers().containsKey("Content-Length"));
            exchange.sent(answer.text().length);
            response.end(Buffer.buffer(answer.text()));
        }
    }
}
