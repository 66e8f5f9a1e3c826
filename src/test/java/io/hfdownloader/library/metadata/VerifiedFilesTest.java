package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.files.RootFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Tag("fast")
class VerifiedFilesTest {

    private static final String ETAG = "a".repeat(64);

    @TempDir
    Path folder;

    private Path store;
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        store = folder.resolve("verified.json");
        file = Files.writeString(folder.resolve("model.bin"), "hello");
    }

    private BasicFileAttributes now() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    @Test
    void remembersOverARestart() throws IOException {
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        files.put("sub/\"é\".bin", ETAG, now());
        files.flush();
        VerifiedFiles loaded = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        assertThat(loaded.knows("sub/\"é\".bin", ETAG, now())).isTrue();
        assertThat(loaded.knows("sub/\"é\".bin", "b".repeat(64), now())).isFalse();
        assertThat(loaded.knows("other", ETAG, now())).isFalse();
    }

    @Test
    void forgetsAFileThatWasTouchedOrChanged() throws IOException {
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        BasicFileAttributes before = now();
        files.put("model.bin", ETAG, before);
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(before.lastModifiedTime().toMillis() + 10));
        assertThat(files.knows("model.bin", ETAG, now())).isFalse();
        Files.writeString(file, "hello there");
        Files.setLastModifiedTime(file, before.lastModifiedTime());
        assertThat(files.knows("model.bin", ETAG, now())).isFalse();
    }

    @Test
    void writesOnlyWhatChanged() throws IOException {
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        files.flush();
        assertThat(store).doesNotExist();
        files.put("model.bin", ETAG, now());
        files.flush();
        Files.delete(store);
        files.flush();
        assertThat(store).doesNotExist();
        files.forget("model.bin");
        files.flush();
        assertThat(store).hasContent("{}");
    }

    /** FAT keeps every second second, exFAT every ten milliseconds; both forget the rest when they are unmounted. */
    @ParameterizedTest
    @CsvSource({
        "1795710593987654321,1795710592000000000,true", "1795710593987654321,1795710593980000000,true",
        "1795710593987654321,1795710593000000000,false", "1795710593987654321,1795710594000000000,false",
        "1795710593987654321,1795710590000000000,false", "1795710593987654321,1795710593970000000,false",
        "1795710592000000000,1795710592000000001,false"
    })
    void isTheSameFileWhenItsDiskKeepsTimesInSteps(long hashedAt, long now, boolean same) throws IOException {
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        Files.setLastModifiedTime(file, FileTime.from(hashedAt, TimeUnit.NANOSECONDS));
        files.put("model.bin", ETAG, now());
        Files.setLastModifiedTime(file, FileTime.from(now, TimeUnit.NANOSECONDS));
        assertThat(files.knows("model.bin", ETAG, now())).isEqualTo(same);
    }

    @Test
    void triesAgainWhenTheDiskRefused() throws IOException {
        Path inTheWay = Files.createDirectories(store.resolve("a folder"));
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        files.put("model.bin", ETAG, now());
        assertThatIOException().isThrownBy(files::flush);
        Files.delete(inTheWay);
        Files.delete(store);
        files.flush();
        assertThat(VerifiedFiles.load(RootFolder.of(store.getParent()), store).knows("model.bin", ETAG, now()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"a\":",
                "{\"a\":{}}",
                "{\"a\":[\"x\",1]}",
                "{\"a\":[\"x\",1,2]",
                "{\"a\":[1,2,3,4]}",
                "\0\0"
            })
    void takesGarbageForNothingKnown(String text) throws IOException {
        Files.createDirectories(store.getParent());
        Files.writeString(store, text);
        VerifiedFiles files = VerifiedFiles.load(RootFolder.of(store.getParent()), store);
        assertThat(files.knows("a", "x", now())).isFalse();
        files.put("model.bin", ETAG, now());
        files.flush();
        assertThat(VerifiedFiles.load(RootFolder.of(store.getParent()), store).knows("model.bin", ETAG, now()))
                .isTrue();
    }
}
