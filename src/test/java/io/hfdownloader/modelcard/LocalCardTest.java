package io.hfdownloader.modelcard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a README on the disk says for machines. */
@Tag("fast")
class LocalCardTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'license: apache-2.0' => apache-2.0",
                "'tags:\n- a\nlicense: \"mit\"' => mit",
                "'license:\n- cc-by-4.0' => cc-by-4.0",
                "'license: other\nlicense_name: tiny-community\nlicense_link: x' => tiny-community",
                "'license: other' => other",
            })
    void theLicenceIsKnown(String fields, String license) throws IOException {
        assertThat(LocalCard.license(readme("---\n" + fields + "\n---\n# a"))).hasValue(license);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"# license: mit", "---\nlicense: mit", "---\nlicense:\n---\n", "---\nlicense: [a, b]\n---\n", ""
            })
    void noneOrSeveralAreNoLicence(String text) throws IOException {
        assertThat(LocalCard.license(readme(text))).isEmpty();
    }

    private Path readme(String text) throws IOException {
        return Files.writeString(folder.resolve(LocalCard.FILE), text);
    }
}
