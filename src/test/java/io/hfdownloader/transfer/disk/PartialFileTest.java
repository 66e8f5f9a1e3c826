package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferRequest;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class PartialFileTest {

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
        assertThatThrownBy(() -> file.digest(MessageDigest.getInstance("SHA-256"), new ByteRange(0, 1_000)))
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
}
