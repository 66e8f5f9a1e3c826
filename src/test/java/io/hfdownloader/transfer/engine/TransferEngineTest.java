package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The engine against a Hub that behaves. */
@Tag("http")
class TransferEngineTest {

    private static final int SMALL = 300_000;
    private static final int LARGE = 60_000_000;

    @TempDir
    Path folder;

    private HubStandIn hub;
    private EngineFixture fixture;

    @BeforeEach
    void start() {
        hub = HubStandIn.start();
        hub.add(StandInRepo.model("acme/files")
                .file("config.json", Content.of("{\"a\": 1}"))
                .file("empty.txt", Content.of(""))
                .file("empty.bin", Content.of(""))
                .lfs()
                .file("small.bin", Content.generated(1, SMALL))
                .lfs()
                .file("large.bin", Content.generated(2, LARGE))
                .lfs());
        fixture = new EngineFixture(hub);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "empty.txt", "empty.bin", "small.bin", "large.bin"})
    void bringsAFileThatMatchesItsHash(String path) throws Exception {
        TransferRequest request = fixture.request("acme/files", path, folder);

        assertThat(hashOf(fixture.fetch(request), request))
                .isEqualTo(request.file().etag());
        assertThat(fixture.seen.received.get()).isEqualTo(request.file().sizeBytes());
        assertThat(fixture.seen.hashed.get()).isEqualTo(request.file().sizeBytes());
        assertThat(hub.tokenLeaks()).isZero();
    }

    @Test
    void fetchesALargeFileInParallelRanges() {
        TransferRequest request = fixture.request("acme/files", "large.bin", folder);
        hub.faults().add(Fault.bytesPerSecond("large.bin", 20_000_000));

        fixture.fetch(request);

        assertThat(hub.maxConcurrent("large.bin")).isBetween(2, 8);
        assertThat(hub.bytesSent("large.bin")).isLessThan(LARGE + 100_000L);
    }

    @Test
    void goesOnFromTheBytesOnDiskAfterAStop() throws Exception {
        TransferRequest request = fixture.request("acme/files", "large.bin", folder);
        hub.faults().add(Fault.bytesPerSecond("large.bin", 8_000_000));
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        var running = fixture.engine.fetch(request, fixture.seen).subscribe().with(done -> {}, outcome::set);
        await().until(() -> fixture.seen.received.get() > 12_000_000);
        running.cancel();
        long before = fixture.seen.received.get();
        hub.faults().clear();

        assertThat(hashOf(fixture.fetch(request), request))
                .isEqualTo(request.file().etag());

        assertThat(fixture.seen.received.get() - before).isLessThanOrEqualTo(LARGE - 12_000_000);
        assertThat(outcome.get()).isNull();
    }

    @Test
    void letsTwoFetchesOfOneFileRunOneAfterTheOther() throws Exception {
        TransferRequest request = fixture.request("acme/files", "large.bin", folder);
        var first = fixture.engine.fetch(request, fixture.seen).subscribeAsCompletionStage();
        var second = fixture.engine.fetch(request, new EngineFixture.Seen()).subscribeAsCompletionStage();

        first.get();
        second.get();

        assertThat(hashOf(request.partial(), request)).isEqualTo(request.file().etag());
        assertThat(hub.bytesSent("large.bin")).isLessThan(2L * LARGE);
    }

    private static String hashOf(Path file, TransferRequest request) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(request.file().isLfs() ? "SHA-256" : "SHA-1");
        byte[] bytes = bytes(file);
        if (!request.file().isLfs()) {
            digest.update(("blob " + bytes.length + "\0").getBytes());
        }
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}
