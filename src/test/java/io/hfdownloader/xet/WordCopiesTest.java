package io.hfdownloader.xet;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Copies by words, held against copies byte by byte: overlaps, tails, and no byte touched outside of the bounds. */
@Tag("fast")
class WordCopiesTest {

    private static final int BLOCKS = 4_000;

    /** A block, and what it unpacks to, one byte after the other. */
    private static final class Block {

        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private final byte[] unpacked = new byte[8_000];
        private int length;

        void sequence(Random random, int literals, int offset, int match) {
            int lengths = Math.min(literals, 15) << 4 | Math.min(match - 4, 15);
            packed.write(lengths);
            literals(random, literals);
            packed.write(offset);
            packed.write(offset >>> 8);
            extension(match - 4);
            for (int i = 0; i < match; i++, length++) {
                unpacked[length] = unpacked[length - offset];
            }
        }

        void end(Random random, int literals) {
            packed.write(Math.min(literals, 15) << 4);
            literals(random, literals);
        }

        private void literals(Random random, int count) {
            extension(count);
            for (int i = 0; i < count; i++) {
                unpacked[length] = (byte) random.nextInt();
                packed.write(unpacked[length++]);
            }
        }

        private void extension(int value) {
            if (value >= 15) {
                int left = value - 15;
                for (; left >= 255; left -= 255) {
                    packed.write(255);
                }
                packed.write(left);
            }
        }
    }

    @Test
    void anyMixOfLiteralsAndMatchesIsUnpackedWithinItsBounds() {
        for (int seed = 0; seed < BLOCKS; seed++) {
            Random random = new Random(seed);
            Block block = block(random);
            byte[] in = block.packed.toByteArray();
            int start = random.nextInt(20);
            int room = random.nextInt(4) == 0
                    ? random.nextInt(40)
                    : 0; // a block may be shorter than what there is room for
            byte[] out = filled(start + block.length + room + 20);

            int end = Lz4Block.unpack(in, 0, in.length, out, start, start + block.length + room, start);

            assertThat(end).as("end with seed %d", seed).isEqualTo(start + block.length);
            assertThat(Arrays.copyOfRange(out, start, end))
                    .as("bytes with seed %d", seed)
                    .isEqualTo(Arrays.copyOf(block.unpacked, block.length));
            assertUntouched(out, 0, start, seed);
            assertUntouched(out, end + room, out.length, seed);
        }
    }

    @Test
    void aBlockThatIsOneByteTooLongIsRefusedWithinItsBounds() {
        for (int seed = 0; seed < BLOCKS; seed++) {
            Block block = block(new Random(seed));
            byte[] in = block.packed.toByteArray();
            int outEnd = block.length - 1;
            byte[] out = filled(block.length + 20);

            assertThatExceptionOfType(BadXorbException.class)
                    .as("seed %d", seed)
                    .isThrownBy(() -> Lz4Block.unpack(in, 0, in.length, out, 0, outEnd, 0));
            assertUntouched(out, outEnd, out.length, seed);
        }
    }

    @Test
    void groupsOfAnyLengthComeBackInOrder() {
        Random random = new Random(7);
        for (int length = 0; length <= 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] grouped = new byte[length];
            int at = 0;
            for (int group = 0; group < 4; group++) {
                for (int i = group; i < length; i += 4) {
                    grouped[at++] = bytes[i];
                }
            }
            byte[] out = filled(length + 20);

            ByteGroups.undo(grouped, out, length);

            assertThat(Arrays.copyOf(out, length)).as("%d bytes", length).isEqualTo(bytes);
            assertUntouched(out, length, out.length, length);
        }
    }

    private static Block block(Random random) {
        Block block = new Block();
        int sequences = 1 + random.nextInt(12);
        for (int i = 0; i < sequences; i++) {
            int literals = random.nextInt(i == 0 ? 1 : 0, length(random) + 2);
            int known = block.length + literals;
            int offset = 1 + random.nextInt(random.nextBoolean() ? Math.min(known, 20) : known);
            block.sequence(random, literals, offset, 4 + length(random));
        }
        block.end(random, length(random));
        return block;
    }

    /** Mostly as short as usual, sometimes with bytes of its own for it. */
    private static int length(Random random) {
        return random.nextInt(random.nextInt(4) == 0 ? 300 : 18);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x5A);
        return bytes;
    }

    private static void assertUntouched(byte[] bytes, int from, int end, int seed) {
        byte[] untouched = new byte[end - from];
        Arrays.fill(untouched, (byte) 0x5A);
        assertThat(Arrays.copyOfRange(bytes, from, end))
                .as("bytes out of bounds, with seed %d", seed)
                .isEqualTo(untouched);
    }
}
