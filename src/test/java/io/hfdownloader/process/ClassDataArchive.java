package io.hfdownloader.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes of a started server as the Java machine keeps them in memory, in a file: a start from it takes a quarter of
 * the processor time less, and tests start more than a hundred servers. Made once for each run of the tests, by a server
 * that starts and stops again. The Java machine reads none of a file that does not fit its options or its classes.
 */
final class ClassDataArchive {

    private static final Path FILE = Path.of("target", "server-classes.jsa");
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private static List<String> options = List.of();

    private ClassDataArchive() {}

    /** Options with which a server of {@code program} starts from it; blocks while it is made, the first time, and fails when it cannot be. */
    static synchronized List<String> options(List<String> program) {
        if (options.isEmpty()) {
            make(program);
            options = List.of("-XX:SharedArchiveFile=" + FILE);
        }
        return options;
    }

    private static void make(List<String> program) {
        try {
            Path folder = Files.createTempDirectory("class-data");
            try {
                make(program, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(List<String> program, Path folder) throws IOException {
        Path log = folder.resolve("log");
        Files.deleteIfExists(FILE);
        List<String> line = ServerProcess.with(program, List.of("-XX:ArchiveClassesAtExit=" + FILE));
        ServerProcess server = ServerProcess.launch(
                line,
                log,
                folder,
                Map.of(
                        "HF_DOWNLOADER_MODELS_DIR",
                        folder.resolve("models").toString(),
                        "HF_ENDPOINT",
                        "http://127.0.0.1:9"));
        try {
            server.awaitReady();
        } finally {
            server.stop(STOP_LIMIT);
        }
        assertThat(FILE).as("written, says its log:%n%s", server.log()).exists();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList(); // what is in a folder before the folder
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
