package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.standin.sample.GgufFileBuilder;
import io.hfdownloader.variant.GgufHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q4_K;
import static org.assertj.core.api.Assertions.assertThat;

/** A disk that refuses a file for a moment, as a share does, is not taken for what the file says. */
@Tag("fast")
class LocalWeightFactsTest {

    private static final String INDEX = "{\"weight_map\": {\"a\": \"x.safetensors\", \"b\": \"y.safetensors\"}}";

    @TempDir
    Path folder;

    private final LocalWeightFacts facts = new LocalWeightFacts();

    @Test
    void anIndexThatCouldNotBeReadIsReadTheNextTime() throws IOException {
        LibraryFile index = file("model.safetensors.index.json", INDEX.length());
        Files.createDirectory(index.absolutePath()); // opens, and fails to be read

        assertThat(facts.of(List.of(index)).indexes()).isEmpty();
        Files.delete(index.absolutePath());
        Files.writeString(index.absolutePath(), INDEX);

        assertThat(facts.of(List.of(index)).indexes()).containsOnlyKeys(index.path());
    }

    @Test
    void aHeaderThatCouldNotBeReadIsReadTheNextTime() throws IOException {
        byte[] content = new GgufFileBuilder()
                .fileType(15)
                .tensor(Q4_K, 25_600)
                .content(1)
                .bytes();
        LibraryFile gguf = file("x-BF16.gguf", content.length);

        assertThat(facts.of(List.of(gguf)).gguf()).isEqualTo(GgufHeaders.NONE.with(gguf.path(), Optional.empty()));
        Files.write(gguf.absolutePath(), content);

        assertThat(facts.of(List.of(gguf)).gguf()).isNotEqualTo(GgufHeaders.NONE.with(gguf.path(), Optional.empty()));
    }

    private LibraryFile file(String path, long sizeBytes) {
        return new LibraryFile(path, folder, sizeBytes, Instant.EPOCH, null, null);
    }
}
