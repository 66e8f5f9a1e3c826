package io.hfdownloader.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class UnpackedFilesTest {

    private static final String OF_NOBODY = "hf-downloader-999999999999";

    @TempDir
    Path place;

    @Test
    void whatAKilledServerLeftIsTakenAwayAndNothingElse() throws IOException {
        Path own = folder("hf-downloader-" + ProcessHandle.current().pid());
        Path others = folder("hf-downloader-notes");
        Path elsewhere = folder("elsewhere");
        Files.createSymbolicLink(folder(OF_NOBODY).resolve("link"), elsewhere);
        Path link = Files.createSymbolicLink(place.resolve("hf-downloader-999999999998"), elsewhere);
        Path file = Files.createFile(place.resolve("hf-downloader-999999999997"));

        UnpackedFiles.withoutLeftovers(place);

        assertThat(place).isDirectoryNotContaining(path -> path.endsWith(OF_NOBODY));
        assertThat(own.resolve("scripts/a.js")).exists();
        assertThat(others.resolve("scripts/a.js")).exists();
        assertThat(elsewhere.resolve("scripts/a.js")).exists();
        assertThat(link).isSymbolicLink();
        assertThat(file).exists();
    }

    @Test
    void aPlaceThatCannotBeReadIsLeftAsItIs() {
        Path missing = place.resolve("missing");

        assertThat(UnpackedFiles.withoutLeftovers(missing)).isEqualTo(missing).doesNotExist();
    }

    private Path folder(String name) throws IOException {
        Path folder = place.resolve(name);
        Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(folder.resolve("scripts/a.js"), "");
        return folder;
    }
}
