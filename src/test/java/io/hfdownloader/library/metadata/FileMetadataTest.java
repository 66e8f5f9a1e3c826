package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import io.hfdownloader.files.OpenFolder;
import io.hfdownloader.files.RootFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class FileMetadataTest {

    private static final String COMMIT = "c".repeat(40);
    private static final String ETAG = "e".repeat(64);

    @TempDir
    Path folder;

    @Test
    void writesThreeLinesThatItReadsAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("model.bin"), "x");
        Path metadata = Files.createDirectories(folder.resolve("metadata/deep")).resolve("model.bin.metadata");
        write(metadata, file);
        assertThat(metadata).content().matches(COMMIT + "\n" + ETAG + "\n\\d{10}\\.\\d{6}\n");
        assertThat(FileMetadata.read(metadata)).hasValueSatisfying(read -> {
            assertThat(read.commit()).isEqualTo(COMMIT);
            assertThat(read.etag()).isEqualTo(ETAG);
            assertThat(lastModified(file)).matches(read::isValidFor);
        });
        assertThat(metadata.getParent())
                .isDirectoryContaining("glob:**/*.metadata")
                .isDirectoryNotContaining("glob:**/.*");
    }

    private void write(Path metadata, Path file) throws IOException {
        try (OpenFolder notes = RootFolder.of(folder).openParent(metadata)) {
            FileMetadata.write(notes, metadata.getFileName(), Files.getLastModifiedTime(file), COMMIT, ETAG);
        }
    }

    @Test
    void staysValidForAFileFromAClockThatIsAhead() throws IOException {
        Path file = Files.writeString(folder.resolve("model.bin"), "x");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3_600)));
        Path metadata = folder.resolve("model.bin.metadata");
        write(metadata, file);
        assertThat(FileMetadata.read(metadata))
                .hasValueSatisfying(read -> assertThat(read.isValidFor(FileTime.from(read.writtenAt())))
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({"-5_000, true", "0, true", "1_000, true", "1_001, false", "60_000, false"})
    void holdsUntilTheFileChanges(String later, boolean valid) {
        Instant writtenAt = Instant.ofEpochSecond(1_795_445_773);
        FileTime modified = FileTime.from(writtenAt.plusMillis(Long.parseLong(later.replace("_", ""))));
        assertThat(new FileMetadata(COMMIT, ETAG, writtenAt).isValidFor(modified))
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1795445773.566317, 566317000", "1795445773, 0", "1.795445773566317e9, 566317000"})
    void readsTheTimesOfThePythonClient(String seconds, int nanos) throws IOException {
        Path metadata = Files.writeString(folder.resolve("n"), COMMIT + "\n" + ETAG + "\n" + seconds + "\n");
        assertThat(FileMetadata.read(metadata).map(FileMetadata::writtenAt))
                .contains(Instant.ofEpochSecond(1_795_445_773, nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "a\nb", "a\nb\n", "a\nb\nnever", "a\nb\n1e999999999", "\n\n1", "a\nb\nNaN", "\0\0\0"})
    void takesGarbageForNoNote(String text) throws IOException {
        assertThat(FileMetadata.read(Files.writeString(folder.resolve("n"), text)))
                .isEmpty();
    }

    @Test
    void findsNoneInAFolderOrNowhere() {
        assertThat(FileMetadata.read(folder)).isEmpty();
        assertThat(FileMetadata.read(folder.resolve("nothing"))).isEmpty();
    }

    private static FileTime lastModified(Path file) {
        return FileTime.fromMillis(file.toFile().lastModified());
    }
}
