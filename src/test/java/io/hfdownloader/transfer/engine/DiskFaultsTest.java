package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.ByteRanges;
import io.hfdownloader.transfer.disk.RangeJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Disks that forget, and other programs that tread on our toes. Full disks are in {@code DiskFullIT}. */
class DiskFaultsTest extends EngineTestBase {

    @Test
    void partialFileIsRemovedUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        Files.delete(request.partial());

        endsRight(running, request);
    }

    @Test
    void partialFileIsTruncatedUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        try (RandomAccessFile file = new RandomAccessFile(request.partial().toFile(), "rw")) {
            file.setLength(1_000);
        }

        endsRight(running, request);
    }

    @Test
    void partialFileIsReplacedByAnotherUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request(LARGE);
        Path other = folder.resolve("other");
        Files.write(other, new byte[LARGE_BYTES]);
        CompletableFuture<Void> running = halfway(request);

        Files.move(other, request.partial(), StandardCopyOption.REPLACE_EXISTING);

        endsRight(running, request);
    }

    @Test
    void sidecarIsRemovedUnderTheEnginesFeet() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);
        await().until(() -> Files.exists(request.ranges()));

        Files.delete(request.ranges());

        endsRight(running, request);
    }

    /** What a power failure leaves: the sidecar, and of the data only what the sidecar names for certain. */
    @Test
    void powerIsLostAndWithItAllThatWasNotForcedToTheDisk() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);
        await().until(() -> Files.exists(request.ranges()));
        Path saved = Files.createDirectory(folder.resolve("after-the-power-failure"));
        Path ranges = Files.copy(request.ranges(), saved.resolve("file.ranges"));
        Path data = Files.copy(request.partial(), saved.resolve("file.part"));
        running.cancel(true); // it may be over by now; what was copied is as it was before that
        TransferRequest after = new TransferRequest(request.repo(), request.commit(), request.file(), data, ranges);
        forgetWhatTheSidecarDoesNotName(after);

        hub.faults().clear();
        EngineFixture.Seen seen = new EngineFixture.Seen();
        fixture.engine.fetch(after, seen).await().atMost(EngineFixture.TIMEOUT);

        assertRight(after.partial(), after);
        assertThat(seen.errors).isEmpty(); // a sidecar that named lost bytes would have cost a second fetch
        assertThat(seen.received.get()).isLessThan(LARGE_BYTES);
    }

    @Test
    void folderCannotBeWritten() throws Exception {
        TransferRequest request = request(LARGE);
        Files.createFile(folder.resolve("not-a-folder"));
        TransferRequest blocked = new TransferRequest(
                request.repo(),
                request.commit(),
                request.file(),
                folder.resolve("not-a-folder/file.part"),
                folder.resolve("not-a-folder/file.ranges"));

        assertThatThrownBy(() -> fixture.fetch(blocked))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("Check the models folder");
        assertThat(hub.bytesSent(LARGE)).isZero();
    }

    @Test
    void sidecarNamesMoreThanTheFileHolds() throws Exception {
        TransferRequest request = request(LARGE);
        Files.write(request.partial(), new byte[0]);
        Files.writeString(
                request.ranges(),
                "{\"etag\":\"" + request.file().etag() + "\",\"size\":" + LARGE_BYTES + ",\"ranges\":[[0," + LARGE_BYTES
                        + "]]}");

        fetchesRight(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"ranges\":[[5,1],[-3,9],[1]]}", "\u0000\u0000"})
    void sidecarIsUnreadable(String text) throws Exception {
        TransferRequest request = request(LARGE);
        Files.write(request.partial(), new byte[1000]);
        Files.writeString(request.ranges(), text);

        fetchesRight(request);
    }

    private void endsRight(CompletableFuture<Void> running, TransferRequest request) throws IOException {
        hub.faults().clear();
        running.join();
        assertRight(request.partial(), request);
    }

    private static void forgetWhatTheSidecarDoesNotName(TransferRequest request) throws IOException {
        ByteRanges safe = ByteRanges.of(new RangeJournal(request).read(Files.size(request.partial())));
        assertThat(safe.total()).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(request.partial().toFile(), "rw")) {
            ByteRange gap = safe.firstGap(0, file.length());
            while (gap.length() > 0) {
                file.seek(gap.start());
                file.write(new byte[(int) gap.length()]);
                gap = safe.firstGap(gap.end(), file.length());
            }
        }
    }
}
