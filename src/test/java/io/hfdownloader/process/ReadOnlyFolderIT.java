package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A folder that cannot be written any more, as disks turn after an error. Of one at the start, see {@link StartIT}. */
@Tag("process")
class ReadOnlyFolderIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    private final HubStandIn hub = HubStandIn.start();

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path models;

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void folderThatTurnsReadOnlyIsAnErrorThatKeepsWhatCame() throws IOException {
        StandInRepo repo =
                hub.add(StandInRepo.model("acme/fits").file("model.safetensors", Content.generated(2, 40L * MIB)));
        hub.faults().add(Fault.bytesPerSecond(".safetensors", MIB));
        ServerProcess server = serverProcesses.start(models, hub);
        ServerClient api = server.api();
        String id = api.download(repo.id());
        api.await(id, LIMIT, download -> download.path("bytesReceived").asLong() > 12 * MIB);
        act(api, id, "pause");
        api.await(id, LIMIT, download -> download.path("state").asText().equals("paused"));

        try (SmallDisk readOnly = SmallDisk.makeReadOnlyOrSkip(models.resolve(repo.id()))) {
            act(api, id, "resume");
            JsonNode failed = api.await(
                    id, LIMIT, download -> download.path("state").asText().equals("failed"));
            assertThat(failed.path("error").path("detail").asText())
                    .contains("cannot be written: ", "mounted read-only", "Check the models folder");
        }

        assertThat(api.status("/q/health/live")).isEqualTo(200);
        hub.faults().clear();
        act(api, id, "retry");
        api.awaitCompleted(id, LIMIT);
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(hub.bytesSent(repo.id())).isLessThan(44L * MIB);
        assertThat(server.log()).as("no stack trace").doesNotContain("\tat ");
    }

    private static void act(ServerClient api, String id, String how) {
        assertThat(api.post("/api/v1/downloads/" + id + "/" + how, Map.of()).statusCode())
                .isEqualTo(200);
    }
}
