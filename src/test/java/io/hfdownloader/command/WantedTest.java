package io.hfdownloader.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.command.client.LocalSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What users write behind {@code download}. */
@Tag("fast")
class WantedTest {

    private static final LocalSettings SETTINGS =
            new LocalSettings(Map.of("HF_ENDPOINT", "https://mirror.example/hub"), Path.of("no-such-folder"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/tiny                                   | {\"repo\":\"acme/tiny\",\"type\":\"model\"}",
                "gpt2                                        | {\"repo\":\"gpt2\",\"type\":\"model\"}",
                "gpt2@v1                                     | {\"repo\":\"gpt2\",\"type\":\"model\",\"revision\":\"v1\"}",
                "gpt2:F16                                    | {\"repo\":\"gpt2\",\"type\":\"model\",\"variants\":[\"F16\"]}",
                "datasets/squad                              | {\"repo\":\"squad\",\"type\":\"dataset\"}",
                "acme/t:q4_k_m                               | {\"repo\":\"acme/t\",\"type\":\"model\",\"variants\":[\"Q4_K_M\"]}",
                "acme/t:UD-Q4_K_XL@refs/pr/1                 | {\"repo\":\"acme/t\",\"type\":\"model\",\"revision\":\"refs/pr/1\",\"variants\":[\"UD-Q4_K_XL\"]}",
                "acme/t@feature/x                            | {\"repo\":\"acme/t\",\"type\":\"model\",\"revision\":\"feature/x\"}",
                "datasets/acme/d@main                        | {\"repo\":\"acme/d\",\"type\":\"dataset\",\"revision\":\"main\"}",
                "https://huggingface.co/acme/t               | {\"repo\":\"acme/t\",\"type\":\"model\"}",
                "https://huggingface.co/acme/t/tree/dev      | {\"repo\":\"acme/t\",\"type\":\"model\",\"revision\":\"dev\"}",
                "https://mirror.example/hub/spaces/acme/s    | {\"repo\":\"acme/s\",\"type\":\"space\"}",
                "hf download acme/t config.json              | {\"repo\":\"acme/t\",\"type\":\"model\",\"include\":[\"config.json\"]}",
                "hf download acme/d --repo-type dataset      | {\"repo\":\"acme/d\",\"type\":\"dataset\"}",
                "ollama run hf.co/acme/t:Q8_0                | {\"repo\":\"acme/t\",\"type\":\"model\",\"variants\":[\"Q8_0\"]}"
            })
    void isReadAsUsersWriteIt(String words, String body) {
        assertThat(Wanted.body(Wanted.of(List.of(words.split(" ")), null, SETTINGS)))
                .hasToString(body);
    }
}
