package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.hfdownloader.standin.sample.GgufFileBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q4_K;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What headers of weights on the disk say of how large a model is. */
@Tag("fast")
class WeightHeaderTest {

    @TempDir
    Path folder;

    @Test
    void theTensorsOfAGgufFileAreCounted() throws IOException {
        byte[] gguf = new GgufFileBuilder()
                .fileType(15)
                .tensor(Q4_K, 25_600)
                .tensor(Q4_K, 512)
                .content(1)
                .bytes();

        assertThat(WeightHeader.parameters(write("m-Q4_K_M.GGUF", gguf))).hasValue(26_112L);
        assertThat(WeightHeader.parameters(write("cut.gguf", Arrays.copyOf(gguf, 40))))
                .isEmpty();
    }

    @Test
    void theTensorsOfASafetensorsFileAreCountedHoweverLongItsHeaderIs() throws IOException {
        String few = "{\"a\":{\"dtype\":\"BF16\",\"shape\":[3,5],\"data_offsets\":[0,30]}";
        String note = ",\"__metadata__\":{\"note\":\"" + "x".repeat(100_000) + "\"}}";

        assertThat(WeightHeader.parameters(write("model.safetensors", safetensors(few + "}"))))
                .hasValue(15L);
        assertThat(WeightHeader.parameters(write("long.safetensors", safetensors(few + note))))
                .hasValue(15L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gguf", "a.safetensors", "a.bin"})
    void whatIsNoSuchFileTellsNothing(String name) throws IOException {
        assertThat(WeightHeader.parameters(write(name, new byte[0]))).isEmpty();
        assertThat(WeightHeader.parameters(write(name, new byte[100]))).isEmpty();
    }

    @Test
    void whatTheDiskRefusesIsAFailure() {
        assertThatThrownBy(() -> WeightHeader.parameters(folder.resolve("gone.gguf")))
                .isInstanceOf(IOException.class);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] safetensors(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 30)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
