package io.hfdownloader.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The token comes from where {@code hf} looks, in its order. */
@Tag("fast")
class HubTokenTest {

    @TempDir
    Path folder;

    private Path named;

    @BeforeEach
    void files() throws IOException {
        named = Files.writeString(folder.resolve("my-token"), "hf_ofTheNamedFile\n");
        Files.writeString(folder.resolve("token"), "hf_ofTheHome\n");
    }

    @Test
    void theSettingWinsOverTheFiles() {
        assertThat(token(" hf_set\r\n", named.toString(), folder.toString())).contains("hf_set");
    }

    @Test
    void theNamedFileWinsOverTheHome() {
        assertThat(token(null, named.toString(), folder.toString())).contains("hf_ofTheNamedFile");
    }

    @Test
    void theHomeHasAFileOfItsOwn() {
        assertThat(token(null, null, folder.toString())).contains("hf_ofTheHome");
    }

    @Test
    void aBlankSettingIsNone() {
        assertThat(token("  ", named.toString(), null)).contains("hf_ofTheNamedFile");
    }

    @Test
    void aMissingFileMeansNoToken() {
        assertThat(token(null, folder.resolve("none").toString(), null)).isEmpty();
        assertThat(token(null, folder.toString(), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "hf_a b", "hf_\u00e4", "hf_a\tb", "hf_\0"})
    void whatCannotStandInAHeaderIsNoToken(String content) throws IOException {
        Files.writeString(named, content);
        assertThat(token(null, named.toString(), null)).isEmpty();
    }

    @Test
    void aLoginWhileTheServerRunsIsNoticed() throws IOException {
        Path later = folder.resolve("later");
        HubToken token = new HubToken(new Config(Optional.empty(), Optional.of(later.toString()), Optional.empty()));
        assertThat(token.current()).isEmpty();
        Files.writeString(later, "hf_later");
        token.refresh();
        assertThat(token.current()).contains("hf_later");
        Files.delete(later);
        token.refresh();
        assertThat(token.current()).isEmpty();
    }

    private static Optional<String> token(String set, String path, String home) {
        return new HubToken(new Config(Optional.ofNullable(set), Optional.ofNullable(path), Optional.ofNullable(home)))
                .current();
    }

    private record Config(Optional<String> token, Optional<String> tokenPath, Optional<String> home)
            implements HubConfig {

        @Override
        public Optional<String> endpoint() {
            return Optional.of("https://hub.example");
        }

        @Override
        public Duration apiTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
