package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class BlockSumsTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhichBlockIsAnother() throws IOException {
        byte[] bytes = new byte[100_001];
        new Random(1).nextBytes(bytes);
        BlockSums made = BlockSums.of(bytes.length);
        for (int start = 0; start < bytes.length; start += 7_777) {
            made.update(ByteBuffer.wrap(bytes, start, Math.min(7_777, bytes.length - start)));
        }
        assertThat(made.isWhole()).isTrue();
        Path file = Files.write(folder.resolve("sums"), made.toBytes());
        BlockSums sums = BlockSums.read(file, bytes.length).orElseThrow();
        assertThat(sums.blocks()).isEqualTo(7);
        bytes[20_000] ^= 1;
        bytes[100_000] ^= 1;
        for (int block = 0; block < sums.blocks(); block++) {
            int start = block * sums.blockBytes();
            int length = Math.min(sums.blockBytes(), bytes.length - start);
            assertThat(sums.matches(block, ByteBuffer.wrap(bytes, start, length)))
                    .isEqualTo(block != 1 && block != 6);
        }
    }

    @Test
    void takesNothingElseForSums() throws IOException {
        BlockSums sums = BlockSums.of(40_000);
        sums.update(ByteBuffer.allocate(40_000));
        byte[] kept = sums.toBytes();
        Path file = Files.write(folder.resolve("sums"), kept);
        assertThat(BlockSums.read(file, 40_000)).isPresent();
        assertThat(BlockSums.read(file, 40_001)).isEmpty();
        assertThat(BlockSums.read(folder.resolve("none"), 40_000)).isEmpty();
        Files.write(file, Arrays.copyOf(kept, kept.length + 1));
        assertThat(BlockSums.read(file, 40_000)).isEmpty();
        Files.write(file, new byte[kept.length]);
        assertThat(BlockSums.read(file, 40_000)).isEmpty();
    }

    @Test
    void fewEnoughForTheLargestFiles() {
        assertThat(BlockSums.of(2L << 30).blockBytes()).isEqualTo(16 << 10);
        assertThat((1L << 40) / BlockSums.of(1L << 40).blockBytes()).isLessThanOrEqualTo(1 << 18);
    }
}
