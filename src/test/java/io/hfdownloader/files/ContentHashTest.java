package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class ContentHashTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({ // as sha256sum and git hash-object print them
        "hello, 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, true",
        "hello, b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0, true",
        "'', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391, true",
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, true",
        "other, b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0, false"
    })
    void knowsBothHashesOfTheHub(String content, String etag, boolean same) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), content);
        assertThat(ContentHash.matches(file, etag, () -> false, bytes -> {})).isEqualTo(same);
    }

    @Test
    void tellsHowFarItIsAndStopsWhenAsked() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[5_000_000]);
        List<Long> told = new ArrayList<>();
        assertThat(ContentHash.matches(file, "a".repeat(64), () -> false, told::add))
                .isFalse();
        assertThat(told).isSorted().doesNotHaveDuplicates().endsWith(5_000_000L).hasSizeGreaterThan(1);
        AtomicLong hashed = new AtomicLong();
        assertThatThrownBy(() -> ContentHash.matches(file, "a".repeat(64), () -> hashed.get() > 0, hashed::set))
                .isInstanceOf(CancellationException.class);
        assertThat(hashed.get()).isLessThan(5_000_000);
    }

    @Test
    void doesNotReadThroughALink() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "hello");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> ContentHash.matches(link, "a".repeat(64), () -> false, bytes -> {}))
                .isInstanceOf(IOException.class);
    }
}
