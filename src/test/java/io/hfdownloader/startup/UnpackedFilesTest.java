package io.hfdownloader.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

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
        Path left = folder(OF_NOBODY);
        Files.createSymbolicLink(left.resolve("link"), elsewhere);
        makeOld(left);
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

    /** As in memory that containers share: its process is not seen from here. */
    @Test
    void whatIsInUseBySomebodyUnseenIsKept() throws IOException {
        Path unpackedToday = folder(OF_NOBODY);
        Path readToday = folder("hf-downloader-999999999998");
        makeOld(readToday);
        Path script = readToday.resolve("scripts/a.js");
        Files.getFileAttributeView(script, BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(Instant.now()), null);

        UnpackedFiles.withoutLeftovers(place);

        assertThat(unpackedToday.resolve("scripts/a.js")).exists();
        assertThat(script).exists();
    }

    @Test
    void aPlaceThatCannotBeReadIsLeftAsItIs() {
        Path missing = place.resolve("missing");

        assertThat(UnpackedFiles.withoutLeftovers(missing)).isEqualTo(missing).doesNotExist();
    }

    private static void makeOld(Path folder) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(old, old, null);
            }
        }
    }

    private Path folder(String name) throws IOException {
        Path folder = place.resolve(name);
        Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(folder.resolve("scripts/a.js"), "");
        return folder;
    }
}
