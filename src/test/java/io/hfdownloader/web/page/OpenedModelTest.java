package io.hfdownloader.web.page;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class OpenedModelTest {

    @Test
    void aPlainNameIsShownBeforeTheScriptHasAsked() {
        assertThat(OpenedModel.of(" acme/tiny ")).isEqualTo(new OpenedModel("acme/", "tiny"));
        assertThat(OpenedModel.of("gpt2")).isEqualTo(new OpenedModel("", "gpt2"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "../..",
                "a/b/c",
                "acme/tiny:Q4_K_M",
                "https://example.com/a/b",
                "<b>",
                "hf_0123456789abcdefghij0123456789abcd"
            })
    void whateverElseStandsInTheAddressIsNot(String repo) {
        assertThat(OpenedModel.of(repo)).isNull();
    }
}
