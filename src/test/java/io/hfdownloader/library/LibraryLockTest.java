package io.hfdownloader.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The system keeps locks of processes apart, not of threads: the second server is a process here. */
@Tag("fast")
class LibraryLockTest {

    @TempDir
    Path models;

    private ModelLibrary library;

    /** A server's first steps in a process of its own. */
    static final class Second {
        private Second() {}

        public static void main(String[] arguments) {
            try {
                ModelLibrary library = new ModelLibrary(() -> Path.of(arguments[0]));
                library.close();
                System.out.println("STARTED");
            } catch (LibraryUnavailableException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private Path state(String name) {
        return models.resolve(".cache/hf-downloader").resolve(name);
    }

    private String second() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Second.class.getName(),
                        models.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** By another process: who closes a file, as Java does for this, loses the locks that this one has on it. */
    private static void touch(Path file) throws IOException, InterruptedException {
        Process touch = new ProcessBuilder("touch", "-d", "2001-01-01", file.toString()).start();
        assertThat(touch.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(touch.exitValue()).isZero();
    }

    @Test
    void aSecondServerIsKeptOutAlthoughTheLockFileWasRemoved() throws Exception {
        Files.delete(state("lock"));
        touch(state("id"));
        library.layout().requireRoot(); // reads the marker anew, which must not give its lock away

        assertThat(second())
                .contains("Another server works in this models directory")
                .doesNotContain("STARTED");
        Files.deleteIfExists(state("lock"));
        library.rescan();

        assertThat(second()).contains("process " + ProcessHandle.current().pid());
        library.close();
        assertThat(second()).contains("STARTED");
    }

    @Test
    void whoWorksWhereTheMarkerIsAnotherWritesNothing() throws Exception {
        Files.delete(state("lock"));
        Files.delete(state("id"));

        assertThat(second()).contains("STARTED");

        assertThat(library.layout().absence())
                .hasValueSatisfying(away -> assertThat(away.detail()).contains("is another one, by its marker"));
    }

    @Test
    void aMarkerThatWasReplacedByItsCopyIsHeldAnew() throws Exception {
        Path copy = Files.copy(state("id"), state("id-copy"));
        Files.delete(state("id"));
        Files.move(copy, state("id"));
        Files.delete(state("lock"));
        library.rescan();
        Files.delete(state("lock"));

        assertThat(second()).contains("Another server works in this models directory");
    }
}
