package io.hfdownloader.library;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.FaultyDisk;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class LibraryDiskTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path models;

    /** As a share whose server is away: a pipe in place of the marker is opened for ever. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
    void aDiskThatHangsIsToldInsteadOfWaitedFor() throws Exception {
        ModelLibrary library = new ModelLibrary(() -> models);
        Path marker = models.resolve(".cache/hf-downloader/id");
        Path kept = Files.move(marker, marker.resolveSibling("kept"));
        assertThat(new ProcessBuilder("mkfifo", marker.toString()).start().waitFor())
                .isZero();
        LibraryDisk disk = library.disk();

        assertThat(disk.absence(SHORT).await().atMost(LONG)).isEmpty();
        assertThatThrownBy(() -> disk.space(SHORT).await().atMost(LONG))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("does not answer");

        try (OutputStream pipe = Files.newOutputStream(marker)) {
            assertThat(pipe).isNotNull();
            Files.move(kept, marker, StandardCopyOption.REPLACE_EXISTING);
        }
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> disk.space(LONG).await().atMost(LONG).freeBytes() > 0);
        library.close();
    }

    /** However long the disk takes to remove what has to go. */
    @Test
    void whoLooksAtTheDiskDoesNotWaitForThoseWhoMakeRoom() {
        ModelLibrary library = new ModelLibrary(() -> models);
        LibraryDisk disk = library.disk();
        CountDownLatch removing = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> removals = IntStream.range(0, 8)
                .mapToObj(i -> disk.free(() -> removing.await(30, TimeUnit.SECONDS), LONG)
                        .subscribeAsCompletionStage())
                .toList();

        assertThat(disk.look(() -> "seen", LONG).await().atMost(LONG)).isEqualTo("seen");
        assertThat(removals).noneMatch(CompletableFuture::isDone);
        removing.countDown();
        assertThat(removals).allMatch(CompletableFuture::join);
        library.close();
    }

    /** The first look into a folder never ends; a second one would. */
    @Test
    void aScanThatHangsIsToldToAllWhoAskAndIsNotBegunAgain() throws Exception {
        Files.createDirectories(models.resolve("acme/tiny"));
        Files.writeString(models.resolve("acme/tiny/config.json"), "{}");
        FaultyDisk disk = new FaultyDisk(models);
        ModelLibrary library = new ModelLibrary(disk::root);
        CountDownLatch answer = new CountDownLatch(1);
        disk.before(FaultyDisk.Call.LOOK, "acme", () -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        for (int asked = 0; asked < 5; asked++) {
            assertThatThrownBy(() -> library.freshModels(SHORT).await().atMost(LONG))
                    .isInstanceOf(DiskException.class)
                    .hasMessageContaining("does not answer");
        }

        answer.countDown();
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> library.freshModels(LONG).await().atMost(LONG).size() == 1);
        library.close();
    }
}
