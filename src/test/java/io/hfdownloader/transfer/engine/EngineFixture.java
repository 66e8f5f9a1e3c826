package io.hfdownloader.transfer.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.NetworkSettings;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.HubSwitches;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** A real engine over a real stand-in, with short waits. */
@Tag("http")
public final class EngineFixture implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration API_TIMEOUT = Duration.ofSeconds(15);

    static {
        Awaitility.setDefaultTimeout(TIMEOUT); // a machine may be busy with other things
    }

    final Vertx vertx;
    private final HttpConnector connector;
    final HubStandIn hub;
    final HubClient client;
    final TransferEngine engine;
    final Seen seen = new Seen();
    private final DiskWorkers workers = new DiskWorkers();

    public EngineFixture(HubStandIn hub) {
        this(hub, new Settings());
    }

    public TransferEngine engine() {
        return engine;
    }

    public HubClient client() {
        return client;
    }

    public Connections connections() {
        return new Connections(new Settings(), new NoSwitches());
    }

    EngineFixture(HubStandIn hub, Settings settings) {
        this(hub, settings, Vertx.vertx(), Clock.systemUTC());
    }

    EngineFixture(HubStandIn hub, Settings settings, Vertx vertx, Clock clock) {
        this(hub, hub.endpoint(), null, settings, vertx, clock, Map.of());
    }

    /** @param environment variables that say how to get to other servers */
    EngineFixture(HubStandIn hub, Settings settings, Vertx vertx, Clock clock, Map<String, String> environment) {
        this(hub, hub.endpoint(), null, settings, vertx, clock, environment);
    }

    /** One that asks a mirror of the Hub, or another place where it can be found. */
    EngineFixture(HubStandIn hub, String endpoint, @Nullable String token) {
        this(hub, endpoint, token, new Settings(), Vertx.vertx(), Clock.systemUTC(), Map.of());
    }

    private EngineFixture(
            HubStandIn hub,
            String endpoint,
            @Nullable String token,
            Settings settings,
            Vertx vertx,
            Clock clock,
            Map<String, String> environment) {
        this.vertx = vertx;
        this.hub = hub;
        this.connector = new HttpConnector(vertx, new NetworkSettings(environment));
        this.client = HubClients.of(connector, endpoint, token, API_TIMEOUT);
        this.engine = new TransferEngine(
                vertx,
                settings,
                new NoSwitches(),
                new Connections(settings, new NoSwitches()),
                connector,
                client,
                workers,
                clock);
    }

    /** A client of another Hub, which gets there in the same way. */
    HubClient clientOf(String endpoint, Duration timeout) {
        return HubClients.of(connector, endpoint, null, timeout);
    }

    /** As many as there may be. */
    public static Connections connections(TransferConfig config) {
        return new Connections(config, new NoSwitches());
    }

    /** The file as the Hub lists it, to be fetched into this folder. */
    TransferRequest request(String repo, String path, Path folder) {
        var info = client.info(RepoId.model(repo), "main").await().atMost(TIMEOUT);
        RepoFile file = client.tree(info.repo(), info.commit()).await().atMost(TIMEOUT).files().stream()
                .filter(listed -> listed.path().equals(path))
                .findFirst()
                .orElseThrow();
        return new TransferRequest(
                info.repo(), info.commit(), file, folder.resolve("file.part"), folder.resolve("file.ranges"));
    }

    Path fetch(TransferRequest request) {
        engine.fetch(request, seen).await().atMost(TIMEOUT);
        return request.partial();
    }

    @Override
    public void close() throws InterruptedException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        workers.close();
    }

    /** Settings with waits that suit a test. */
    public record Settings(
            int maxConnections,
            int maxConnectionsPerFile,
            Optional<String> bandwidthLimit,
            Duration stallTimeout,
            int maxRetries,
            Duration retryDelay)
            implements TransferConfig {

        public Settings() {
            this(16, 8, Optional.empty(), Duration.ofSeconds(15), 6, Duration.ofMillis(20));
        }

        @Override
        public Xet xet() {
            return Xet.AUTO;
        }

        Settings retries(int tries, Duration delay) {
            return new Settings(maxConnections, maxConnectionsPerFile, bandwidthLimit, stallTimeout, tries, delay);
        }

        Settings stallsAfter(Duration timeout) {
            return new Settings(maxConnections, maxConnectionsPerFile, bandwidthLimit, timeout, maxRetries, retryDelay);
        }

        Settings onOneConnection() {
            return new Settings(maxConnections, 1, bandwidthLimit, stallTimeout, maxRetries, retryDelay);
        }

        Settings limit(String bytesPerSecond) {
            return new Settings(
                    maxConnections,
                    maxConnectionsPerFile,
                    Optional.of(bytesPerSecond),
                    stallTimeout,
                    maxRetries,
                    retryDelay);
        }
    }

    private record NoSwitches() implements HubSwitches {

        @Override
        public Optional<Boolean> hubEnableHfTransfer() {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> xetHighPerformance() {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> hubDisableXet() {
            return Optional.empty();
        }
    }

    /** What a listener was told. */
    public static final class Seen implements TransferListener {

        final AtomicLong found = new AtomicLong();
        final AtomicLong copied = new AtomicLong();
        final AtomicLong received = new AtomicLong();
        final AtomicLong hashed = new AtomicLong();
        final AtomicInteger resumptions = new AtomicInteger();
        final List<String> transports = new CopyOnWriteArrayList<>();
        final List<String> errors = new CopyOnWriteArrayList<>();
        final List<String> waits = new CopyOnWriteArrayList<>();
        final List<Instant> untils = new CopyOnWriteArrayList<>();
        volatile boolean verifying;
        volatile boolean closed;

        @Override
        public void foundOnDisk(long bytes) {
            found.set(bytes);
        }

        @Override
        public void copied(long bytes) {
            copied.addAndGet(bytes);
        }

        @Override
        public void received(long bytes) {
            received.addAndGet(bytes);
        }

        @Override
        public void hashed(long bytesFromStart) {
            hashed.set(bytesFromStart);
        }

        @Override
        public void verifying() {
            verifying = true;
        }

        @Override
        public void transport(String transport, @Nullable CodedText reason) {
            transports.add(transport);
            if (reason != null) {
                errors.add(reason.detail());
            }
        }

        @Override
        public void connections(int open) {}

        @Override
        public void tryFailed(TransferObstacle obstacle, int triesInARow, CodedText error) {
            errors.add(error.detail());
        }

        @Override
        public void waiting(TransferObstacle obstacle, String reason, @Nullable Instant until) {
            if (until != null) {
                untils.add(until);
            }
            waits.add(reason);
        }

        @Override
        public void resumed() {
            resumptions.incrementAndGet();
        }

        @Override
        public void closed() {
            closed = true;
        }
    }
}
