package io.hfdownloader.hub;

import java.util.Optional;

import io.hfdownloader.network.WebAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class HubEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co, https://huggingface.co, false",
        "HTTPS://HuggingFace.co/, https://huggingface.co, false",
        "' https://mirror.example/hf/ ', https://mirror.example/hf, true",
        "http://127.0.0.1:5099, http://127.0.0.1:5099, true",
        "http://[::1]:5099//, http://[::1]:5099, true",
        "https://my_host-1.lan/a/b%20c, https://my_host-1.lan/a/b%20c, true",
        "https://huggingface.co.evil.example, https://huggingface.co.evil.example, true",
    })
    void anAddressIsTakenAsItIs(String text, String displayed, boolean mirror) {
        HubEndpoint endpoint = HubEndpoint.of(Optional.of(text));
        assertThat(endpoint.displayed()).isEqualTo(displayed);
        assertThat(endpoint.isMirror()).isEqualTo(mirror);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void setAndEmptyIsNotSet(String text) {
        assertThat(HubEndpoint.of(Optional.of(text))).isEqualTo(HubEndpoint.of(Optional.empty()));
        assertThat(HubEndpoint.of(Optional.empty()).displayed()).isEqualTo("https://huggingface.co");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "huggingface.co | has no scheme",
                "localhost:5099 | has no scheme",
                "https:/huggingface.co | has no scheme",
                "https:huggingface.co | has no scheme",
                "//huggingface.co | has no scheme",
                "ftp://huggingface.co | neither http nor https",
                "https:// | names no host",
                "https:///hf | names no host",
                "https://:443 | names no host",
                "https://mirror.example:0 | port",
                "https://mirror.example:65536 | port",
                "https://mirror.example:99999999999 | port",
                "https://mirror.example:80x | port",
                "https://mirror.example: | port",
                "https://mirror .example | space",
                "https://mirror.example/a b | space",
                "https://spiegel-münchen.example | ASCII",
                "https://mirror.example/模型 | ASCII",
                "\"https://mirror.example\" | quotation marks",
                "'https://mirror.example' | quotation marks",
                "https://a..b | host",
                "https://-a | host",
                "https://[::1 | host",
                "https://mirror,other | host",
                "https://mirror.example/../hf | path",
                "https://mirror.example/%2e%2e/hf | path",
                "https://mirror.example/%zz | path",
                "https://mirror.example/a\\b | path",
            })
    void whatCannotBeUsedIsToldInOneSentenceThatNamesTheSetting(String text, String reason) {
        assertThat(HubEndpoint.fault(Optional.of(text)).orElseThrow())
                .startsWith("HF_ENDPOINT is \"" + text + "\", which ")
                .contains(reason)
                .endsWith("start again.");
        assertThatThrownBy(() -> HubEndpoint.of(Optional.of(text))).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:secret@mirror.example",
                "https://secret@mirror.example/hf",
                "me:secret@mirror.example",
                "https://mirror.example/?token=secret",
                "https://mirror.example/hf#secret",
            })
    void whatMayBeASecretIsNotRepeated(String text) {
        assertThat(HubEndpoint.fault(Optional.of(text)).orElseThrow())
                .startsWith("HF_ENDPOINT has ")
                .doesNotContain("secret");
    }

    @Test
    void containsWhatIsBelowItsPathAlone() {
        HubEndpoint endpoint = HubEndpoint.of(Optional.of("https://mirror.example/hf"));
        assertThat(endpoint.contains(address("https://mirror.example/hf/api/models")))
                .isTrue();
        assertThat(endpoint.contains(address("https://mirror.example/hf?x"))).isTrue();
        assertThat(endpoint.contains(address("https://mirror.example/hfx"))).isFalse();
        assertThat(endpoint.contains(address("https://mirror.example/api"))).isFalse();
        assertThat(endpoint.contains(address("http://mirror.example/hf/api"))).isFalse();
    }

    private static WebAddress address(String text) {
        return WebAddress.parse(text).orElseThrow();
    }
}
