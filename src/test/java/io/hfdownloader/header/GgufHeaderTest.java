package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class GgufHeaderTest {

    private static final int U32 = 4;
    private static final int I32 = 5;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void groupedAttentionNeedsTheCacheOfItsKeyValueHeadsOnly() {
        writeStart(3, 6);
        text("general.architecture", "llama");
        number("llama.block_count", 32);
        number("llama.context_length", 131_072);
        number("llama.embedding_length", 4096);
        number("llama.attention.head_count", 32);
        number("llama.attention.head_count_kv", 8);

        ModelShape shape = GgufHeader.read(written());

        assertThat(shape.architecture()).isEqualTo("llama");
        assertThat(shape.contextLength()).isEqualTo(131_072);
        // 32 layers x 8 heads x (128 + 128) numbers x 2 bytes
        assertThat(shape.cacheBytesPerToken()).hasValue(131_072L);
        assertThat(shape.cacheFormula())
                .hasValue("32 layers × 8 key/value heads × (128 + 128) × 2 bytes = 131072 bytes for each token");
    }

    @Test
    void headsThatDifferFromLayerToLayerAreAddedUp() {
        writeStart(3, 6);
        text("general.architecture", "hybrid");
        number("hybrid.block_count", 4);
        number("hybrid.attention.key_length", 64);
        number("hybrid.attention.value_length", 32);
        number("hybrid.attention.head_count", 16);
        pair("hybrid.attention.head_count_kv", ARRAY);
        out.putInt(I32).putLong(4).putInt(0).putInt(8).putInt(0).putInt(4);

        assertThat(GgufHeader.read(written()).cacheBytesPerToken()).hasValue(12L * (64 + 32) * 2);
    }

    @Test
    void latentAttentionKeepsOneVectorForAllHeads() {
        writeStart(3, 5);
        text("general.architecture", "deepseek2");
        number("deepseek2.block_count", 61);
        number("deepseek2.attention.head_count", 128);
        number("deepseek2.attention.kv_lora_rank", 512);
        number("deepseek2.rope.dimension_count", 64);

        assertThat(GgufHeader.read(written()).cacheBytesPerToken()).hasValue(61L * 576 * 2);
    }

    @Test
    void whatComesBeforeTheTokenizerIsEnough() {
        writeStart(2, 5);
        text("general.architecture", "llama");
        number("llama.block_count", 2);
        number("llama.embedding_length", 64);
        number("llama.attention.head_count", 2);
        pair("tokenizer.ggml.tokens", ARRAY);
        out.putInt(TEXT).putLong(150_000);
        string("a token, and then the bytes end");

        assertThat(GgufHeader.read(written()).cacheBytesPerToken()).hasValue(2L * 2 * 64 * 2);
    }

    @Test
    void aFileThatTellsNothingOfItsLayersHasNoCache() {
        writeStart(3, 1);
        text("general.architecture", "bert");

        ModelShape shape = GgufHeader.read(written());

        assertThat(shape.cacheBytesPerToken()).isEmpty();
        assertThat(shape.cacheFormula()).isEmpty();
    }

    @Test
    void otherFilesAreRefusedWithASentence() {
        assertThatThrownBy(() ->
                        GgufHeader.read(ByteBuffer.wrap("<html>".repeat(20).getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessage("The file does not begin as a GGUF file does.");
        assertThatThrownBy(() -> GgufHeader.read(ByteBuffer.allocate(0)))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageContaining("too short");
        writeStart(99, 0);
        assertThatThrownBy(() -> GgufHeader.read(written()))
                .isInstanceOf(InvalidHeaderException.class)
                .hasMessageContaining("version 99");
    }

    @Test
    void numbersThatCannotBeAreLeftOut() {
        writeStart(3, 4);
        text("general.architecture", "llama");
        number("llama.block_count", -1); // 4,294,967,295 without a sign
        number("llama.attention.head_count", 0);
        number("llama.embedding_length", 4096);

        ModelShape shape = GgufHeader.read(written());

        assertThat(shape.layers()).isNull();
        assertThat(shape.heads()).isNull();
        assertThat(shape.cacheBytesPerToken()).isEmpty();
    }

    /** Whatever the bytes are, it ends with a shape or a sentence. */
    @Test
    void hostileHeadersNeitherCrashNorHang() {
        writeStart(3, 7);
        text("general.architecture", "llama");
        number("llama.block_count", 32);
        number("llama.attention.head_count", 32);
        pair("llama.attention.head_count_kv", ARRAY);
        out.putInt(I32).putLong(3).putInt(8).putInt(8).putInt(8);
        pair("nested", ARRAY);
        out.putInt(ARRAY).putLong(1).putInt(TEXT).putLong(1);
        string("deep");
        text("general.name", "fuzzed");
        number("llama.embedding_length", 4096);
        byte[] sound = new byte[out.position()];
        out.flip().get(sound);
        Random random = new Random(20260101);
        int shapes = 0;
        int refusals = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] mutated = Arrays.copyOf(sound, random.nextInt(sound.length) + 1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                ModelShape shape = GgufHeader.read(ByteBuffer.wrap(mutated));
                assertThat(shape.cacheBytesPerToken().orElse(0L)).isNotNegative();
                shapes++;
            } catch (InvalidHeaderException refused) {
                assertThat(refused).hasMessageEndingWith(".");
                refusals++;
            }
        }
        assertThat(List.of(shapes, refusals)).allMatch(count -> count > 1_000);
    }

    private void writeStart(int version, long pairs) {
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putLong(1)
                .putLong(pairs);
    }

    private void text(String key, String value) {
        pair(key, TEXT);
        string(value);
    }

    private void number(String key, int value) {
        pair(key, U32);
        out.putInt(value);
    }

    private void pair(String key, int type) {
        string(key);
        out.putInt(type);
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putLong(bytes.length).put(bytes);
    }

    private ByteBuffer written() {
        return ByteBuffer.wrap(Arrays.copyOf(out.array(), out.position()));
    }
}
