package io.hfdownloader.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.http.ByteRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Only Linux tells which boot it is")
@Tag("fast")
class UnsyncedRangesTest {

    @TempDir
    Path folder;

    @Test
    void remembersWhatWasWrittenThoughNothingWasForced() throws IOException {
        UnsyncedRanges live = live(List.of(new ByteRange(0, 100)));
        live.add(List.of(new ByteRange(100, 200)));
        live.add(List.of(new ByteRange(500, 600)));

        assertThat(UnsyncedRanges.read(journal())).containsExactly(new ByteRange(0, 200), new ByteRange(500, 600));
        live.close();
    }

    @Test
    void meansNothingAfterAnotherBoot() throws IOException {
        UnsyncedRanges live = live(List.of());
        live.add(List.of(new ByteRange(0, 100)));
        live.close();
        byte[] block = Files.readAllBytes(liveFile());
        block[10] ^= 1; // within the boot's id
        Files.write(liveFile(), block);

        assertThat(UnsyncedRanges.read(journal())).isEmpty();
    }

    @Test
    void believesNoBlockThatIsTornOrForged() throws IOException {
        UnsyncedRanges live = live(List.of());
        for (int i = 0; i < 20; i++) {
            live.add(List.of(new ByteRange(i * 100L, i * 100L + 50)));
        }
        live.close();
        byte[] block = Files.readAllBytes(liveFile());
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] torn = block.clone();
            torn[random.nextInt(torn.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(liveFile(), torn);
            assertThat(UnsyncedRanges.read(journal())).isEmpty();
        }
        for (int length = 0; length < block.length; length += 7) {
            Files.write(liveFile(), java.util.Arrays.copyOf(block, length));
            assertThat(UnsyncedRanges.read(journal())).isEmpty();
        }
    }

    @Test
    void namesAtMostWhatFitsIntoItsBlock() throws IOException {
        UnsyncedRanges live = live(List.of());
        for (int i = 0; i < 1_000; i++) {
            live.add(List.of(new ByteRange(i * 100L, i * 100L + 50)));
        }
        live.close();

        assertThat(Files.size(liveFile())).isLessThanOrEqualTo(4_096);
        assertThat(UnsyncedRanges.read(journal())).isNotEmpty().allMatch(byteRange -> byteRange.length() == 50);
    }

    private Path liveFile() {
        return folder.resolve("file.ranges-live");
    }

    private Path journal() {
        return folder.resolve("file.ranges");
    }

    private UnsyncedRanges live(List<ByteRange> known) {
        return new UnsyncedRanges(RootFolder.of(folder), journal(), known);
    }
}
