package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.hfdownloader.library.lock.LibraryUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A program that is put back to an earlier version, or on to a later one. */
@Tag("fast")
class StateFormatTest {

    @TempDir
    Path models;

    @Test
    void aNewDirectoryCarriesTheFormatOfItsState() throws IOException {
        new ModelLibrary(() -> models).close();

        assertThat(format()).hasContent("1");
    }

    @Test
    void theStateOfALaterVersionIsRefusedByNameAndNothingOfItIsTouched() throws IOException {
        new ModelLibrary(() -> models).close();
        Files.writeString(format(), "2\n");
        Path leftover = Files.writeString(models.resolve(".cache/hf-downloader/.hf-downloader-123.tmp"), "later");

        for (int start = 0; start < 2; start++) { // the refused one has let go of the lock
            assertThatThrownBy(() -> new ModelLibrary(() -> models))
                    .isInstanceOf(LibraryUnavailableException.class)
                    .hasMessageContaining("is of a later HF Downloader (format 2, this one knows 1)")
                    .hasMessageContaining("move that folder away");
        }
        assertThat(format()).hasContent("2");
        assertThat(leftover).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\nmore of it\n", "2 since June", "99999999999999999999", "one", "{\"format\": 2}"})
    void whatALaterVersionMayHaveWrittenIsLeftAsItIs(String content) throws IOException {
        new ModelLibrary(() -> models).close();
        Files.writeString(format(), content);

        assertThatThrownBy(() -> new ModelLibrary(() -> models)).isInstanceOf(LibraryUnavailableException.class);
        assertThat(format()).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", " 1 ", "\u0000\u0000"})
    void whatIsOlderOrTornIsTakenOver(String content) throws IOException {
        new ModelLibrary(() -> models).close();
        Files.writeString(format(), content);

        new ModelLibrary(() -> models).close();
        assertThat(Files.readString(format()).strip()).isEqualTo("1");
    }

    @Test
    void aFolderInItsPlaceIsToldAndNotWaitedFor() throws IOException {
        new ModelLibrary(() -> models).close();
        Files.delete(format());
        Files.createDirectory(format());

        assertThatThrownBy(() -> new ModelLibrary(() -> models))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageContaining("format");
    }

    private Path format() {
        return models.resolve(".cache/hf-downloader/format");
    }
}
