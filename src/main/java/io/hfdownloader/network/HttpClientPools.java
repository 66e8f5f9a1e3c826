package io.hfdownloader.network;

import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;

/**
 * Connections that are made in one way, and kept for the next request.
 *
 * @param documents for answers that are taken as a whole, unpacked
 * @param files for answers that are read as they come, as they were sent
 */
record HttpClientPools(HttpClient documents, HttpClient files) {

    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int READ_BYTES = 64 * 1024;
    /** Signed addresses stand in headers, and take a few kilobytes. */
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private static final int MAX_DOCUMENT_CONNECTIONS = 8;
    /** To one server, and out of the way of those who count their connections themselves. */
    private static final int MAX_FILE_CONNECTIONS = 10_000; // the budget has its own bound, which is never higher

    private static final int CONNECT_TIMEOUT_MILLIS = 20_000;

    /**
     * @param way what these connections have that others have not
     * @param connected hears of each one on its event loop, before it is used
     */
    static HttpClientPools of(Vertx vertx, Consumer<HttpClientOptions> way, Handler<HttpConnection> connected) {
        HttpClientOptions documents = options().setDecompressionSupported(true);
        HttpClientOptions files = options().setMaxChunkSize(READ_BYTES).setDecompressionSupported(false);
        way.accept(documents);
        way.accept(files);
        return new HttpClientPools(
                client(vertx, documents, MAX_DOCUMENT_CONNECTIONS, connected),
                client(vertx, files, MAX_FILE_CONNECTIONS, connected));
    }

    private static HttpClient client(
            Vertx vertx, HttpClientOptions options, int maxConnections, Handler<HttpConnection> connected) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(maxConnections))
                .withConnectHandler(connected)
                .build();
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setUseAlpn(true) // says that HTTP/1.1 is meant, and nothing else
                .setMaxHeaderSize(MAX_HEADER_BYTES);
    }
}
