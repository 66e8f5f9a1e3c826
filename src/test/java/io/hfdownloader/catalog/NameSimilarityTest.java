package io.hfdownloader.catalog;

import io.hfdownloader.hub.RepoId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class NameSimilarityTest {

    @ParameterizedTest
    @CsvSource({
        "wrong/Qwen3-4B-GGUF, Qwen/Qwen3-4B-GGUF",
        "Qwen/Qwen3-4B-GUFF, Qwen/Qwen3-4B-GGUF",
        "qwen/qwen3_4b, Qwen/Qwen3-4B-GGUF",
        "gpt2, openai-community/gpt2",
        "Qwen/Qwen3-4B-Instruct, Qwen/Qwen3-4B-Instruct-2507"
    })
    void whatMayHaveBeenMeantIsAlike(String typed, String meant) {
        assertThat(similarity(typed, meant)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/no-such-model, acme/gated-model",
        "acme/abc, acme/xyz",
        "org/a, org/abcdefgh",
        "meta-llama/Llama-3.1-8B, Qwen/Qwen3-4B-GGUF"
    })
    void whatHasLittleInCommonIsNot(String typed, String other) {
        assertThat(similarity(typed, other)).isZero();
    }

    @Test
    void theNameCountsForMoreThanTheOwnerAndTheOwnerForSomething() {
        String typed = "unsloth/Qwen3-4B-GUFF";
        assertThat(similarity(typed, "unsloth/Qwen3-4B-GGUF")).isGreaterThan(similarity(typed, "Qwen/Qwen3-4B-GGUF"));
        assertThat(similarity(typed, "Qwen/Qwen3-4B-GGUF"))
                .isGreaterThan(similarity(typed, "unsloth/Qwen3-Embedding-4B-GGUF"));
    }

    private static double similarity(String typed, String other) {
        return NameSimilarity.of(RepoId.model(typed), RepoId.model(other));
    }
}
