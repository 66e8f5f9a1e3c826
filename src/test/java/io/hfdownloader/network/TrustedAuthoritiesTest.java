package io.hfdownloader.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;

import com.sun.net.httpserver.HttpServer;
import io.hfdownloader.standin.tls.TestAuthority;
import io.hfdownloader.standin.tls.TlsFront;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where the authorities that are trusted are read: what that costs is nobody's wait. */
@Tag("http")
class TrustedAuthoritiesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Names of the threads that have read authorities. */
    private static final List<String> READERS = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private final Provider watcher = new Watcher();
    private final Vertx vertx = Vertx.vertx();
    private TestAuthority authority;
    private HttpServer server;
    private TlsFront front;

    /** Java's own trust, which tells who reads it. */
    private static final class Watcher extends Provider {

        Watcher() {
            super("Watcher", "1", "");
            putService(new Service(this, "TrustManagerFactory", "PKIX", WatchedTrust.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new WatchedTrust();
                }
            });
        }
    }

    private static final class WatchedTrust extends TrustManagerFactorySpi {

        private final TrustManagerFactory java;

        WatchedTrust() {
            try {
                this.java = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineInit(@Nullable KeyStore store) throws java.security.KeyStoreException {
            READERS.add(Thread.currentThread().getName());
            java.init(store);
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return java.getTrustManagers();
        }
    }

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority("The house");
        server = HttpServer.create(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "here".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        front = TlsFront.before(server.getAddress().getPort(), authority.serverNamed("localhost"));
        Security.insertProviderAt(watcher, 1);
        READERS.clear();
    }

    @AfterEach
    void stop() throws Exception {
        Security.removeProvider(watcher.getName());
        front.close();
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theFirstConnectionWithAuthoritiesOfTheHouseHoldsUpNobody() throws Exception {
        Path pem = Files.writeString(folder.resolve("house.pem"), authority.pem());

        assertThat(firstAnswer(Map.of("SSL_CERT_FILE", pem.toString()))).isEqualTo("here");

        assertThatWorkersReadThem();
    }

    @Test
    void theFirstConnectionWithTheBuiltInAuthoritiesHoldsUpNobody() {
        assertThatThrownBy(() -> firstAnswer(Map.of())).hasMessageContaining("TLS failed");

        assertThatWorkersReadThem();
    }

    private static void assertThatWorkersReadThem() {
        assertThat(READERS).isNotEmpty().noneMatch(thread -> thread.contains("eventloop"));
    }

    /** All on an event loop, as where a request is the first that wants a connection. */
    private String firstAnswer(Map<String, String> environment) {
        NetworkSettings settings = new NetworkSettings(environment);
        WebAddress address = WebAddress.parse(front.address()).orElseThrow();
        CompletableFuture<String> answer = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            HttpConnector connector = new HttpConnector(vertx, settings);
            connector.trust(address);
            var waiting = connector
                    .get(address, Map.of(), 100, TIMEOUT)
                    .subscribe()
                    .with(response -> answer.complete(response.text() + place()), answer::completeExceptionally);
        });
        return answer.join();
    }

    private static String place() {
        String thread = Thread.currentThread().getName();
        return thread.contains("eventloop") ? "" : " on " + thread;
    }
}
