package io.hfdownloader.library.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What users are told of a place, where they call it by another name than this process. */
@Tag("fast")
class ShownPathTest {

    private static final Path ROOT = Path.of("/models");

    @ParameterizedTest
    @CsvSource({
        "/srv/models, /srv/models/acme/tiny/a b.gguf",
        "/srv/models/, /srv/models/acme/tiny/a b.gguf",
        "' /srv/models ', /srv/models/acme/tiny/a b.gguf",
        "/, /acme/tiny/a b.gguf",
        "~/models, ~/models/acme/tiny/a b.gguf",
        "D:\\models, D:\\models\\acme\\tiny\\a b.gguf",
        "D:\\models\\, D:\\models\\acme\\tiny\\a b.gguf",
        "D:\\, D:\\acme\\tiny\\a b.gguf",
        "D:/models, D:/models/acme/tiny/a b.gguf",
        "D:/, D:/acme/tiny/a b.gguf",
        "\\\\nas\\models, \\\\nas\\models\\acme\\tiny\\a b.gguf",
    })
    void whatIsBelowTheModelsDirectoryHasTheNameThatUsersKnow(String setting, String shown) {
        assertThat(new ShownPath(ROOT, Optional.of(setting)).of(ROOT.resolve("acme/tiny/a b.gguf")))
                .isEqualTo(shown);
        assertThat(ShownPath.fault(setting)).isEmpty();
    }

    @Test
    void withoutTheSettingAPathIsWhatItIs() {
        for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of(" "))) {
            ShownPath same = new ShownPath(ROOT, none);
            assertThat(same.of(ROOT)).isEqualTo("/models");
            assertThat(same.of(ROOT.resolve("acme/tiny"))).isEqualTo("/models/acme/tiny");
        }
        assertThat(new ShownPath(Path.of("/"), Optional.empty()).of(Path.of("/acme")))
                .isEqualTo("/acme");
    }

    @Test
    void whatIsElsewhereKeepsItsName() {
        ShownPath shown = new ShownPath(ROOT, Optional.of("/srv/models"));
        assertThat(shown.of(ROOT)).isEqualTo("/srv/models");
        assertThat(shown.of(Path.of("/models2/acme"))).isEqualTo("/models2/acme");
        assertThat(shown.of(Path.of("/"))).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "./models", "C:models", "$HOME/models", "\"/srv\"", "/srv/mod\u202eels", "/a\nb"})
    void whatIsNoPathIsToldAtTheStart(String setting) {
        assertThat(ShownPath.fault(setting))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("HF_DOWNLOADER_SHOWN_DIR"));
        assertThat(ShownPath.fault("/" + "x".repeat(1_000))).isPresent();
    }
}
