package io.hfdownloader.hub.search;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ModelFormatTest {

    @Test
    void formatsAreReadFromTagsAndLibrary() {
        assertThat(ModelFormat.in(List.of("llama", "safetensors", "gguf"), "transformers"))
                .containsExactly(ModelFormat.GGUF, ModelFormat.SAFETENSORS);
        assertThat(ModelFormat.in(List.of("safetensors"), "mlx"))
                .containsExactly(ModelFormat.SAFETENSORS, ModelFormat.MLX);
        assertThat(ModelFormat.in(List.of("text-generation"), null)).isEmpty();
    }

    @Test
    void aFormatIsNamedByItsTagInAnyCase() {
        assertThat(ModelFormat.of("GGUF")).hasValue(ModelFormat.GGUF);
        assertThat(ModelFormat.of("zip")).isEmpty();
        assertThat(ModelFormat.words()).startsWith("gguf, safetensors, mlx");
    }
}
