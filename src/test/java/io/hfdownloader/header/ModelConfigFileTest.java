package io.hfdownloader.header;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ModelConfigFileTest {

    @Test
    void aLanguageModelIsRead() throws JsonProcessingException {
        ModelShape shape = read("""
                {"architectures": ["Qwen3ForCausalLM"], "num_hidden_layers": 36, "num_attention_heads": 32,
                 "num_key_value_heads": 8, "head_dim": 128, "hidden_size": 2560, "max_position_embeddings": 40960}
                """);

        assertThat(shape.architecture()).isEqualTo("Qwen3ForCausalLM");
        assertThat(shape.contextLength()).isEqualTo(40_960);
        assertThat(shape.cacheBytesPerToken()).hasValue(36L * 8 * 256 * 2);
    }

    @Test
    void theLanguagePartOfAModelThatSeesIsRead() throws JsonProcessingException {
        ModelShape shape = read("""
                {"architectures": ["Gemma3ForConditionalGeneration"], "vision_config": {"num_hidden_layers": 27},
                 "text_config": {"num_hidden_layers": 34, "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256}}
                """);

        assertThat(shape.layers()).isEqualTo(34);
        assertThat(shape.cacheBytesPerToken()).hasValue(34L * 4 * 512 * 2);
    }

    @Test
    void theNamesOfOldModelsAreKnown() throws JsonProcessingException {
        ModelShape shape = read(
                "{\"model_type\": \"gpt2\", \"n_layer\": 12, \"n_head\": 12, \"n_embd\": 768, \"n_positions\": 1024}");

        assertThat(shape.architecture()).isEqualTo("gpt2");
        assertThat(shape.contextLength()).isEqualTo(1024);
        assertThat(shape.cacheBytesPerToken()).hasValue(12L * 12 * 128 * 2);
    }

    @Test
    void nonsenseIsLeftOut() throws JsonProcessingException {
        assertThat(read("{\"num_hidden_layers\": \"many\", \"num_attention_heads\": -3, \"hidden_size\": 1e99}")
                        .cacheBytesPerToken())
                .isEmpty();
        assertThat(read("[1, 2]").architecture()).isNull();
    }

    private static ModelShape read(String json) throws JsonProcessingException {
        return ModelConfigFile.read(new ObjectMapper().readTree(json));
    }
}
