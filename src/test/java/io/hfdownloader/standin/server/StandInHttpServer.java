package io.hfdownloader.standin.server;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.fault.RequestFaults;
import io.hfdownloader.standin.http.Exchange;
import io.hfdownloader.standin.http.RequestLog;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ResponseSender;
import io.hfdownloader.standin.http.Routes;
import io.hfdownloader.standin.http.ServerRole;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** One listener: takes requests, lets faults step in, has the answer computed off the event loop and sends it. */
public final class StandInHttpServer {

    private static final int START_SECONDS = 10;
    private static final int MAX_URI_CHARS = 32 * 1024;

    private final Vertx vertx;
    private final ServerRole serverRole;
    private final RequestFaults requestFaults;
    private final RequestLog log;
    private final ResponseSender sender;

    public StandInHttpServer(Vertx vertx, ServerRole serverRole, FaultInjector faultInjector, RequestLog log) {
        this.vertx = vertx;
        this.serverRole = serverRole;
        this.requestFaults = new RequestFaults(vertx, faultInjector);
        this.log = log;
        this.sender = new ResponseSender(vertx, log);
    }

    /** Blocks until the port is open, and returns it. Requests are given to {@code routes} on worker threads. */
    public int listen(String host, int port, Routes routes) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(MAX_URI_CHARS)
                .setHttp2ClearTextEnabled(false);
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> log.connected(serverRole))
                .requestHandler(request -> handle(request, routes));
        try {
            return server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS)
                    .actualPort();
        } catch (ExecutionException | TimeoutException e) {
            vertx.close(); // its threads would keep the process alive
            throw new IllegalStateException("Cannot listen on " + host + ":" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpServerRequest request, Routes routes) {
        Exchange exchange;
        try {
            exchange = new Exchange(serverRole, request);
        } catch (IllegalArgumentException e) {
            request.response().setStatusCode(400).end();
            return;
        }
        request.body().onSuccess(body -> {
            if (exchange.isControl()) {
                compute(exchange, body.getBytes(), routes);
            } else {
                routes.identify(exchange);
                log.add(exchange);
                requestFaults.pass(
                        exchange,
                        () -> compute(exchange, body.getBytes(), routes),
                        replaced -> sender.send(exchange, replaced));
            }
        });
    }

    private void compute(Exchange exchange, byte[] posted, Routes routes) {
        vertx.executeBlocking(() -> routes.handle(exchange, posted), false)
                .onSuccess(response -> sender.send(exchange, response))
                .onFailure(failure -> sender.send(exchange, Response.text(500, "text/plain", failure.toString())));
    }
}
