package io.hfdownloader.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.standin.Content;
import io.hfdownloader.standin.Fault;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.Listener;
import io.hfdownloader.standin.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** One test for each row of the table of faults that is about the engine alone and is not in {@link TransferEngineTest}. */
class FaultTableTest {

    private static final int SIZE = 60_000_000;
    private static final Content LARGE = Content.generated(2, SIZE);

    @TempDir
    Path folder;

    private HubStandIn hub;
    private EngineUnderTest under;

    @BeforeEach
    void start() {
        hub = serve(HubStandIn.start());
        under = new EngineUnderTest(hub);
    }

    @AfterEach
    void stop() throws Exception {
        under.close();
        hub.close();
    }

    @Test
    void connectionDroppedAtRandomTwoHundredTimesInOneFile() throws Exception {
        TransferRequest request = request();
        Random random = new Random(200);
        for (int i = 0; i < 200; i++) {
            hub.faults()
                    .add(Fault.dropAfter("large.bin", 1 + random.nextInt(400_000))
                            .once());
        }

        assertRight(under.fetch(request), request);

        assertThat(hub.faults().all()).allMatch(fault -> fault.hits() == 1);
        assertThat(under.seen.received.get()).isEqualTo(SIZE);
    }

    @Test
    void wholeNetworkGoesAwayAndComesBack() throws Exception {
        int hubPort = port(hub.endpoint());
        int cdnPort = port(hub.cdnBase());
        under.close();
        under = new EngineUnderTest(hub, new EngineUnderTest.Settings().patient(8, Duration.ofSeconds(60)));
        TransferRequest request = request();
        hub.faults().add(Fault.bytesPerSecond("large.bin", 3_000_000));
        CompletableFuture<Void> running =
                under.engine.fetch(request, under.seen).subscribeAsCompletionStage();
        await().until(() -> under.seen.received.get() > 4_000_000);

        hub.close();
        await().until(() -> under.seen.waits.stream().anyMatch(reason -> reason.contains("connection failed")));
        hub = serve(HubStandIn.start(hubPort, cdnPort));

        await().atMost(Duration.ofSeconds(40)).until(running::isDone); // long before the wait of a minute is over
        running.join();
        assertRight(request.partial(), request);
        assertThat(under.seen.received.get()).isEqualTo(SIZE);
    }

    @Test
    void stopDuringALongWaitEndsItAtOnce() throws Exception {
        TransferRequest request = request();
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, "large.bin", 3_000)
                        .on(Listener.CDN)
                        .once());
        CompletableFuture<Void> running =
                under.engine.fetch(request, under.seen).subscribeAsCompletionStage();
        await().until(() -> !under.seen.waits.isEmpty());

        running.cancel(true);

        assertRight(under.fetch(request), request); // would wait for the first one if that had not ended
    }

    @Test
    void rateLimitHeadersAreObeyedAndShown() throws Exception {
        TransferRequest request = request();
        hub.faults()
                .add(Fault.of(Fault.Kind.RATE_LIMIT, "large.bin", 1)
                        .on(Listener.HUB)
                        .once());

        assertRight(under.fetch(request), request);

        assertThat(under.seen.waits).anyMatch(reason -> reason.contains("limits the rate of requests until"));
    }

    @Test
    void headersThatDoNotComeAreNotWaitedForWithoutEnd() throws Exception {
        TransferRequest request = request();
        hub.faults().add(Fault.of(Fault.Kind.HANG, "large.bin", 0).once());

        assertRight(under.fetch(request), request);

        assertThat(under.seen.errors).anyMatch(error -> error.contains("no byte for 2 seconds"));
    }

    @Test
    void plainGetsOfLargeFilesAreRefused() throws Exception {
        TransferRequest request = request();
        hub.faults().add(Fault.of(Fault.Kind.NO_PLAIN_GET_ABOVE, "large.bin", 10_000_000));

        assertRight(under.fetch(request), request);
        assertThat(under.seen.errors).isEmpty();
    }

    @Test
    void contentIsGoneUpstreamDuringTheTransfer() {
        TransferRequest request = request();
        hub.faults().add(Fault.status("large.bin", 404).on(Listener.HUB));

        assertThatThrownBy(() -> under.fetch(request)).hasMessageContaining("has no file \"large.bin\"");
    }

    @Test
    void partialFileIsRemovedUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request();
        CompletableFuture<Void> running = halfway(request);

        Files.delete(request.partial());
        hub.faults().clear();

        running.join();
        assertRight(request.partial(), request);
    }

    @Test
    void partialFileIsCutUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request();
        CompletableFuture<Void> running = halfway(request);

        try (RandomAccessFile file = new RandomAccessFile(request.partial().toFile(), "rw")) {
            file.setLength(1_000);
        }
        hub.faults().clear();

        running.join();
        assertRight(request.partial(), request);
    }

    @Test
    void partialFileIsReplacedByAnotherUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request();
        CompletableFuture<Void> running = halfway(request);

        Path other = folder.resolve("other");
        Files.write(other, new byte[SIZE]);
        Files.move(other, request.partial(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        hub.faults().clear();

        running.join();
        assertRight(request.partial(), request);
    }

    /** What a power failure leaves: the sidecar, and of the data only what the sidecar names for certain. */
    @Test
    void powerIsLostAndWithItAllThatWasNotForcedToTheDisk() throws Exception {
        TransferRequest request = request();
        CompletableFuture<Void> running = halfway(request);
        await().until(() -> Files.exists(request.ranges()));
        Path saved = Files.createDirectory(folder.resolve("after-the-power-failure"));
        Path ranges = Files.copy(request.ranges(), saved.resolve("file.ranges"));
        Path data = Files.copy(request.partial(), saved.resolve("file.part"));
        running.cancel(true);
        TransferRequest after = new TransferRequest(request.repo(), request.commit(), request.file(), data, ranges);
        forgetWhatTheSidecarDoesNotName(after);

        hub.faults().clear();
        EngineUnderTest.Seen seen = new EngineUnderTest.Seen();
        under.engine.fetch(after, seen).await().atMost(EngineUnderTest.PATIENCE);

        assertRight(after.partial(), after);
        assertThat(seen.errors).isEmpty(); // a sidecar that named lost bytes would have cost a second fetch
        assertThat(seen.received.get()).isLessThan(SIZE);
    }

    @Test
    void folderCannotBeWritten() throws Exception {
        TransferRequest request = request();
        Files.createFile(folder.resolve("not-a-folder"));
        TransferRequest blocked = new TransferRequest(
                request.repo(),
                request.commit(),
                request.file(),
                folder.resolve("not-a-folder/file.part"),
                folder.resolve("not-a-folder/file.ranges"));

        assertThatThrownBy(() -> under.fetch(blocked))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("Check the models folder");
        assertThat(hub.bytesSent("large.bin")).isZero();
    }

    private static HubStandIn serve(HubStandIn hub) {
        hub.add(StandInRepo.model("acme/files").file("large.bin", LARGE).lfs());
        return hub;
    }

    private TransferRequest request() {
        return under.request("acme/files", "large.bin", folder);
    }

    /** A transfer that is well under way and slow. */
    private CompletableFuture<Void> halfway(TransferRequest request) {
        hub.faults().add(Fault.bytesPerSecond("large.bin", 3_000_000));
        CompletableFuture<Void> running =
                under.engine.fetch(request, under.seen).subscribeAsCompletionStage();
        await().until(() -> under.seen.received.get() > 20_000_000);
        return running;
    }

    private static void forgetWhatTheSidecarDoesNotName(TransferRequest request) throws IOException {
        RangeSet safe = RangeSet.of(new RangeJournal(request).read(Files.size(request.partial())));
        assertThat(safe.total()).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(request.partial().toFile(), "rw")) {
            Segment gap = safe.firstGap(0, file.length());
            while (gap.length() > 0) {
                file.seek(gap.start());
                file.write(new byte[(int) gap.length()]);
                gap = safe.firstGap(gap.end(), file.length());
            }
        }
    }

    private static void assertRight(Path file, TransferRequest request) throws IOException {
        assertThat(io.hfdownloader.library.FileHash.matches(file, request.file().etag(), () -> false, bytes -> {}))
                .isTrue();
        assertThat(Files.size(file)).isEqualTo(SIZE);
    }

    private static int port(String address) {
        return java.net.URI.create(address).getPort();
    }
}
