package io.hfdownloader.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import io.hfdownloader.http.Segment;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Only Linux tells which boot it is")
class LiveRangesTest {

    @TempDir
    Path folder;

    @Test
    void remembersWhatWasWrittenThoughNothingWasForced() throws IOException {
        LiveRanges live = new LiveRanges(request(), List.of(new Segment(0, 100)));
        live.add(List.of(new Segment(100, 200)));
        live.add(List.of(new Segment(500, 600)));

        assertThat(LiveRanges.read(request())).containsExactly(new Segment(0, 200), new Segment(500, 600));
        live.close();
    }

    @Test
    void meansNothingAfterAnotherBoot() throws IOException {
        LiveRanges live = new LiveRanges(request(), List.of());
        live.add(List.of(new Segment(0, 100)));
        live.close();
        byte[] block = Files.readAllBytes(liveFile());
        block[10] ^= 1; // within the boot's id
        Files.write(liveFile(), block);

        assertThat(LiveRanges.read(request())).isEmpty();
    }

    @Test
    void believesNoBlockThatIsTornOrForged() throws IOException {
        LiveRanges live = new LiveRanges(request(), List.of());
        for (int i = 0; i < 20; i++) {
            live.add(List.of(new Segment(i * 100L, i * 100L + 50)));
        }
        live.close();
        byte[] block = Files.readAllBytes(liveFile());
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] torn = block.clone();
            torn[random.nextInt(torn.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(liveFile(), torn);
            assertThat(LiveRanges.read(request())).isEmpty();
        }
        for (int length = 0; length < block.length; length += 7) {
            Files.write(liveFile(), java.util.Arrays.copyOf(block, length));
            assertThat(LiveRanges.read(request())).isEmpty();
        }
    }

    @Test
    void namesAtMostWhatFitsIntoItsBlock() throws IOException {
        LiveRanges live = new LiveRanges(request(), List.of());
        for (int i = 0; i < 1_000; i++) {
            live.add(List.of(new Segment(i * 100L, i * 100L + 50)));
        }
        live.close();

        assertThat(Files.size(liveFile())).isLessThanOrEqualTo(4_096);
        assertThat(LiveRanges.read(request())).isNotEmpty().allMatch(segment -> segment.length() == 50);
    }

    private Path liveFile() {
        return folder.resolve("file.ranges-live");
    }

    private TransferRequest request() {
        String etag = "a".repeat(64);
        return new TransferRequest(
                RepoId.model("acme/files"),
                "c".repeat(40),
                new RepoFile("large.bin", 100_000_000, etag, "b".repeat(40), null),
                folder.resolve("file.part"),
                folder.resolve("file.ranges"));
    }
}
