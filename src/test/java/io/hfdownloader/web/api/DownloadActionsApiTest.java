package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.hfdownloader.files.ContentHash;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.hfdownloader.web.ServiceClient.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

/** Users who click fast, and at bad moments. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class DownloadActionsApiTest {

    private static final String DOWNLOADS = "/api/v1/downloads";
    private static final Content LARGE = Content.generated(77, 40_000_000);

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        ServiceClient.clear();
    }

    @Test
    void aDownloadThatIsPausedWhileAFileWaitsForItsRetryGoesOnWhenResumed() {
        hub.add(StandInRepo.model("acme/waits").file("model.safetensors", Content.generated(5, 300_000)));
        hub.faults()
                .add(Fault.of(Fault.Kind.RETRY_AFTER, "model.safetensors", 3_000)
                        .on(ServerRole.CDN));
        String id = start("acme/waits");
        await().until(() -> ServiceClient.download(id).get("waiting") != null);

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
        awaitStandstill("model.safetensors");
        assertThat(state(id)).isEqualTo("paused");

        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await(id, "completed");
        assertThat(ContentHash.matches(
                        models.resolve("acme/stormy/model.safetensors"), LARGE.sha256(), () -> false, bytes -> {}))
                .isTrue();
        try (Stream<Path> left = Files.list(models.resolve("acme/stormy/.cache/huggingface/download"))) {
            assertThat(left).allMatch(path -> path.toString().endsWith(".metadata"));
        }
    }

    @Test
    void countsDoNotGoBackWhenADownloadIsPausedAndResumed() {
        hub.add(StandInRepo.model("acme/steady").file("model.safetensors", LARGE));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        String id = start("acme/steady");
        for (int i = 0; i < 8; i++) {
            long before = received(id);
            await().until(() -> received(id) > before);
            post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
            long paused = received(id);
            post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
            await().until(() -> {
                assertThat(received(id)).isGreaterThanOrEqualTo(paused);
                return state(id).equals("downloading");
            });
            assertThat(received(id)).isGreaterThanOrEqualTo(paused);
        }
        post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200); // what is open stays slow
        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await(id, "completed");
    }

    @Test
    void manyFilesStayRightThroughAStormOfPausesWhileTheyArePublished() throws IOException {
        RepoBuilder files = StandInRepo.model("acme/many-storms");
        for (int i = 0; i < 400; i++) {
            files.file("part-" + i + ".safetensors", Content.generated(i, 20_000));
        }
        hub.add(files);
        String id = start("acme/many-storms");
        for (int i = 0; i < 30 && !state(id).equals("completed"); i++) {
            post(DOWNLOADS + "/" + id + "/pause").then().statusCode(oneOf(200, 409));
            post(DOWNLOADS + "/" + id + "/resume").then().statusCode(oneOf(200, 409));
        }

        await(id, "completed");
        for (int i = 0; i < 400; i++) {
            assertThat(models.resolve("acme/many-storms/part-" + i + ".safetensors"))
                    .hasBinaryContent(Content.generated(i, 20_000).bytes());
        }
        try (Stream<Path> left = Files.list(models.resolve("acme/many-storms/.cache/huggingface/download"))) {
            assertThat(left).allMatch(path -> path.toString().endsWith(".metadata"));
        }
    }

    @RepeatedTest(5)
    void aModelCanBeDeletedRightAfterItsDownloadWasCancelled() {
        hub.add(StandInRepo.model("acme/gone").file("model.safetensors", LARGE));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        String id = start("acme/gone");
        await().until(() -> received(id) > 1_000_000);

        post(DOWNLOADS + "/" + id + "/cancel").then().statusCode(200).body("state", is("cancelled"));

        given().delete("/api/v1/library/models/acme/gone").then().statusCode(oneOf(200, 202, 204, 404));
    }

    @Test
    void nothingIsLeftOfDownloadsThatWereCancelledAndForgotten() throws IOException {
        hub.add(StandInRepo.model("acme/leftovers")
                .file("model-Q4_K_M.gguf", LARGE)
                .file("model-Q8_0.gguf", Content.generated(3, 40_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model-Q", 500_000));
        List<String> both = List.of(
                start(Map.of("repo", "acme/leftovers", "variants", List.of("Q4_K_M"))),
                start(Map.of("repo", "acme/leftovers", "variants", List.of("Q8_0"))));
        both.forEach(id -> await().until(() -> received(id) > 1_000_000));
        both.forEach(id -> post(DOWNLOADS + "/" + id + "/cancel").then().statusCode(200));

        both.forEach(id -> given().delete(DOWNLOADS + "/" + id).then().statusCode(204));

        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(models.resolve("acme/leftovers/.cache/huggingface/download"))) {
                assertThat(left).isEmpty();
            }
        });
    }

    @Test
    void aCancelledDownloadIsNotRetriedBesideTheSameOne() {
        hub.add(StandInRepo.model("acme/twins").file("model.safetensors", LARGE));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        String first = start("acme/twins");
        post(DOWNLOADS + "/" + first + "/cancel").then().statusCode(200);
        String second = start("acme/twins");

        post(DOWNLOADS + "/" + first + "/retry")
                .then()
                .statusCode(409)
                .body("detail", containsString("is under way already"));
        await(second, "downloading");
    }

    @Test
    void aDownloadThatWaitsForAnothersFileSaysSo() {
        hub.add(StandInRepo.model("acme/shared")
                .file("model-Q4_K_M.gguf", LARGE)
                .file("model-Q8_0.gguf", Content.generated(4, 1_000)));
        hub.faults().add(Fault.bytesPerSecond("model-Q4_K_M.gguf", 1_000_000));
        String first = start(Map.of("repo", "acme/shared", "variants", List.of("Q4_K_M")));
        await().until(() -> received(first) > 500_000);
        String second = start(Map.of("repo", "acme/shared", "variants", List.of("Q4_K_M", "Q8_0")));

        await().until(() -> String.valueOf(ServiceClient.download(second).getString("waiting.reason"))
                .equals("Another download is fetching model-Q4_K_M.gguf"));
        hub.faults().clear();
        await(second, "completed");
        assertThat(ServiceClient.download(second).getString("waiting")).isNull();
    }

    @Test
    void theSameSelectionWrittenInAnotherWayIsTheSameDownload() {
        hub.add(StandInRepo.model("acme/twice")
                .file("model-Q4_K_M.gguf", LARGE)
                .file("model-Q8_0.gguf", Content.generated(3, 1_000)));
        hub.faults().add(Fault.bytesPerSecond("model-Q4_K_M.gguf", 500_000));
        String id = start(Map.of("repo", "acme/twice", "variants", List.of("Q4_K_M")));

        post("/download", Map.of("repo_id", "acme/twice", "quant_pattern", "Q4_K_M"))
                .then()
                .statusCode(200)
                .body("task_id", is(id));
        assertThat(start(Map.of("repo", "acme/twice", "variants", List.of("Q8_0"))))
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variants", "include", "exclude"})
    void anEmptyNameIsNotTakenForAllFiles(String field) {
        post(DOWNLOADS, Map.of("repo", "acme/quants-GGUF", field, List.of("")))
                .then()
                .statusCode(400)
                .body("detail", containsString("is empty"));
    }

    private static long received(String id) {
        return ServiceClient.download(id).getLong("bytesReceived");
    }

    /** Returns when a connection that was open has had time to bring something, and none has. */
    private void awaitStandstill(String file) {
        AtomicReference<String> last = new AtomicReference<>("");
        await().during(Duration.ofMillis(1_500)).until(() -> {
            String now = hub.bytesSent(file) + " bytes, " + hub.requests().size() + " requests";
            return now.equals(last.getAndSet(now));
        });
    }
}
