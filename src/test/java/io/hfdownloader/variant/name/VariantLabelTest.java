package io.hfdownloader.variant.name;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class VariantLabelTest {

    @ParameterizedTest
    @CsvSource({
        "Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf, Q4_K_M",
        "quants/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf, Q4_K_M",
        "tiny.q4_k_m.gguf, Q4_K_M",
        "Codestral-22B-v0.1-F32-Q2_K.gguf, Q2_K",
        "Codestral-22B-v0.1-IQ3_XS.gguf, IQ3_XS",
        "Qwen3-4B-UD-Q2_K_XL.gguf, UD-Q2_K_XL",
        "UD-IQ1_M/Big-UD-IQ1_M-00001-of-00004.gguf, UD-IQ1_M",
        "gemma-2-9b-it-Q6_K_L.gguf, Q6_K_L",
        "gemma-2-9b-it-Q5_K_L.gguf, Q5_K_L",
        "gpt-oss-20b-MXFP4.gguf, MXFP4",
        "Qwable-v1-35B-A3B-MXFP4_MOE.gguf, MXFP4_MOE",
        "BF16/DeepSeek-R1-BF16-00001-of-00030.gguf, BF16",
        "BF16/DeepSeek-R1-00001-of-00030.gguf, BF16",
        "x-i1-IQ2_XXS.gguf, IQ2_XXS",
        "x-Q4_0_4_8.gguf, Q4_0_4_8",
        "x-F16_Q4_0.gguf, Q4_0",
        "x-IQ4_KS.gguf, IQ4_KS",
        "x-fp16.gguf, FP16",
        "x-TQ1_0.gguf, TQ1_0"
    })
    void readsTheLastAndLongestNameInThePath(String path, String label) {
        assertThat(VariantLabel.of(path)).contains(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Codestral-22B-v0.1.gguf", "README.md", "", "Q4.gguf"})
    void findsNoneWhereThereIsNone(String path) {
        assertThat(VariantLabel.of(path)).isEmpty();
    }

    @Test
    void ordersFromTheHighestPrecisionToTheLowest() {
        List<String> wanted = List.of(
                "F32",
                "BF16",
                "F16",
                "Q8_0",
                "Q6_K_XL",
                "UD-Q6_K_XL",
                "Q6_K_L",
                "Q6_K",
                "Q4_K_XL",
                "Q4_K_M",
                "Q4_K_S",
                "IQ4_XS",
                "MXFP4_MOE",
                "Q3_K_L",
                "Q3_K_M",
                "Q2_K",
                "IQ1_S",
                "TQ1_0");
        List<String> sorted =
                wanted.stream().sorted().sorted(VariantLabel.byPrecision()).toList();
        assertThat(sorted).isEqualTo(wanted);
    }
}
