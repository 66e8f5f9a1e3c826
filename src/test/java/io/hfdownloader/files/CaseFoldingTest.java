package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
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

    private CaseFolding folding;

    /** A link makes this disk look like one that folds. */
    @BeforeEach
    void lookLikeADiskThatFolds() throws IOException {
        Path upper = folder.resolve("CASE-PROBE");
        if (Files.notExists(upper)) {
            Files.createSymbolicLink(upper, Path.of("case-probe"));
        }
        folding = CaseFolding.of(folder);
    }

    @Test
    void seesWhatThisDiskIsLikeAndLeavesNothingBehind(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("a"), "lower");
        Files.writeString(other.resolve("A"), "upper");
        boolean keepsApart = Files.readString(other.resolve("a")).equals("lower");

        assertThat(CaseFolding.of(other).objection(List.of("x", "X")).isEmpty()).isEqualTo(keepsApart);
        assertThat(other.resolve("case-probe")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, readme.md",
        "a/B/c, A/b/C",
        "data, Data/train.csv",
        "Data/train.csv, data",
        "\u00e9.txt, e\u0301.txt"
    })
    void objectsToNamesThatWouldBeOneFile(String one, String other) {
        assertThat(folding.objection(List.of("config.json", one, other)).orElseThrow())
                .contains("\"" + one + "\"", "\"" + other + "\"", "Exclude one of them");
    }

    @Test
    void takesFilesOfFoldersThatDifferByCaseAsLongAsTheirNamesDiffer() {
        assertThat(folding.objection(List.of("Data/a.csv", "data/b.csv", "config.json")))
                .isEmpty();
    }
}
