package io.hfdownloader.transfer.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.XorbLimits;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A new version of a file takes what it has in common with the old one from the disk. */
@Tag("http")
class XetReuseTest {

    private static final int MIB = 1 << 20;
    private static final long SIZE = Long.getLong("reuse.bytes", 64L * MIB);
    private static final String REPO = "acme/versions";
    private static final String BACKWARDS = "acme/backwards";
    private static final String OLD = "a-old.bin";
    private static final String NEW = "b-new.bin";

    @TempDir
    Path folder;

    private static HubStandIn hub;
    private static Map<String, StandInRepo> repos = Map.of();

    private EngineFixture fixture;

    /** For all tests: to cut and pack so much takes longer than they do. */
    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWith(new XorbLimits(16L * MIB, 2_000));
        Content old = Content.weights(7, SIZE);
        StandInRepo forwards = hub.add(StandInRepo.model(REPO)
                .onXet()
                .file(OLD, old)
                .lfs()
                .file(NEW, edited(old))
                .lfs()
                .file("other.bin", Content.weights(99, 4L * MIB))
                .lfs());
        StandInRepo backwards = hub.add(StandInRepo.model(BACKWARDS)
                .onXet()
                .file("b.bin", edited(old))
                .lfs()
                .file("c.bin", old)
                .lfs());
        repos = Map.of(REPO, forwards, BACKWARDS, backwards);
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @BeforeEach
    void start() {
        hub.clear();
        fixture = new EngineFixture(hub, new EngineFixture.Settings().stallsAfter(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    /**
     * Whichever version the storage saw first: its chunks stand in one row there, those of the other one in pieces. A
     * storage takes files in the order of their names.
     */
    @ParameterizedTest
    @CsvSource({REPO + ", a-old.bin, b-new.bin", BACKWARDS + ", c.bin, b.bin"})
    void onePercentOfEditsCostsFivePercentAtMost(String repo, String before, String after) throws Exception {
        TransferRequest old = fetched(repo, before);
        hub.clear();

        TransferRequest request = with(repo, after, copy(old));
        assertRight(fixture.fetch(request), request);

        long fetched = hub.bytesSent(ServerRole.XORBS, repo);
        System.out.printf(
                "new version of %d bytes: %d bytes were fetched, %.2f %%; %d were copied%n",
                SIZE, fetched, 100.0 * fetched / SIZE, fixture.seen.copied.get());
        assertThat(fetched).as("%s", fixture.seen.errors).isLessThan(SIZE / 20);
        assertThat(hub.bytesSent(ServerRole.CDN, "")).isZero();
        assertThat(fixture.seen.errors).isEmpty();
    }

    @Test
    void aLocalFileThatIsNotWhatItIsTakenForIsLeftAlone() throws Exception {
        TransferRequest old = fetched(REPO, OLD);
        byte[] bytes = Files.readAllBytes(old.partial());
        bytes[bytes.length / 2] ^= 1;
        Files.write(old.partial(), bytes);

        TransferRequest request = with(REPO, NEW, copy(old));
        assertRight(fixture.fetch(request), request);

        assertThat(fixture.seen.copied.get()).isZero();
    }

    @Test
    void aLocalFileWithNothingInCommonOrNoneAtAllCostsNothing() throws Exception {
        TransferRequest other = fetched(REPO, "other.bin");

        TransferRequest request = with(
                REPO, NEW, copy(other), new LocalCopy(folder.resolve("nothing"), "0".repeat(63) + "1", 10_000_000));
        assertRight(fixture.fetch(request), request);

        assertThat(fixture.seen.copied.get()).isZero();
    }

    private static LocalCopy copy(TransferRequest fetched) {
        return new LocalCopy(
                fetched.partial(),
                String.valueOf(fetched.file().xetHash()),
                fetched.file().sizeBytes());
    }

    private TransferRequest fetched(String repo, String path) throws Exception {
        // else the storage makes its chunks when it is asked, which takes longer than anybody waits on a busy machine
        hub.xet().file(repos.get(repo), path);
        Path apart = Files.createDirectory(folder.resolve(path + ".d"));
        TransferRequest request = fixture.request(repo, path, apart);
        fixture.engine.fetch(request, new EngineFixture.Seen()).await().atMost(EngineFixture.TIMEOUT);
        return request;
    }

    private TransferRequest with(String repo, String path, LocalCopy... copies) {
        return fixture.request(repo, path, folder).withCopies(List.of(copies));
    }

    /** A hundredth of it is other bytes, in ten places, and some are put in. */
    private static Content edited(Content old) {
        Content[] parts = new Content[20];
        long part = SIZE / 10;
        for (int i = 0; i < 10; i++) {
            long edit = SIZE / 1_000;
            parts[2 * i] = old.part(i * part, i * part + part - edit);
            parts[2 * i + 1] = Content.weights(1_000 + i, edit + 16);
        }
        return Content.joined(parts);
    }

    private static void assertRight(Path file, TransferRequest request) throws Exception {
        assertThat(ContentHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
    }
}
