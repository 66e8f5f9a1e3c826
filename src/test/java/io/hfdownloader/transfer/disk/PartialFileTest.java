package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hfdownloader.files.ExchangedFolder;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class PartialFileTest {

    private static final int MAX_CALLS = 100;
    private static final int SIZE = 5_000;
    private static final List<ByteRange> WRITTEN = List.of(new ByteRange(0, 1_000));

    @TempDir
    Path disk;

    private Path mounted;
    private TransferRequest request;
    private PartialFile file;

    @BeforeEach
    void write() throws IOException {
        mounted = Files.createDirectory(disk.resolve("mounted"));
        request = new TransferRequest(
                RepoId.model("acme/files"),
                "c".repeat(40),
                new RepoFile("model.bin", SIZE, "e".repeat(64), "e".repeat(64), null),
                mounted.resolve("file.part"),
                mounted.resolve("file.ranges"));
        file = PartialFile.open(request).file();
        file.write(0, List.of(Buffer.buffer(new byte[1_000])));
    }

    @Test
    void whatHasArrivedIsKeptWhenItsDiskWasAwayForAMoment() throws IOException {
        Path away = Files.move(mounted, disk.resolve("away"));
        assertVanished();
        Files.move(away, mounted);

        file.close(Ending.LOST, WRITTEN);

        assertThat(PartialFile.bytesKept(request)).isEqualTo(1_000);
    }

    @Test
    void nothingIsRemovedInTheFolderThatStandsInThePlaceOfOneThatIsAway() throws IOException {
        Path away = Files.move(mounted, disk.resolve("away"));
        assertVanished();

        file.close(Ending.LOST, WRITTEN);

        Files.move(away, mounted);
        assertThat(PartialFile.bytesKept(request)).isEqualTo(1_000);
    }

    @Test
    void aPartialFileThatAnotherProgramHasCutIsNotTrusted() throws Exception {
        file.checkpoint(WRITTEN);
        Files.write(request.partial(), new byte[10]);
        assertThatThrownBy(() -> file.read(new ByteRange(0, 1_000), bytes -> {}))
                .isInstanceOf(TransferException.class);

        file.close(Ending.LOST, WRITTEN);

        assertThat(mounted).isEmptyDirectory();
    }

    private void assertVanished() {
        assertThatThrownBy(() -> file.checkpoint(WRITTEN))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        vanished -> assertThat(vanished.kind()).isEqualTo(TransferException.Kind.VANISHED));
    }

    /** Before each call that opens or changes something, one after the other. */
    @ParameterizedTest
    @EnumSource(Ending.class)
    void aFolderExchangedForALinkAtAnyMomentLeadsNoByteOutside(Ending ending) throws IOException {
        int run = 0;
        int calls;
        do {
            run++;
            calls = exchangedBefore(run, ending);
        } while (run <= calls && run < MAX_CALLS);
        assertThat(run).as("moments").isBetween(5, MAX_CALLS - 1);
    }

    private int exchangedBefore(int call, Ending ending) throws IOException {
        Path models = Files.createDirectories(disk.resolve("models-" + call));
        Path folder = Files.createDirectories(models.resolve("acme/files"));
        for (String name : List.of("model.part", "model.ranges", "model.ranges-live")) {
            Files.writeString(folder.resolve(name), "of a run before");
        }
        ExchangedFolder exchanged = new ExchangedFolder(models.resolve("acme"), disk.resolve("outside-" + call));
        FaultyDisk watched = new FaultyDisk(models);
        Path place = watched.root().resolve("acme/files");
        TransferRequest partial = new TransferRequest(
                request.repo(),
                request.commit(),
                request.file(),
                RootFolder.of(watched.root()),
                place.resolve("model.part"),
                place.resolve("model.ranges"),
                List.of());
        watched.beforeCall(call, exchanged::exchange);
        try {
            PartialFile open = PartialFile.open(partial).file();
            try {
                open.write(0, List.of(Buffer.buffer(new byte[1_000])));
                open.checkpoint(WRITTEN);
            } finally {
                open.close(ending, WRITTEN);
            }
        } catch (ProblemException told) {
            assertThat(told.getMessage()).contains("acme/files/model.bin");
        }
        assertThat(exchanged.contents()).as("before call %d", call).isEqualTo(exchanged.untouched());
        return watched.calls();
    }
}
