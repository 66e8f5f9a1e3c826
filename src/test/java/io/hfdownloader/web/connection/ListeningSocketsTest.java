package io.hfdownloader.web.connection;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whichever way clients come in, they are counted once. */
@Tag("http")
class ListeningSocketsTest {

    private static final HttpServerOptions OPTIONS = new HttpServerOptions();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final OpenConnections connections =
            new OpenConnections(new ConnectionLimits(6, 3, 100_000), new SimpleMeterRegistry(), System::nanoTime);
    private final ListeningSockets sockets =
            new ListeningSockets(((VertxInternal) vertx).getAcceptorEventLoopGroup(), connections, vertx);

    @AfterEach
    void stop() {
        sockets.stop(new ShutdownEvent());
        var closed = vertx.close();
        Awaitility.await().atMost(LIMIT).until(closed::isComplete);
    }

    @Test
    void withTlsAloneConnectionsAreCountedAsWell() throws IOException {
        assertCounted(1, started -> started.watchHttps(new HttpsServerStart(OPTIONS)));
    }

    @Test
    void aSocketIsWatchedOnceHoweverManyStart() throws IOException {
        assertCounted(3, started -> {
            started.watchHttp(new HttpServerStart(OPTIONS));
            started.watchHttps(new HttpsServerStart(OPTIONS));
            started.watchDomainSocket(new DomainSocketServerStart(OPTIONS));
        });
    }

    private void assertCounted(int clients, Consumer<ListeningSockets> start) throws IOException {
        int port = vertx.createHttpServer()
                .requestHandler(request -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        start.accept(sockets);
        Awaitility.await().atMost(LIMIT).until(() -> isCounted(port));
        Awaitility.await().atMost(LIMIT).until(() -> connections.size() == 0);
        Socket[] silent = new Socket[clients];
        for (int i = 0; i < clients; i++) {
            silent[i] = new Socket("127.0.0.1", port);
        }
        Awaitility.await().atMost(LIMIT).until(() -> connections.size() >= clients);
        assertThat(connections.size()).isEqualTo(clients);
        for (Socket each : silent) {
            each.close();
        }
        Awaitility.await().atMost(LIMIT).until(() -> connections.size() == 0);
    }

    /** The sockets are looked up on their own threads. */
    private boolean isCounted(int port) throws IOException {
        try (Socket probe = new Socket("127.0.0.1", port)) {
            assertThat(probe.isConnected()).isTrue();
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> connections.size() > 0);
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException notYet) {
            return false;
        }
    }
}
