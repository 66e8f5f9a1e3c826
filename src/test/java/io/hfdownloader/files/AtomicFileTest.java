package io.hfdownloader.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesTheContentAsAWhole() throws Exception {
        Path file = folder.resolve("file.json");

        AtomicFile.write(RootFolder.of(folder), file, out -> out.write(bytes("a longer content")));
        AtomicFile.write(RootFolder.of(folder), file, out -> out.write(bytes("short")));

        assertThat(file).hasContent("short");
        assertThat(names(file.getParent())).containsExactly("file.json");
    }

    @Test
    void leavesTheOldContentAndNothingBesideItWhenTheWritingFails() throws Exception {
        Path file = folder.resolve("file.json");
        AtomicFile.write(RootFolder.of(folder), file, bytes("old"));

        assertThatThrownBy(() -> AtomicFile.write(RootFolder.of(folder), file, out -> {
                    out.write(bytes("half of the new"));
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(IOException.class);

        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("file.json");
    }

    @Test
    void namesTheFileAndNotTheTemporaryOneWhenTheDiskRefuses() throws Exception {
        FaultyDisk disk = new FaultyDisk(folder).refuse(FaultyDisk.Call.OPEN, ".hf-downloader-", "Too many open files");
        Path file = disk.root().resolve("file.json");

        assertThatThrownBy(() -> AtomicFile.write(RootFolder.of(disk.root()), file, bytes("new")))
                .hasMessage(file + ": Too many open files");
        Path missing = folder.resolve("gone/file.json");
        assertThatThrownBy(() -> AtomicFile.write(RootFolder.of(folder), missing, bytes("new")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "not ours");
        Path file = folder.resolve("file.json");
        Files.createSymbolicLink(file, outside);
        Files.createSymbolicLink(folder.resolve("file.json~"), outside);

        AtomicFile.write(RootFolder.of(folder), file, bytes("ours"));

        assertThat(outside).hasContent("not ours");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasContent("ours");
    }

    @Test
    void aFolderThatHasGoneIsNotMadeAnewForAFileOfOurState() {
        Path file = folder.resolve("gone/file.json");

        assertThatThrownBy(() -> AtomicFile.write(RootFolder.of(folder), file, bytes("new")))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void failsWhereAFileStandsInPlaceOfTheFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));

        assertThatThrownBy(() -> AtomicFile.write(
                        RootFolder.of(folder), file.resolve("file.json"), out -> out.write(bytes("new"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void removesWhatAKilledServerBeganADayAgo() throws Exception {
        Path old = Files.createFile(folder.resolve(".hf-downloader-abc"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.createFile(folder.resolve(".hf-downloader-def"));
        Path other = Files.createFile(folder.resolve("settings.json"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        AtomicFile.removeAbandonedIn(RootFolder.of(folder), folder);

        assertThat(names(folder)).containsExactlyInAnyOrder(".hf-downloader-def", "settings.json");
    }

    @Test
    void removesWhatAKilledServerBeganOfOneFileAndLeavesTheOthers() throws Exception {
        Path one = folder.resolve("one.json");
        Path other = folder.resolve("other.json");
        List<Path> begun = new ArrayList<>();
        for (Path target : List.of(one, other)) {
            AtomicFile.write(RootFolder.of(folder), target, out -> {
                out.write(1);
                List<Path> temporary;
                try (Stream<Path> files = Files.list(folder)) {
                    temporary = files.filter(
                                    file -> file.getFileName().toString().startsWith(".hf-downloader-"))
                            .toList();
                }
                begun.addAll(temporary);
            });
        }
        for (Path left : begun) { // as kill -9 leaves them
            Files.createFile(left);
        }

        AtomicFile.removeUnfinished(RootFolder.of(folder), one);

        assertThat(begun).hasSize(2);
        assertThat(begun.get(0)).doesNotExist();
        assertThat(begun.get(1)).exists();
        assertThat(one).exists();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
