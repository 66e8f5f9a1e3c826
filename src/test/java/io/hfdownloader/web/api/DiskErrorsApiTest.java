package io.hfdownloader.web.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.hfdownloader.files.MarkedFolder;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ErrorLogCapture;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.download;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** A request that meets a disk which cannot be used is told so; nobody takes it for a fault of the program. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class DiskErrorsApiTest {

    private static final Map<String, String> REQUEST = Map.of("repo", "acme/tiny-sharded");

    HubStandIn hub;
    Path models;

    private ErrorLogCapture errors;

    @BeforeEach
    void listen() {
        errors = ErrorLogCapture.listen();
    }

    @AfterEach
    void nothingIsLoggedAsAFaultOfOurs() {
        errors.close();
        assertThat(errors.messages()).isEmpty();
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aModelsDirectoryThatHasGoneIsToldByEveryRequest() throws Exception {
        Path away = models.resolveSibling("gone-away");
        Files.move(models, away);
        try {
            assertEveryRequestTells("The models directory " + models + " is not there: nothing is there");
            Files.createDirectory(models);
            assertEveryRequestTells("perhaps an empty mount point, has not its marker");
            assertThat(models).as("nothing is written below the mount point").isEmptyDirectory();
            Files.createDirectories(models.resolve(".cache/hf-downloader"));
            Files.writeString(models.resolve(".cache/hf-downloader/id"), "another\n");
            assertEveryRequestTells("the folder that is there now is another one");
        } finally {
            giveBack(away, models);
        }
        given().get("/q/health/ready").then().statusCode(200);
        assertPage("/manage", "en", 200).body(not(containsString("recovery.js")));
        assertPage("/", "en", 200).body(containsString("id=\"disk\" role=\"status\" hidden></p>"));
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    private static void assertEveryRequestTells(String reason) {
        problem(post(DOWNLOADS + "/plan", REQUEST), 503, "disk-away").body("detail", containsString(reason));
        problem(post(DOWNLOADS, REQUEST), 503, "disk-away").body("detail", containsString(reason));
        problem(given().get("/api/v1/library"), 503, "disk-away").body("detail", containsString(reason));
        problem(given().get("/api/v1/system"), 503, "disk-away").body("detail", containsString(reason));
        problem(given().delete("/api/v1/library/models/acme/tiny-sharded"), 503, "disk-away")
                .body("detail", containsString(reason));
        post("/download", Map.of("repo_id", "acme/tiny-sharded"))
                .then()
                .statusCode(400)
                .body("error", containsString(reason));
        given().get("/api/models").then().statusCode(400).body("error", containsString(reason));
        given().get("/q/health/ready").then().statusCode(503).body(containsString(reason));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/api/status").then().statusCode(200);
        assertPage("/manage", "zh-CN", 503).body(containsString("找不到模型目录。"), not(containsString(reason)));
        assertPage("/hf-downloader/manage", "en", 503)
                .body(
                        containsString("<h1>The models directory is missing.</h1>"),
                        containsString(reason),
                        containsString("src=\"./static/recovery.js\""));
        assertPage("/", "zh-CN", 200).body(containsString("找不到模型所在的目录。"), not(containsString(reason)));
        assertPage("/", "en", 200)
                .body(containsString(reason), not(containsString("The models directory is missing.")));
    }

    /** As a share whose server is away: a pipe in place of the marker is opened for ever. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
    void aDiskThatHangsIsToldByEveryRequestAndHoldsFewThreads() throws Exception {
        Path marker = models.resolve(".cache/hf-downloader/id");
        Path kept = Files.move(marker, marker.resolveSibling("kept"));
        assertThat(new ProcessBuilder("mkfifo", marker.toString()).start().waitFor())
                .isZero();
        try (HangingDisk hanging = new HangingDisk(marker, kept)) {
            List<CompletableFuture<Response>> answers = Stream.<Supplier<Response>>of(
                            () -> given().get("/api/v1/library"),
                            () -> given().get("/api/v1/library/models/acme/tiny-sharded"),
                            () -> given().get("/q/health/ready"),
                            () -> given().get("/api/v1/system"),
                            () -> given().accept("text/html").get("/manage"),
                            () -> given().accept("text/html").get("/fragments/library"),
                            () -> post(DOWNLOADS + "/plan", REQUEST))
                    .flatMap(request -> Stream.generate(() -> request).limit(6))
                    .map(request -> CompletableFuture.supplyAsync(request, hanging.users()))
                    .toList();
            CompletableFuture<Response> older =
                    CompletableFuture.supplyAsync(() -> given().get("/api/models"), hanging.users());
            given().get("/api/status").then().statusCode(200);

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(503);
                assertThat(answer.join().asString()).contains("does not answer");
            });
            assertThat(older.join().statusCode()).isEqualTo(400);
            assertThat(older.join().<String>path("error")).contains("does not answer");
            assertThat(hanging.threads())
                    .as("one look for each question, whoever asks")
                    .isLessThanOrEqualTo(4);
        }
        ServiceClient.await()
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        given().get("/api/v1/library").then().statusCode(200);
    }

    /** Answers again when it is closed. */
    private record HangingDisk(Path marker, Path kept, ExecutorService users) implements AutoCloseable {

        HangingDisk(Path marker, Path kept) {
            this(marker, kept, Executors.newCachedThreadPool());
        }

        /** How many of the service's threads wait for it. */
        long threads() {
            return Thread.getAllStackTraces().values().stream()
                    .filter(stack -> Stream.of(stack)
                            .anyMatch(frame -> frame.getClassName().equals(MarkedFolder.class.getName())))
                    .count();
        }

        @Override
        public void close() throws IOException {
            users.shutdown();
            try (OutputStream pipe = Files.newOutputStream(marker)) {
                Files.move(kept, marker, StandardCopyOption.REPLACE_EXISTING);
                pipe.flush();
            }
        }
    }

    /** In the frame of the program: the way to the other page is there. */
    private static ValidatableResponse assertPage(String path, String language, int status) {
        return given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", language)
                .get(path)
                .then()
                .statusCode(status)
                .contentType(ContentType.HTML)
                .body(containsString("<html lang=\"" + language.substring(0, 2) + "\">"), containsString("/manage\""));
    }

    @Test
    void aDownloadWaitsForItsDiskAndGoesOnByItselfWhenItIsBack() throws Exception {
        hub.add(StandInRepo.model("acme/on-a-drive").file("model.safetensors", Content.generated(9, 24_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 1_000_000));
        String id = start("acme/on-a-drive");
        ServiceClient.await().until(() -> download(id).getLong("bytesReceived") > 9_000_000);
        Path away = models.resolveSibling("on-a-drive-away");
        Files.move(models, away);
        Files.createDirectory(models);
        long counted = download(id).getLong("bytesReceived");
        try {
            ServiceClient.await().until(() -> "disk-away".equals(download(id).getString("waiting.code")));

            assertThat(download(id).getString("state")).isEqualTo("downloading");
            assertThat(download(id).getLong("bytesReceived"))
                    .as("its bar does not run backwards")
                    .isGreaterThanOrEqualTo(counted);
            assertThat(download(id).getString("waiting.reason"))
                    .contains("The models directory " + models + " is not there", "goes on by itself");
            assertThat(models).isEmptyDirectory();
            post(DOWNLOADS + "/" + id + "/pause").then().statusCode(200).body("state", equalTo("paused"));
            assertThat(download(id).getLong("bytesReceived")).isGreaterThanOrEqualTo(counted);
            problem(post(DOWNLOADS + "/" + id + "/resume"), 503, "disk-away");
        } finally {
            hub.faults().clear();
            giveBack(away, models);
        }
        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        ServiceClient.await(id, "completed");
        assertThat(hub.bytesSent("acme/on-a-drive")).isLessThan(26_000_000);
    }

    @Test
    void aDownloadThatWaitsForItsDiskIsNotToldToGoOn() throws Exception {
        hub.add(StandInRepo.model("acme/unplugged").file("model.safetensors", Content.generated(9, 12_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 1_000_000));
        String id = start("acme/unplugged");
        ServiceClient.await().until(() -> download(id).getLong("bytesReceived") > 1_000_000);
        Path away = models.resolveSibling("unplugged-away");
        Files.move(models, away);
        hub.faults().clear();
        try {
            ServiceClient.await().until(() -> "disk-away".equals(download(id).getString("waiting.code")));
        } finally {
            giveBack(away, models);
        }
        ServiceClient.await(id, "completed");
    }

    @Test
    void aFolderThatIsRemovedByHandInTheMiddleIsMadeAnewAndTheDownloadGoesOnByItself() throws Exception {
        hub.add(StandInRepo.model("acme/removed")
                .file("config.json", Content.of("{}"))
                .file("model.safetensors", Content.generated(9, 6_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 1_000_000));
        String id = start("acme/removed");
        ServiceClient.await().until(() -> download(id).getLong("bytesReceived") > 1_000_000);
        Path folder = models.resolve("acme/removed");
        Path elsewhere = Files.createTempDirectory("removed-by-hand");
        Files.move(folder, elsewhere.resolve("removed"));
        hub.faults().clear();

        ServiceClient.await(id, "completed");
        assertThat(folder.resolve("config.json")).hasContent("{}");
        assertThat(folder.resolve("model.safetensors")).hasSize(6_000_000);
    }

    @Test
    void aDownloadThatCannotBeKeptIsRefusedWithASentence() throws Exception {
        Path folder = models.resolve(".cache/hf-downloader/downloads");
        Path away = folder.resolveSibling("downloads-away");
        Files.move(folder, away);
        Files.createFile(folder);
        try {
            problem(post(DOWNLOADS, REQUEST), 503, "disk-error")
                    .body("detail", containsString("The list of downloads cannot be saved"));
        } finally {
            Files.delete(folder);
            giveBack(away, folder);
        }
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    /** What was made in its place meanwhile is of no worth. */
    private static void giveBack(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> made = Files.walk(to)) {
                for (Path file : made.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.move(from, to);
    }
}
