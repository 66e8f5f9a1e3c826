package io.hfdownloader.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.library.FileHash;
import io.hfdownloader.standin.Content;
import io.hfdownloader.standin.Fault;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.Listener;
import io.hfdownloader.standin.StandInRepo;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.Service.await;
import static io.hfdownloader.web.Service.post;
import static io.hfdownloader.web.Service.start;
import static io.hfdownloader.web.Service.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Users who click fast, and at bad moments. */
@QuarkusTest
@QuarkusTestResource(StandInHub.class)
class SteeringTest {

    private static final String DOWNLOADS = "/api/v1/downloads";
    private static final Content LARGE = Content.generated(77, 40_000_000);

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        Service.clear();
    }

    @Test
    void aDownloadThatIsPausedWhileAFileWaitsForItsRetryGoesOnWhenResumed() {
        hub.add(StandInRepo.model("acme/waits").file("model.safetensors", Content.generated(5, 300_000)));
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, "model.safetensors", 3_000)
                        .on(Listener.CDN));
        String id = start("acme/waits");
        await().until(() -> Service.download(id).get("waiting") != null);

        post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);

        await(id, "completed");
    }

    @Test
    void aStormOfPausesAndResumesLeavesNoWorkThatNobodyOwns() throws IOException {
        hub.add(StandInRepo.model("acme/stormy").file("model.safetensors", LARGE));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        String id = start("acme/stormy");
        for (int i = 0; i < 60; i++) {
            post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
            post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        }
        post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);

        // what still runs ends within a moment; then nothing is asked or sent any more
        await().until(() -> standsStill("model.safetensors"));
        assertThat(state(id)).isEqualTo("paused");

        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await(id, "completed");
        assertThat(FileHash.matches(
                        models.resolve("acme/stormy/model.safetensors"), LARGE.sha256(), () -> false, bytes -> {}))
                .isTrue();
        try (Stream<Path> left = Files.list(models.resolve("acme/stormy/.cache/huggingface/download"))) {
            assertThat(left).allMatch(path -> path.toString().endsWith(".metadata"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"variants", "include", "exclude"})
    void anEmptyNameIsNotTakenForAllFiles(String field) {
        post(DOWNLOADS, Map.of("repo", "acme/quants-GGUF", field, List.of("")))
                .then()
                .statusCode(400)
                .body("detail", containsString("is empty"));
    }

    /** True when a connection that was open has had time to bring something, and none has. */
    private boolean standsStill(String file) {
        long before = hub.bytesSent(file);
        int asked = hub.requests().size();
        long until = System.nanoTime() + 1_500_000_000L;
        while (System.nanoTime() < until) {
            if (hub.bytesSent(file) != before || hub.requests().size() != asked) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
