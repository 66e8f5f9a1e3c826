package io.hfdownloader.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A host that is no Hub, to which a Hub leads all the same. No token may come here, and what it says is worth nothing. */
final class ElsewhereServer implements AutoCloseable {

    private static final int MAX_THREADS = 8;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(MAX_THREADS);
    private final AtomicInteger asked = new AtomicInteger();
    private final Findings findings;

    ElsewhereServer(Findings findings) {
        this.findings = findings;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int count = asked.incrementAndGet();
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().entrySet();
        Secrets.in(request).ifPresent(secret -> findings.add("a secret at another host", secret));
        try (exchange) {
            byte[] body = ("[{\"type\": \"file\", \"path\": \"elsewhere.txt\", \"size\": 3, \"oid\": \""
                            + "0".repeat(40) + "\"}]")
                    .getBytes(StandardCharsets.UTF_8);
            switch (count % 4) {
                case 0 -> exchange.sendResponseHeaders(403, body.length);
                case 1 -> exchange.sendResponseHeaders(200, body.length);
                case 2 -> {
                    exchange.getResponseHeaders().set("Location", exchange.getRequestURI() + "&again");
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                default -> exchange.sendResponseHeaders(206, 0);
            }
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
