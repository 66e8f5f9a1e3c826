package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class SafetensorsHeaderTest {

    private static final long DATA_BYTES = 1L << 40;

    private static final String SOUND = """
            {"__metadata__": {"format": "pt", "nested": {"deep": [1, 2]}},
             "embed": {"dtype": "BF16", "shape": [32000, 64], "data_offsets": [0, 4096000]},
             "norm": {"dtype": "F32", "shape": [64], "data_offsets": [4096000, 4096256]},
             "scale": {"dtype": "F32", "shape": [], "data_offsets": [4096256, 4096260]},
             "position_ids": {"shape": [1, 512], "dtype": "I64", "data_offsets": [4096260, 4100356]}}
            """;

    @Test
    void theNumbersOfAllTensorsAreAddedUp() {
        SafetensorsHeader header = read(SOUND);

        assertThat(header.parameters()).hasValue(32_000L * 64 + 64 + 1 + 512);
        assertThat(header.bitsEach()).hasValue(16);
    }

    @Test
    void theTypeOfMostNumbersCounts() {
        assertThat(read("""
                        {"a": {"dtype": "F32", "shape": [100]}, "b": {"dtype": "F8_E4M3", "shape": [80, 2]}}""").bitsEach()).hasValue(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I32", "U8", "TYPE_OF_THE_FUTURE"})
    void numbersThatPackSeveralParametersAreNotCounted(String type) {
        SafetensorsHeader header = read("{\"q\": {\"dtype\": \"" + type
                + "\", \"shape\": [1000, 1000]}, \"n\": {\"dtype\": \"F16\", \"shape\": [1000]}}");

        assertThat(header.parameters()).isEmpty();
        assertThat(header.bitsEach()).isEmpty();
    }

    @Test
    void aFileWithoutTensorsHasNoParameters() {
        assertThat(read("{}").parameters()).isEmpty();
        assertThat(read("{\"a\": {\"dtype\": \"F16\", \"shape\": [0, 9]}}").parameters())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"text\"",
                "{\"a\": 1}",
                "{\"a\": {}}",
                "{\"a\": {\"dtype\": \"F16\"}}",
                "{\"a\": {\"shape\": [1]}}",
                "{\"a\": {\"dtype\": 16, \"shape\": [1]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": 7}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [-1]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [-4, -4]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [1.5]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [\"1\"]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [[1]]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [1e999999999]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [99999999999999999999999]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [4294967296, 4294967296, 4294967296]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [9223372036854775807]}}",
                "{\"a\": {\"dtype\": \"X\", \"shape\": [9223372036854775807]}, \"b\": {\"dtype\": \"X\", \"shape\": [1]}}",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [1, 2",
                "{\"a\": {\"dtype\": \"F16\", \"shape\": [1]}",
                "not JSON at all"
            })
    void headersThatCannotBeAreRefusedWithASentence(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageStartingWith("The file's header ");
    }

    @Test
    void moreWeightsThanTheFileHoldsAreALie() {
        String json = "{\"a\": {\"dtype\": \"F16\", \"shape\": [500]}, \"b\": {\"dtype\": \"F16\", \"shape\": [500]}}";
        byte[] head = head(json);

        assertThat(SafetensorsHeader.read(head, head.length + 2_000).parameters())
                .hasValue(1_000L);
        assertThatThrownBy(() -> SafetensorsHeader.read(head, head.length + 1_999))
                .isInstanceOf(InvalidHeaderException.class);
    }

    @Test
    void depthDoesNotCountAgainstTheStack() {
        for (String nest : new String[] {"[", "{\"a\":"}) {
            assertThatThrownBy(() -> read(nest.repeat(400_000))).isInstanceOf(InvalidHeaderException.class);
            assertThatThrownBy(() -> read("{\"__metadata__\": {\"x\":" + nest.repeat(400_000)))
                    .isInstanceOf(InvalidHeaderException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7, 100_000_001, 100_000_000, 4_194_304})
    void lengthsThatCannotBeAreRefused(long length) {
        byte[] head = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();

        assertThatThrownBy(() -> SafetensorsHeader.bytesNeeded(head)).isInstanceOf(InvalidHeaderException.class);
        assertThatThrownBy(() -> SafetensorsHeader.read(head, DATA_BYTES)).isInstanceOf(InvalidHeaderException.class);
    }

    @Test
    void theLengthTellsHowMuchIsToBeRead() {
        byte[] head = head(SOUND);

        assertThat(SafetensorsHeader.bytesNeeded(head)).isEqualTo(head.length);
        assertThatThrownBy(() -> SafetensorsHeader.read(Arrays.copyOf(head, head.length - 1), DATA_BYTES))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageContaining("ends within");
        assertThatThrownBy(() -> SafetensorsHeader.read(head, head.length - 1))
                .isInstanceOf(InvalidHeaderException.class);
        assertThatThrownBy(() -> SafetensorsHeader.bytesNeeded(new byte[7]))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageContaining("too short");
    }

    /** Whatever the bytes are, it ends with a number or a sentence. */
    @Test
    void hostileHeadersNeitherCrashNorHang() {
        byte[] sound = head(SOUND);
        Random random = new Random(20260101);
        int counts = 0;
        int refusals = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] mutated = sound.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(SafetensorsHeader.read(mutated, DATA_BYTES)
                                .parameters()
                                .orElse(1L))
                        .isPositive();
                counts++;
            } catch (InvalidHeaderException refused) {
                refusals++;
            }
        }
        assertThat(counts).isPositive();
        assertThat(refusals).isPositive();
    }

    // --- the index of shards -----------------------------------------------------------------------------------

    @Test
    void anIndexTellsWhatAllShardsHave() {
        SafetensorsIndex index = index("{\"metadata\": {\"total_parameters\": 7000000000, \"x\": {\"total_size\": 3},"
                + " \"total_size\": 14000000000.0}, \"weight_map\": {\"a\": \"b\"}}");

        assertThat(index.parameters()).hasValue(7_000_000_000L);
        assertThat(index.sizeBytes()).hasValue(14_000_000_000L);
    }

    @Test
    void anIndexMayBeCutAnywhereBehindThat() {
        assertThat(index("{\"metadata\": {\"total_size\": 20}, \"weight_map\": {\"model.layers.0")
                        .sizeBytes())
                .hasValue(20L);
        assertThat(index("{\"weight_map\": {\"a\": \"b\"}, \"metadata\": {\"total_size\": 20}}")
                        .sizeBytes())
                .hasValue(20L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "<html>",
                "{\"metadata\": 3}",
                "{\"metadata\": [{\"total_size\": 20}]}",
                "{\"total_size\": 20}",
                "{\"metadata\": {\"total_size\": \"20\"}}",
                "{\"metadata\": {\"total_size\": 0}}",
                "{\"metadata\": {\"total_size\": -20}}",
                "{\"metadata\": {\"total_size\": 20.5}}",
                "{\"metadata\": {\"total_size\": 1e999999999}}",
                "{\"metadata\": {\"total_size\": 9223372036854775807}}",
                "{\"metadata\": {\"total_size\": {\"total_size\": 20}}}"
            })
    void anIndexThatTellsNothingSoundTellsNothing(String json) {
        assertThat(index(json).sizeBytes()).isEmpty();
        assertThat(index(json).parameters()).isEmpty();
    }

    @Test
    void aDeepIndexTellsNothing() {
        assertThat(index("{\"a\":".repeat(400_000)).sizeBytes()).isEmpty();
    }

    private static SafetensorsIndex index(String json) {
        return SafetensorsIndex.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static SafetensorsHeader read(String json) {
        byte[] head = head(json);
        return SafetensorsHeader.read(head, head.length + DATA_BYTES);
    }

    private static byte[] head(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }
}
