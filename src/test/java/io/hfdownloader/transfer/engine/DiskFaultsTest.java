package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.transfer.TransferRequest;
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

    /** What no disk does on demand that can be mounted for a test; the words are those of Linux. */
    @Test
    void errorOfTheDiskIsToldAsItIsByTheFilesOwnPath() {
        Map<String, String> toldBySaid = Map.of(
                "Disk quota exceeded", "the disk quota is used up, whatever else is free. Delete something",
                "Read-only file system", "the disk is mounted read-only. Check the models folder's disk",
                "Input/output error", "the disk reports an input/output error. Look at the disk",
                "File too large", "takes no file of this size. Choose a variant in smaller parts",
                "Stale file handle", "the connection to the disk is lost. Mount it again",
                "Transport endpoint is not connected", "the connection to the disk is lost. Mount it again",
                "No space left on device", "it has no room for further files (inodes)",
                "Cannot allocate memory", "Cannot allocate memory. Check the models folder");
        FaultyDisk disk = new FaultyDisk(folder);
        TransferRequest request = fixture.request(REPO, SMALL, disk.root());
        for (FaultyDisk.Call call : List.of(FaultyDisk.Call.WRITE, FaultyDisk.Call.FORCE)) {
            toldBySaid.forEach((said, told) -> {
                disk.refuse(call, ".part", said);

                assertThatThrownBy(() -> fixture.fetch(request))
                        .isInstanceOf(DiskException.class)
                        .hasMessageStartingWith("\"" + REPO + "/" + SMALL + "\" cannot be written: ")
                        .hasMessageContaining(told)
                        .hasMessageNotContainingAny(".part", folder.toString());
                disk.mend();
            });
        }
    }

    @Test
    void fileThatCannotBeOpenedIsToldByItsOwnPath() {
        FaultyDisk disk = new FaultyDisk(folder);
        TransferRequest request = fixture.request(REPO, SMALL, disk.root());
        Map.of(
                        "File name too long", "its name is too long for this disk. Exclude it",
                        "Too many open files", "too many files are open. Raise the limit",
                        "Operation not permitted", "permission denied. Check")
                .forEach((said, told) -> {
                    disk.refuse(FaultyDisk.Call.OPEN, ".part", said);

                    assertThatThrownBy(() -> fixture.fetch(request))
                            .isInstanceOf(DiskException.class)
                            .hasMessageStartingWith("\"" + REPO + "/" + SMALL + "\" cannot be written: ")
                            .hasMessageContaining(told)
                            .hasMessageNotContainingAny(".part", folder.toString());
                    disk.mend();
                });
    }

    @Test
    void folderThatHasGoneIsNotMadeAnewByTheEngine() {
        TransferRequest request = fixture.request(REPO, SMALL, folder.resolve("gone"));

        assertThatThrownBy(() -> fixture.fetch(request))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining(folder.resolve("gone") + " does not exist");
        assertThat(folder.resolve("gone")).doesNotExist();
    }

    @Test
    void whatWasCountedOfAFileStaysWhileItsDiskIsAway() throws Exception {
        TransferRequest request = fixture.request(REPO, LARGE, Files.createDirectory(folder.resolve("mounted")));
        CompletableFuture<Void> first = halfway(request);
        first.cancel(true);
        await().until(() -> fixture.seen.closed);
        EngineFixture.Seen seen = new EngineFixture.Seen();
        CompletableFuture<Void> again =
                fixture.engine.fetch(request, seen).subscribeAsCompletionStage().toCompletableFuture();
        await().until(() -> seen.received.get() > 0);
        long counted = seen.found.get();

        Path away = Files.move(request.partial().getParent(), folder.resolve("away"));
        hub.faults().clear();

        assertThat(again).failsWithin(EngineFixture.TIMEOUT);
        assertThat(seen.found.get()).isEqualTo(counted).isPositive();
        Files.move(away, request.partial().getParent());
        resumesFromWhatWasKept(request);
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

    private static RangeJournal journal(TransferRequest request) {
        RepoFile file = request.file();
        return new RangeJournal(
                request.root(),
                request.ranges(),
                new RangeJournal.Subject(file.path(), request.commit(), file.etag(), file.sizeBytes()));
    }

    private static void forgetWhatTheSidecarDoesNotName(TransferRequest request) throws IOException {
        ByteRanges safe = ByteRanges.of(journal(request).read(Files.size(request.partial())));
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
