package io.hfdownloader.standin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;

/** A server that speaks TLS with a certificate that it has signed itself and that has expired. */
public final class UntrustedTlsServer implements AutoCloseable {

    private static final String PASSWORD = "not-a-secret";
    private static final long SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final int port;

    private UntrustedTlsServer(Buffer keyStore) throws Exception {
        port = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("localhost")
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions().setValue(keyStore).setPassword(PASSWORD)))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    request.response().end();
                })
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    /** Blocks for a second or two: makes the certificate with the JDK's own tool. */
    public static UntrustedTlsServer start() throws Exception {
        Path folder = Files.createTempDirectory("untrusted");
        Path store = folder.resolve("keys.p12");
        try {
            run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost",
                    "-startdate",
                    "-10d",
                    "-validity",
                    "1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()));
            return new UntrustedTlsServer(Buffer.buffer(Files.readAllBytes(store)));
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    /** {@code https://localhost:port}. */
    public URI address() {
        return URI.create("https://localhost:" + port);
    }

    /** Requests of those that trusted it all the same: must stay 0. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private static void run(List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + output);
        }
    }
}
