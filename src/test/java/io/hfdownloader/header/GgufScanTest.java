package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import io.hfdownloader.standin.sample.GgufFileBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.BF16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.FUTURE;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.IQ2_KS;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q4_K;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q6_K;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class GgufScanTest {

    private static final int NUMBERS = 256_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 65_536, 10_000_000})
    void tensorsAreTheSameHoweverTheBytesArrive(int step) {
        GgufFileBuilder file = new GgufFileBuilder()
                .fileType(15)
                .tokens(2_000)
                .pair("tokenizer.chat_template", "x".repeat(100_000))
                .tensor(Q4_K, 4 * NUMBERS)
                .tensor(Q6_K, NUMBERS);

        GgufTensors tensors = scan(file, step, new int[1]);

        assertThat(tensors.bytesByType())
                .containsEntry("Q4_K", 4L * NUMBERS / 256 * 144)
                .containsEntry("Q6_K", NUMBERS / 256 * 210L)
                .hasSize(2);
        assertThat(tensors.mainType()).hasValue("Q4_K");
        assertThat(tensors.fileTypeName()).hasValue("Q4_K_M");
        assertThat(tensors.weights()).isEqualTo(5L * NUMBERS);
    }

    @Test
    void whatNeedNotBeLookedAtIsNotAskedFor() {
        GgufFileBuilder file = new GgufFileBuilder().tokens(100_000).tensor(Q4_K, NUMBERS);
        int[] asked = new int[1];

        scan(file, 4_096, asked);

        assertThat(asked[0]).isLessThan(file.header().length - 300_000); // the scores alone are 400,000
    }

    @Test
    void typesFromElsewhereAreSurvived() {
        GgufTensors tensors = scan(
                new GgufFileBuilder()
                        .tensor(BF16, NUMBERS)
                        .tensor(FUTURE, 64 * NUMBERS)
                        .tensor(IQ2_KS, NUMBERS),
                65_536,
                new int[1]);

        assertThat(tensors.mainType()).hasValue("type 999");
        assertThat(tensors.bytesByType())
                .containsEntry("type 999", 64L * NUMBERS / 256 * 80)
                .containsEntry("IQ2_KS", NUMBERS / 256 * 70L);
    }

    @Test
    void manyListsDoNotFillTheMemoryAndSingleNumbersAreKept() {
        int lists = 400;
        byte[] numbers = new byte[20_000];
        ByteBuffer header = ByteBuffer.allocate(lists * 20_100).order(ByteOrder.LITTLE_ENDIAN);
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(0)
                .putLong(lists + 1);
        for (int i = 0; i < lists; i++) {
            header.putLong(5).put("k%04d".formatted(i).getBytes(StandardCharsets.US_ASCII));
            header.putInt(9).putInt(2).putLong(10_000).put(numbers);
        }
        header.putLong(17)
                .put("general.file_type".getBytes(StandardCharsets.US_ASCII))
                .putInt(4)
                .putInt(15);
        GgufScan scan = new GgufScan();

        scan.add(header.flip());

        assertThat(scan.isComplete()).isTrue();
        assertThat(scan.values()).hasSizeLessThan(10).containsEntry("general.file_type", 15L);
    }

    @Test
    void aHeaderWithoutAnEndIsGivenUp() {
        GgufScan scan = new GgufScan();
        byte[] header = new GgufFileBuilder().tokens(10).header();
        ByteBuffer huge = ByteBuffer.wrap(header.clone());
        int scores = indexOf(header, "tokenizer.ggml.scores") + "tokenizer.ggml.scores".length() + 4 + 4;
        huge.order(ByteOrder.LITTLE_ENDIAN).putLong(scores, Long.MAX_VALUE / 8);

        assertThatThrownBy(() -> scan.add(huge))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageContaining("longer than is read here");
    }

    /** Whatever the bytes are, and however they come, it ends with tensors, a sentence, or the wish for more. */
    @Test
    void hostileTensorsNeitherCrashNorHang() {
        byte[] sound = new GgufFileBuilder()
                .fileType(7)
                .tokens(3)
                .tensor(Q4_K, 512)
                .tensor(FUTURE, 256)
                .header();
        Random random = new Random(20261126);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] mutated = Arrays.copyOf(sound, sound.length);
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            int cut = random.nextInt(mutated.length);
            GgufScan scan = new GgufScan();
            try {
                scan.add(ByteBuffer.wrap(mutated, 0, cut));
                if (scan.position() == cut) {
                    scan.add(ByteBuffer.wrap(mutated, cut, mutated.length - cut));
                }
                if (scan.isComplete()) {
                    assertThat(scan.tensors(random.nextInt(10_000)).sizeBytes()).isNotNegative();
                    read++;
                }
            } catch (InvalidHeaderException notAHeader) {
                assertThat(notAHeader).hasMessageEndingWith(".");
                refused++;
            }
        }
        assertThat(read).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    private static GgufTensors scan(GgufFileBuilder file, int step, int[] asked) {
        byte[] header = file.header();
        GgufScan scan = new GgufScan();
        while (!scan.isComplete()) {
            int from = (int) scan.position();
            int length = Math.min(step, header.length - from);
            assertThat(length).isPositive();
            asked[0] += length;
            scan.add(ByteBuffer.wrap(header, from, length));
        }
        return scan.tensors(file.size());
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
