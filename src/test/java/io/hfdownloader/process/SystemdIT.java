package io.hfdownloader.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.standin.HubStandIn;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The program as a unit of {@code Type=notify}: with systemd's own command, and a socket as systemd has it. */
@Tag("process")
class SystemdIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Appends each message as a line to the file that is named second. */
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print('bound', flush=True)
            while True:
                with open(sys.argv[2], 'ab') as told:
                    told.write(s.recv(4096) + b'\\n')
            """;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    @Test
    void systemdIsToldThatItListensThatItLivesAndThatItStops() throws IOException {
        Assumptions.assumeTrue(isInstalled("systemd-notify"), "There is no systemd-notify here (package systemd)");
        Path socket = folder.resolve("notify");
        Path told = Files.createFile(folder.resolve("told"));
        Process listener = new ProcessBuilder("python3", "-c", LISTENER, socket.toString(), told.toString()).start();
        try (HubStandIn hub = HubStandIn.start();
                InputStream said = listener.getInputStream()) {
            assertThat(new String(said.readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("bound");
            ServerProcess server = serverProcesses.start(
                    folder.resolve("models"),
                    hub,
                    Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "1500000"));

            awaitMessage(told, "READY=1", 1);
            awaitMessage(told, "WATCHDOG=1", 3);
            assertThat(messages(told)).doesNotContain("STOPPING=1");
            server.stop();
            assertThat(messages(told)).contains("STOPPING=1").startsWith("READY=1");
            assertThat(server.log())
                    .doesNotContain("systemd", "{\"")
                    .containsPattern("(?m)^[-0-9]{10} [:0-9]{8} INFO  \\[quarkus] hf-downloader .+ started in");
        } finally {
            listener.destroyForcibly();
        }
    }

    /** Its log is JSON here, for journals and collectors that read that: one object a line, whatever is told. */
    @Test
    void whereTheCommandIsMissingTheServiceRunsAndSaysWhatToDo() throws IOException {
        try (HubStandIn hub = HubStandIn.startWithSamples()) {
            ServerProcess server = serverProcesses.start(
                    folder.resolve("models"),
                    hub,
                    Map.of(
                            "NOTIFY_SOCKET",
                            "/run/nobody",
                            "PATH",
                            folder.toString(),
                            "QUARKUS_LOG_CONSOLE_JSON",
                            "true"));

            await().atMost(LIMIT).until(() -> server.log().contains("Use Type=exec without WatchdogSec"));
            server.api().awaitCompleted(server.api().download("acme/tiny-sharded"), LIMIT);
            server.stop();
            for (String line : server.log().lines().toList()) {
                JsonNode told = JSON.readTree(line);
                assertThat(told.path("level").asText()).as(line).isIn("INFO", "WARN");
                assertThat(told.path("message").asText()).as(line).isNotBlank();
                assertThat(Instant.parse(told.path("timestamp").asText())).isBefore(Instant.now());
            }
            assertThat(server.log())
                    .contains("Downloaded acme/tiny-sharded at ")
                    .doesNotContain("deprecated");
        }
    }

    private static void awaitMessage(Path told, String message, long count) {
        await().atMost(LIMIT)
                .until(() -> messages(told).stream().filter(message::equals).count() >= count);
    }

    /** A message may be of several lines; those for its own end, which systemd-notify waits for, are left out. */
    private static List<String> messages(Path told) {
        try (Stream<String> lines = Files.lines(told)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("BARRIER"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
    }
}
