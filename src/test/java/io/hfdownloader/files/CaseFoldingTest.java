package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CaseFoldingTest {

    @TempDir
    Path folder;

    @Test
    void seesWhatThisDiskIsLikeAndLeavesNothingBehind() throws IOException {
        Files.writeString(folder.resolve("a"), "lower");
        Files.writeString(folder.resolve("A"), "upper");
        boolean keepsApart = Files.readString(folder.resolve("a")).equals("lower");
        Files.delete(folder.resolve("a"));
        Files.deleteIfExists(folder.resolve("A"));

        CaseFolding folding = CaseFolding.of(RootFolder.of(folder), folder);
        assertThat(folding.key("x").equals(folding.key("X"))).isEqualTo(!keepsApart);
        assertThat(folder).isEmptyDirectory();
    }

    /** A link makes this disk look like one that folds. */
    @ParameterizedTest
    @CsvSource({"README.md, readme.md", "a/B/c, A/b/C", "stra\u00dfe, STRASSE"})
    void namesThatDifferByCaseAreOneWhereTheDiskSaysSo(String one, String other) throws IOException {
        Files.createSymbolicLink(folder.resolve("CASE-PROBE"), Path.of("case-probe"));
        CaseFolding folding = CaseFolding.of(RootFolder.of(folder), folder);
        assertThat(folding.key(one)).isEqualTo(folding.key(other));
        assertThat(folding.key(one)).isNotEqualTo(folding.key(other + "2"));
    }

    @Test
    void aDiskThatTakesNoLettersBeyondAsciiIsLookedAtAsWell() throws IOException {
        Path composed =
                Files.createDirectory(folder.resolve("form-probe-\u00e9")); // so that no file can be written there
        assertThat(CaseFolding.of(RootFolder.of(folder), folder).key("\u00e9")).isEqualTo("\u00e9");
        assertThat(composed).isDirectory();
    }

    /** As macOS and some network shares have it, whether or not case counts there. */
    @Test
    void namesThatAreComposedInAnotherWayAreOneWhereTheDiskSaysSo() throws IOException {
        String composed = "form-probe-\u00e9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertThat(CaseFolding.of(RootFolder.of(folder), folder).key(composed))
                .isNotEqualTo(CaseFolding.of(RootFolder.of(folder), folder).key(decomposed));
        Files.createSymbolicLink(folder.resolve(decomposed), Path.of(composed));

        CaseFolding folding = CaseFolding.of(RootFolder.of(folder), folder);
        assertThat(folding.key(composed)).isEqualTo(folding.key(decomposed));
        assertThat(folding.key("A")).isNotEqualTo(folding.key("a"));
    }
}
