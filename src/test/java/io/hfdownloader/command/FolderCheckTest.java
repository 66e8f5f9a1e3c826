package io.hfdownloader.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code verify} finds in a folder. */
@Tag("fast")
class FolderCheckTest {

    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    @Test
    void linksAreListedApartAndAreNotMissing() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("here.txt"), "hello");
        Files.createSymbolicLink(
                model.resolve("linked.txt"), Files.writeString(elsewhere.resolve("linked.txt"), "hello"));
        Files.createSymbolicLink(model.resolve("broken.txt"), elsewhere.resolve("nothing"));
        Files.createSymbolicLink(model.resolve("sub"), elsewhere);
        for (String path : new String[] {"here.txt", "linked.txt", "broken.txt", "sub/linked.txt"}) {
            note(model, path);
        }

        FolderCheck check = FolderCheck.of(model);

        assertThat(check.verified()).containsExactly("here.txt");
        assertThat(check.links()).containsExactly("broken.txt", "linked.txt", "sub");
        assertThat(check.missing()).isEmpty();
        assertThat(check.isWhole()).isTrue();
        assertThat(FolderCheck.of(Files.createSymbolicLink(folder.resolve("link"), model)))
                .isEqualTo(check);
    }

    @Test
    void onlyFilesAreNotesOfFilesAndOnlyFilesAreFiles() throws IOException {
        note(folder, "x.metadata/inner.txt"); // in a folder that is called as a note is
        Files.createDirectories(folder.resolve("x.metadata"));
        Files.writeString(folder.resolve("x.metadata/inner.txt"), "hello");
        note(folder, "gone.txt");
        note(folder, "folder.txt");
        Files.createDirectory(folder.resolve("folder.txt"));

        FolderCheck check = FolderCheck.of(folder);

        assertThat(check.verified()).containsExactly("x.metadata/inner.txt");
        assertThat(check.missing()).containsExactly("folder.txt", "gone.txt");
    }

    private static void note(Path model, String path) throws IOException {
        Path note = model.resolve(".cache/huggingface/download").resolve(path + ".metadata");
        Files.createDirectories(note.getParent());
        Files.writeString(note, "0123456789abcdef0123456789abcdef01234567\n" + SHA256_OF_HELLO + "\n1700000000.0\n");
    }
}
