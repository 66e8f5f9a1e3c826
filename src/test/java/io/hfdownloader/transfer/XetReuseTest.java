package io.hfdownloader.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.library.FileHash;
import io.hfdownloader.standin.Content;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.Listener;
import io.hfdownloader.standin.StandInRepo;
import io.hfdownloader.standin.xet.XorbLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A new version of a file takes what it has in common with the old one from the disk. */
class XetReuseTest {

    private static final int MIB = 1 << 20;
    private static final long SIZE = Long.getLong("reuse.bytes", 64L * MIB);
    private static final String REPO = "acme/versions";

    @TempDir
    Path folder;

    private HubStandIn hub;
    private EngineUnderTest under;

    @BeforeEach
    void start() {
        hub = HubStandIn.startWith(new XorbLimits(16L * MIB, 2_000));
        Content old = Content.weights(7, SIZE);
        hub.add(StandInRepo.model(REPO)
                .onXet()
                .file("first.bin", old)
                .lfs()
                .file("second.bin", edited(old))
                .lfs()
                .file("other.bin", Content.weights(99, 4L * MIB))
                .lfs());
        under = new EngineUnderTest(hub);
    }

    @AfterEach
    void stop() throws Exception {
        under.close();
        hub.close();
    }

    /** Whichever version the storage saw first: its chunks stand in one row there, those of the other one in pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"first.bin", "second.bin"})
    void onePercentOfEditsCostsFivePercentAtMost(String seenFirst) throws Exception {
        assertThat(hub.xet().file(hub.model(REPO), seenFirst).size()).isPositive();
        TransferRequest old = fetched("first.bin");
        hub.clear();

        TransferRequest request = with(new LocalCopy(
                old.partial(), String.valueOf(old.file().xetHash()), old.file().sizeBytes()));
        assertRight(under.fetch(request), request);

        long fetched = hub.bytesSent(Listener.XORBS, REPO);
        System.out.printf(
                "new version of %d bytes: %d bytes were fetched, %.2f %%; %d were copied%n",
                SIZE, fetched, 100.0 * fetched / SIZE, under.seen.copied.get());
        assertThat(fetched).as("%s", under.seen.errors).isLessThan(SIZE / 20);
        assertThat(hub.bytesSent(Listener.CDN, "")).isZero();
        assertThat(under.seen.errors).isEmpty();
    }

    @Test
    void aLocalFileThatIsNotWhatItIsTakenForIsLeftAlone() throws Exception {
        TransferRequest old = fetched("first.bin");
        byte[] bytes = Files.readAllBytes(old.partial());
        bytes[bytes.length / 2] ^= 1;
        Files.write(old.partial(), bytes);

        TransferRequest request = with(new LocalCopy(
                old.partial(), String.valueOf(old.file().xetHash()), old.file().sizeBytes()));
        assertRight(under.fetch(request), request);

        assertThat(under.seen.copied.get()).isZero();
    }

    @Test
    void aLocalFileWithNothingInCommonOrNoneAtAllCostsNothing() throws Exception {
        TransferRequest other = fetched("other.bin");

        TransferRequest request = with(
                new LocalCopy(
                        other.partial(),
                        String.valueOf(other.file().xetHash()),
                        other.file().sizeBytes()),
                new LocalCopy(folder.resolve("nothing"), "0".repeat(63) + "1", 10_000_000));
        assertRight(under.fetch(request), request);

        assertThat(under.seen.copied.get()).isZero();
    }

    private TransferRequest fetched(String path) throws Exception {
        Path apart = Files.createDirectory(folder.resolve(path + ".d"));
        TransferRequest request = under.request(REPO, path, apart);
        under.engine.fetch(request, new EngineUnderTest.Seen()).await().atMost(EngineUnderTest.PATIENCE);
        return request;
    }

    private TransferRequest with(LocalCopy... copies) {
        TransferRequest plain = under.request(REPO, "second.bin", folder);
        return new TransferRequest(
                plain.repo(), plain.commit(), plain.file(), plain.partial(), plain.ranges(), List.of(copies));
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
        assertThat(FileHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
    }
}
