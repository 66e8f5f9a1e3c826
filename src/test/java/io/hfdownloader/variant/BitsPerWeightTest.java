package io.hfdownloader.variant;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class BitsPerWeightTest {

    @Test
    void sizeAndParametersTellExactly() {
        assertThat(BitsPerWeight.of(variant("Q4_K_M", 4_920_734_272L), 8_030_261_312L))
                .hasValue(4.9);
    }

    @ParameterizedTest
    @CsvSource({"Q4_K_M, 4.89", "UD-Q4_K_XL, 5.0", "Q6_K_L, 6.56", "MXFP4, 4.25", "IQ2_XXS, 2.38", "BF16, 16.0"})
    void theLabelTellsWhereTheParametersDoNot(String label, double bits) {
        assertThat(BitsPerWeight.of(variant(label, 1_000), null)).hasValue(bits);
        assertThat(BitsPerWeight.of(variant(label, 1_000), 1L)).hasValue(bits);
        assertThat(BitsPerWeight.of(variant(label, 1_000), Long.MAX_VALUE)).hasValue(bits);
    }

    @Test
    void aMissingShardDoesNotMakeItSmaller() {
        var incomplete = new Variant<>(new VariantName("Q8_0", "Q8_0", "a"), "gguf", List.of("a"), 500, 1, 2, false);

        assertThat(BitsPerWeight.of(incomplete, 1_000L)).hasValue(8.5);
    }

    @Test
    void whatNobodyTellsIsNotMadeUp() {
        assertThat(BitsPerWeight.of(variant("safetensors", 1_000), null)).isEmpty();
        assertThat(BitsPerWeight.of(variant("safetensors", 1_000), -7L)).isEmpty();
    }

    private static Variant<String> variant(String label, long sizeBytes) {
        return new Variant<>(new VariantName(label, null, "a"), "gguf", List.of("a"), sizeBytes, 1, 1, false);
    }
}
