package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.StandInRepo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line as users start it: where no service runs it downloads by itself, with the same guarantees. */
@Tag("process")
class CommandIT {

    private static final String REPO = "acme/by-command";
    private static final long MIB = 1 << 20;
    private static final long SIZE = 32 * MIB;

    /** On each of eight connections: slow enough for another command to start and end meanwhile. */
    private static final long SLOW_RATE = MIB / 4;

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    private long sentBefore;

    private final List<CommandProcess> started = new ArrayList<>();

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWithSamples();
        hub.add(StandInRepo.model(REPO).file("model.bin", Content.generated(2_012, SIZE)));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @BeforeEach
    void slowDown() {
        sentBefore = hub.bytesSent(ServerRole.CDN, REPO);
        hub.faults().add(Fault.bytesPerSecond("model.bin", SLOW_RATE).on(ServerRole.CDN));
    }

    @AfterEach
    void end() {
        hub.faults().clear();
        started.forEach(CommandProcess::kill);
    }

    @Test
    void aDownloadWithoutAServiceGoesOnAfterCtrlCAndHoldsTheFolderMeanwhile() throws IOException {
        CommandProcess first = command("download", REPO);
        Awaitility.await().atMost(ServerProcess.START_LIMIT).until(() -> arrived() > MIB);

        CommandProcess second = command("download", "acme/new-name");
        assertThat(second.await()).as(second.err()).isEqualTo(6);
        assertThat(second.err()).contains("Another process works in the models directory (process ", "--url");

        first.signal("INT");
        assertThat(first.await()).as(first.err()).isEqualTo(130);
        assertThat(first.err()).contains("What has arrived is kept").doesNotContain("\tat ", "ERROR");
        hub.faults().clear();
        long before = hub.bytesSent(ServerRole.CDN, REPO);

        CommandProcess again = command("download", REPO);
        assertThat(again.await()).as(again.err()).isZero();
        assertThat(again.out()).contains("Completed " + REPO + ": 100 %", "all verified, in " + models().resolve(REPO));
        assertThat(hub.bytesSent(ServerRole.CDN, REPO) - before).isLessThan(SIZE);
        new ModelFolder(models().resolve(REPO)).assertHoldsAllOf(hub.model(REPO));
    }

    @Test
    void whatACommandLeftTheServiceTakesUpAndACommandLeavesTheRestOfTheQueueAlone() throws IOException {
        CommandProcess left = command("download", REPO);
        Awaitility.await().atMost(ServerProcess.START_LIMIT).until(() -> arrived() > MIB);
        left.signal("TERM");
        assertThat(left.await()).as(left.err()).isEqualTo(130);
        long sent = hub.bytesSent(ServerRole.CDN, REPO);

        CommandProcess other = command("download", "acme/new-name", "--json");
        assertThat(other.await()).as(other.err()).isZero();
        assertThat(other.out()).contains("\"state\":\"completed\"").hasLineCount(1);
        assertThat(hub.bytesSent(ServerRole.CDN, REPO)).isEqualTo(sent);

        hub.faults().clear();
        ServerClient service = serverProcesses.start(models(), hub).api();
        for (JsonNode download : service.get("/api/v1/downloads")) {
            var completed = service.awaitCompleted(download.path("id").asText(), ServerProcess.START_LIMIT);
        }
        new ModelFolder(models().resolve(REPO)).assertHoldsAllOf(hub.model(REPO));
    }

    @Test
    void aCommandThatWaitsHearsOfTheDownloadAgainAfterARestartOfTheService() throws IOException {
        ServerProcess server = serverProcesses.start(models(), hub);
        int port = server.root().getPort();
        CommandProcess waiting =
                command(Map.of("HF_DOWNLOADER_URL", server.root().toString()), "download", REPO, "--wait");
        Awaitility.await().atMost(ServerProcess.START_LIMIT).until(() -> arrived() > MIB);
        server.kill();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> waiting.out().contains("connection to the service is lost"));
        hub.faults().clear();
        ServerProcess next = serverProcesses.start(models(), hub, Map.of("QUARKUS_HTTP_PORT", String.valueOf(port)));

        assertThat(waiting.await()).as(waiting.err()).isZero();
        assertThat(waiting.out()).contains("Completed " + REPO);
        assertThat(next.isAlive()).isTrue();
    }

    private CommandProcess command(String... words) throws IOException {
        return command(Map.of(), words);
    }

    /** With a port at which nobody is. */
    private CommandProcess command(Map<String, String> more, String... words) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HF_ENDPOINT",
                hub.endpoint(),
                "HF_DOWNLOADER_MODELS_DIR",
                models().toString(),
                "QUARKUS_HTTP_PORT",
                "1"));
        environment.putAll(more);
        CommandProcess command = CommandProcess.start(folder, environment, words);
        started.add(command);
        return command;
    }

    /** Bytes of the model that are under way or on the disk. */
    private long arrived() {
        return hub.bytesSent(ServerRole.CDN, REPO) - sentBefore;
    }

    private Path models() {
        return folder.resolve("models");
    }
}
