package io.hfdownloader.process;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk without room, as it really is: on a file system of 64 MiB. Each test has a Hub, a disk and a server of its own and waits most
 * of its time for the next look at the disk, so several run at once.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class DiskFullIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    private SmallDisk disk;
    private HubStandIn hub;

    @BeforeEach
    void start() throws IOException {
        disk = SmallDisk.mountOrSkip(folder.resolve("models"), "size=64m");
        hub = HubStandIn.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (hub != null) {
            hub.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aModelThatIsLargerThanTheDiskIsRefusedBeforeTheFirstByte() throws IOException {
        hub.add(StandInRepo.model("acme/large").file("model.safetensors", Content.generated(1, 80L * MIB)));
        ServerClient server = serverProcesses.start(models(), hub).api();

        HttpResponse<String> refused =
                server.post("/api/v1/downloads", Map.of("repo", "acme/large", "include", List.of()));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
        assertThat(refused.body()).contains("acme/large needs", "it has 67.1 MB in all", "are kept free");
        assertThat(hub.bytesSent("acme/large")).isZero();
        assertThat(server.get("/api/v1/downloads")).isEmpty();
    }

    @Test
    void whatDoesNotFitNowStartsByItselfWhenThereIsRoomAndSmallerOnesPassIt() throws IOException {
        StandInRepo large =
                hub.add(StandInRepo.model("acme/large").file("model.safetensors", Content.generated(1, 24L * MIB)));
        StandInRepo small =
                hub.add(StandInRepo.model("acme/small").file("model.safetensors", Content.generated(2, 4L * MIB)));
        ServerClient server = serverProcesses
                .start(models(), hub, Map.of("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "1"))
                .api();
        Path filler = disk.fill();
        leave(filler, 16L * MIB);

        String waits = server.download("acme/large");
        JsonNode waiting = server.get("/api/v1/downloads/" + waits).path("waiting");
        assertThat(waiting.path("code").asText()).as(waiting.toString()).isEqualTo("disk-full");
        assertThat(waiting.path("reason").asText()).contains("are missing. It starts by itself when there is room.");
        assertThat(waiting.path("parameters").path("missingBytes").asLong()).isBetween(8L * MIB, 12L * MIB);
        server.awaitCompleted(server.download("acme/small"), LIMIT);
        new ModelFolder(models().resolve(small.id())).assertHoldsAllOf(small);
        assertThat(server.get("/api/v1/downloads/" + waits).path("state").asText())
                .isEqualTo("queued");
        assertThat(hub.bytesSent("acme/large")).isZero();

        Files.delete(filler);
        server.awaitCompleted(waits, LIMIT);
        new ModelFolder(models().resolve(large.id())).assertHoldsAllOf(large);
    }

    @Test
    void aFullDiskIsNotReadyButAlive() throws IOException {
        ServerClient server = serverProcesses.start(models(), hub).api();
        Path filler = disk.fill();

        HttpResponse<String> ready = server.call("/q/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
        assertThat(ready.body()).contains("The models directory cannot be written");
        assertThat(server.status("/q/health/live")).isEqualTo(200);
        assertThat(server.status("/hf-downloader/manage"))
                .as("where room can be made")
                .isEqualTo(200);

        Files.delete(filler);
        assertThat(server.status("/q/health/ready")).isEqualTo(200);
    }

    @Test
    void aLargeFileWaitsForRoomAndThenGoesOn() throws IOException {
        StandInRepo repo =
                hub.add(StandInRepo.model("acme/fits").file("model.safetensors", Content.generated(2, 24L * MIB)));
        assertWaitsForRoomAndThenGoesOn(repo);
    }

    @Test
    void smallFilesWaitForRoomAndThenGoOn() throws IOException {
        RepoBuilder files = StandInRepo.model("acme/small-files");
        for (int i = 0; i < 300; i++) {
            files.file("part-" + i + ".safetensors", Content.generated(100 + i, 64L * 1024));
        }
        assertWaitsForRoomAndThenGoesOn(hub.add(files));
    }

    @Test
    void aDownloadInTheQueueWaitsForRoomWhenItsTurnComes() throws IOException {
        hub.add(StandInRepo.model("acme/first").file("model.safetensors", Content.generated(3, 8L * MIB)));
        StandInRepo second =
                hub.add(StandInRepo.model("acme/second").file("model.safetensors", Content.generated(4, 8L * MIB)));
        hub.faults().add(Fault.bytesPerSecond("acme/first", MIB / 4));
        ServerClient server = serverProcesses
                .start(models(), hub, Map.of("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "1"))
                .api();
        String running = server.download("acme/first");
        String queued = server.download("acme/second");
        server.await(running, LIMIT, download -> download.path("state").asText().equals("downloading"));
        Path filler = disk.fill();

        assertThat(server.post("/api/v1/downloads/" + running + "/cancel", Map.of())
                        .statusCode())
                .isEqualTo(200);
        JsonNode waiting = server.await(
                queued,
                LIMIT,
                download -> download.path("waiting").path("reason").asText().contains("when there is room")
                        || download.path("state").asText().equals("failed"));
        // whose folder it is cannot be written down either, so it may be the first step that waits
        assertThat(waiting.path("state").asText()).as(waiting.toString()).isIn("queued", "resolving", "downloading");

        Files.delete(filler);
        server.awaitCompleted(queued, LIMIT);
        new ModelFolder(models().resolve(second.id())).assertHoldsAllOf(second);
    }

    @Test
    void ofTwoThatWaitForRoomTheFirstGoesOnWhenThereIsRoomForOne() throws IOException {
        for (int i = 1; i <= 2; i++) {
            hub.add(StandInRepo.model("acme/waits-" + i).file("model.safetensors", Content.generated(i, 8L * MIB)));
        }
        hub.faults().add(Fault.bytesPerSecond(".safetensors", MIB / 4));
        ServerClient server = serverProcesses.start(models(), hub).api();
        String first = server.download("acme/waits-1");
        String second = server.download("acme/waits-2");
        for (String id : List.of(first, second)) {
            server.await(id, LIMIT, download -> download.path("bytesReceived").asLong() > MIB);
        }
        Path filler = disk.fill();
        hub.faults().clear();
        long left = 0;
        for (String id : List.of(first, second)) {
            JsonNode waits = server.await(
                    id,
                    LIMIT,
                    download -> download.path("waiting").path("reason").asText().contains("when there is room"));
            left = Math.max(
                    left,
                    waits.path("bytesTotal").asLong()
                            - waits.path("bytesReceived").asLong());
        }

        leave(filler, 64L * MIB / 20 + left + left / 2); // what stays free, and for one and a half of them
        server.awaitCompleted(first, LIMIT);
        Files.delete(filler);
        server.awaitCompleted(second, LIMIT);
    }

    @Test
    void aBandwidthLimitThatCannotBeSavedLeavesTheOldOneInForce() throws IOException {
        ServerProcess server = serverProcesses.start(models(), hub);
        Path filler = disk.fill();

        HttpResponse<String> refused = server.api().put("/api/v1/system/bandwidth-limit", Map.of("limit", "2M"));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
        assertThat(refused.body()).contains("the old one stays in force");
        HttpResponse<String> token =
                server.api().put("/api/v1/system/token", Map.of("token", HubStandIn.STAND_IN_TOKEN));
        assertThat(token.statusCode()).as(token.body()).isEqualTo(507);
        assertThat(server.api().get("/api/v1/system/token").path("present").asBoolean(true))
                .isFalse();
        assertThat(server.api()
                        .get("/api/v1/system/bandwidth-limit")
                        .path("limit")
                        .asText())
                .isEmpty();
        assertThat(server.log()).as("no stack trace").doesNotContain("\tat ");
        Files.delete(filler);
        assertThat(server.api()
                        .put("/api/v1/system/bandwidth-limit", Map.of("limit", "2M"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Makes so much room by what fills the disk. */
    private static void leave(Path filler, long bytes) throws IOException {
        try (FileChannel shrunk = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            assertThat(shrunk.truncate(shrunk.size() - bytes).isOpen()).isTrue();
        }
    }

    private void assertWaitsForRoomAndThenGoesOn(StandInRepo repo) throws IOException {
        hub.faults().add(Fault.bytesPerSecond(".safetensors", MIB / 4));
        ServerProcess server = serverProcesses.start(models(), hub);
        String id = server.api().download(repo.id());
        JsonNode begun = server.api()
                .await(id, LIMIT, download -> download.path("bytesReceived").asLong() > 2 * MIB);
        assertThat(begun.path("state").asText()).isEqualTo("downloading");
        Path filler = disk.fill();
        hub.faults().clear();

        JsonNode waiting = server.api()
                .await(
                        id,
                        LIMIT,
                        download ->
                                download.path("waiting").path("reason").asText().contains("disk")
                                        || download.path("state").asText().equals("failed"));
        assertThat(waiting.path("state").asText()).as(waiting.toString()).isEqualTo("downloading");
        assertThat(server.api().status("/q/health/live")).isEqualTo(200);

        Files.delete(filler);
        server.api().awaitCompleted(id, LIMIT);
        new ModelFolder(models().resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(server.log()).as("no stack trace").doesNotContain("\tat ");
    }

    private Path models() {
        return folder.resolve("models");
    }
}
