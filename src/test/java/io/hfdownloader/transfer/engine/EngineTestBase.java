package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the tests of faults begin with: a Hub with a large file and a small one, and an engine that fetches them. */
@Tag("http")
abstract class EngineTestBase {

    static final String REPO = "acme/files";
    static final String LARGE = "large.bin";
    static final String SMALL = "small.bin";
    static final int LARGE_BYTES = 60_000_000;
    static final int SMALL_BYTES = 300_000;
    /** Made once: its hash is asked for by every test. */
    static final Content LARGE_CONTENT = Content.generated(2, LARGE_BYTES);

    private static final int SLOW_BYTES_PER_SECOND = 3_000_000;

    @TempDir
    Path folder;

    HubStandIn hub;
    EngineFixture fixture;

    @BeforeEach
    void startHubAndEngine() {
        hub = serve(HubStandIn.start());
        fixture = new EngineFixture(hub);
    }

    @AfterEach
    void stopHubAndEngine() throws Exception {
        fixture.close();
        hub.close();
    }

    /** Has a Hub serve the files. */
    static HubStandIn serve(HubStandIn hub) {
        hub.add(StandInRepo.model(REPO)
                .file(LARGE, LARGE_CONTENT)
                .lfs()
                .file(SMALL, Content.generated(1, SMALL_BYTES))
                .lfs());
        return hub;
    }

    /** Another Hub in the place of the first one. */
    void useInstead(HubStandIn other, EngineFixture engine) throws Exception {
        stopHubAndEngine();
        hub = other;
        fixture = engine;
    }

    /** Another engine in the place of the first one. */
    void use(EngineFixture.Settings settings) throws Exception {
        fixture.close();
        fixture = new EngineFixture(hub, settings);
    }

    /** Another engine that goes by this clock. */
    void use(EngineFixture.Settings settings, Clock clock) throws Exception {
        fixture.close();
        fixture = new EngineFixture(hub, settings, Vertx.vertx(), clock);
    }

    TransferRequest request(String path) {
        return fixture.request(REPO, path, folder);
    }

    /** Starts to fetch. */
    CompletableFuture<Void> start(TransferRequest request) {
        return fixture.engine
                .fetch(request, fixture.seen)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
    }

    /** Fetches the large file slowly until a third of it is here. The fault that slows it down stays. */
    CompletableFuture<Void> halfway(TransferRequest request) {
        hub.faults().add(Fault.bytesPerSecond(LARGE, SLOW_BYTES_PER_SECOND));
        CompletableFuture<Void> running = start(request);
        await().until(() -> fixture.seen.received.get() > LARGE_BYTES / 3);
        return running;
    }

    /** Fetches to the end, which must be a good one. */
    void fetchesRight(TransferRequest request) throws IOException {
        assertRight(fixture.fetch(request), request);
    }

    static void assertRight(Path file, TransferRequest request) throws IOException {
        assertThat(Files.size(file)).isEqualTo(request.file().sizeBytes());
        assertThat(ContentHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
    }

    /** What came is still there, and the next try goes on from it. */
    void resumesFromWhatWasKept(TransferRequest request) throws IOException {
        hub.faults().clear();
        EngineFixture.Seen again = new EngineFixture.Seen();
        fixture.engine.fetch(request, again).await().atMost(EngineFixture.TIMEOUT);

        assertRight(request.partial(), request);
        assertThat(again.found.get()).isPositive();
        assertThat(again.received.get()).isEqualTo(request.file().sizeBytes() - again.found.get());
    }
}
