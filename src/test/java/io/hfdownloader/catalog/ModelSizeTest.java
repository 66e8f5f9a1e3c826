package io.hfdownloader.catalog;

import java.util.List;
import java.util.Map;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.hub.search.ModelFacts;
import io.hfdownloader.hub.search.RepoSearchResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a list of results tells of the size of models, by the ways in which repositories are made. */
@Tag("fast")
class ModelSizeTest {

    private static final List<String> GGUF = List.of("gguf");
    private static final List<String> SAFETENSORS = List.of("safetensors");

    @Test
    void quantizationsAreEstimatedAsTheOneThatMostPeopleTake() {
        ModelSize size = size("bartowski/Llama-3.1-8B-Instruct-GGUF", GGUF, counted(8_030_261_312L, Map.of()));

        assertThat(size.parameters()).isEqualTo(8_030_261_312L);
        assertThat(size.guessed()).isFalse();
        assertThat(size.estimatedBytes()).isBetween(4_850_000_000L, 4_950_000_000L); // its file has 4,920,734,272
    }

    @Test
    void aRepoOfOneQuantizationIsEstimatedAsThat() {
        assertThat(size("me/Llama-3.1-8B-Q8_0-GGUF", GGUF, counted(8_000_000_000L, Map.of()))
                        .estimatedBytes())
                .isEqualTo(8_500_000_000L);
    }

    @Test
    void plainWeightsTakeWhatTheirTypesTake() {
        assertThat(size("org/half", SAFETENSORS, counted(1_000L, Map.of("BF16", 1_000L)))
                        .estimatedBytes())
                .isEqualTo(2_000);
        assertThat(size("org/full", SAFETENSORS, counted(1_010L, Map.of("F32", 1_000L, "I64", 10L)))
                        .estimatedBytes())
                .isEqualTo(4_080);
        assertThat(size("org/eighth", SAFETENSORS, counted(1_000L, Map.of("F8_E4M3", 900L, "BF16", 100L)))
                        .estimatedBytes())
                .isEqualTo(1_100);
        assertThat(size("org/untold", SAFETENSORS, counted(1_000L, Map.of())).estimatedBytes())
                .isEqualTo(2_000);
    }

    /** The Hub counts the words into which weights are packed: of 70 billion it tells 11. */
    @Test
    void ofPackedWeightsTheNameTellsTheNumber() {
        ModelFacts packed = counted(11_000_000_000L, Map.of("U32", 8_800_000_000L, "F16", 2_200_000_000L));

        ModelSize size =
                size("mlx-community/Llama-3.3-70B-Instruct-4bit", List.of("mlx", "safetensors", "4-bit"), packed);

        assertThat(size.parameters()).isEqualTo(70_000_000_000L);
        assertThat(size.guessed()).isTrue();
        assertThat(size.estimatedBytes()).isEqualTo(39_375_000_000L);
        assertThat(size("org/packed", SAFETENSORS, packed)).isEqualTo(ModelSize.UNKNOWN);
        assertThat(size("org/packed-7B", SAFETENSORS, packed).estimatedBytes()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Qwen3-30B-A3B, 30000000000",
        "Qwen2.5-1.5B-Instruct, 1500000000",
        "Mixtral-8x7B-v0.1, 56000000000",
        "gemma-2-2b-it, 2000000000",
        "SmolLM2-135M, 135000000",
        "internlm2_5-7b-chat-1m, 7000000000",
        "Qwen2.5-14B-Instruct-1M, 14000000000",
        "Model-1M-ctx-3B, 3000000000"
    })
    void withoutCountsTheNameIsBelieved(String name, long parameters) {
        ModelSize size = size("org/" + name, SAFETENSORS, ModelFacts.NONE);
        assertThat(size.parameters()).isEqualTo(parameters);
        assertThat(size.guessed()).isTrue();
        assertThat(size.estimatedBytes()).isEqualTo(2 * parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "phi-2", "bge-m3", "Qwen2.5B", "model-4bit", "whisper-large-v3", "0M", "7Bx"})
    void aNameThatTellsNoNumberIsNotGuessedFrom(String name) {
        assertThat(size("org/" + name, SAFETENSORS, ModelFacts.NONE)).isEqualTo(ModelSize.UNKNOWN);
    }

    @Test
    void weightsOfWhichNobodyTellsThePrecisionAreNotEstimated() {
        ModelSize size = size("org/thing-7B", List.of("onnx"), ModelFacts.NONE);
        assertThat(size.parameters()).isEqualTo(7_000_000_000L);
        assertThat(size.estimatedBytes()).isNull();
    }

    @Test
    void datasetsHaveNoParameters() {
        assertThat(ModelSize.of(found(RepoId.parse(RepoType.DATASET, "org/words-2B"), SAFETENSORS, ModelFacts.NONE)))
                .isEqualTo(ModelSize.UNKNOWN);
    }

    private static ModelSize size(String id, List<String> tags, ModelFacts facts) {
        return ModelSize.of(found(RepoId.model(id), tags, facts));
    }

    private static ModelFacts counted(@Nullable Long parameters, Map<String, Long> byType) {
        return new ModelFacts(parameters, byType, null, null);
    }

    private static RepoSearchResult found(RepoId repo, List<String> tags, ModelFacts facts) {
        return new RepoSearchResult(repo, 0, 0, null, false, false, null, null, null, tags, facts);
    }
}
