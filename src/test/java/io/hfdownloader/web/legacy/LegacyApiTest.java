package io.hfdownloader.web.legacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The API that scripts were written for. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class LegacyApiTest {

    private static final String QUANTS = "acme/quants-GGUF";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aLabelBringsExactlyItsVariantAndTheFilesThatAreNotWeights() throws IOException {
        fetch("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q4_K_M"));

        assertThat(files(QUANTS))
                .contains("quants-Q4_K_M.gguf", "config.json", "README.md", "LICENSE", ".gitattributes")
                .filteredOn(path -> path.endsWith(".gguf"))
                .containsExactly("quants-Q4_K_M.gguf");
        hub.model(QUANTS).main().files().stream()
                .filter(file -> files(QUANTS).contains(file.path()))
                .forEach(file -> assertSame(QUANTS, file.path(), file.content()));
    }

    @Test
    void aLabelIsFoundInAnyCase() throws IOException {
        fetch("/download", Map.of("repo_id", QUANTS, "quant_pattern", "q6_k"));
        assertThat(files(QUANTS)).filteredOn(path -> path.endsWith(".gguf")).containsExactly("quants-Q6_K.gguf");
    }

    @Test
    void shardsOfAVariantComeTogether() throws IOException {
        fetch("/api/download", Map.of("repo_id", QUANTS, "quant_pattern", "BF16"));
        assertThat(files(QUANTS))
                .filteredOn(path -> path.endsWith(".gguf"))
                .containsExactly(
                        "BF16/quants-BF16-00001-of-00003.gguf",
                        "BF16/quants-BF16-00002-of-00003.gguf",
                        "BF16/quants-BF16-00003-of-00003.gguf");
    }

    @Test
    void aGlobIsMatchedAgainstPaths() throws IOException {
        fetch("/download", Map.of("repo_id", QUANTS, "quant_pattern", "*Q2_K*"));
        assertThat(files(QUANTS)).contains("quants-Q2_K.gguf").doesNotContain("quants-Q8_0.gguf");
    }

    @Test
    void aRepoWithoutPatternArrivesWholeWithTheNotesOfThePythonClient() throws IOException {
        String repo = "acme/tiny-sharded";
        fetch("/download", Map.of("repo_id", repo));

        var commit = hub.model(repo).main();
        assertThat(files(repo))
                .containsExactlyInAnyOrderElementsOf(
                        commit.files().stream().map(file -> file.path()).toList());
        for (var file : commit.files()) {
            assertSame(repo, file.path(), file.content());
            Path note = models.resolve(repo).resolve(".cache/huggingface/download/" + file.path() + ".metadata");
            List<String> lines = Files.readAllLines(note);
            assertThat(lines).hasSize(3).startsWith(commit.id(), file.etag());
            double modified = Files.getLastModifiedTime(models.resolve(repo).resolve(file.path()))
                            .toMillis()
                    / 1000.0;
            assertThat(Double.parseDouble(lines.get(2))).isGreaterThanOrEqualTo(modified - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/download", "/api/download", "/hf-downloader/download", "/hf-downloader/api/download"})
    void aDownloadStartsOnEachOfItsPaths(String path) {
        JsonPath answer = post(path, Map.of("repo_id", QUANTS, "quant_pattern", "Q2_K"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getMap("")).containsOnlyKeys("message", "task_id");
        assertThat(answer.getString("message")).isEqualTo("Download started");
        await(UUID.fromString(answer.getString("task_id")).toString(), "completed");
    }

    @Test
    void anEmptyPatternMeansAllFiles() throws IOException {
        fetch("/download", Map.of("repo_id", "acme/new-name", "quant_pattern", ""));
        assertThat(files("acme/new-name")).contains("model.safetensors", "empty.txt");
    }

    @Test
    void aClientThatNamesHtmlByItselfIsToldAsAnyOther() {
        JsonPath error = given().accept("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2")
                .contentType("application/json")
                .body(Map.of("repo_id", QUANTS, "quant_pattern", "Q9_Z"))
                .post("/download")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .extract()
                .jsonPath();
        assertThat(error.getString("error")).contains("Q9_Z");
    }

    @Test
    void aPatternWithoutAMatchIsAnErrorThatListsTheVariants() {
        JsonPath error = post("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q9_Z"))
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();
        assertThat(error.getMap("")).containsOnlyKeys("error");
        assertThat(error.getString("error")).contains("Q9_Z", "Q4_K_M", "UD-Q4_K_XL", "BF16");
        assertThat(models.resolve(QUANTS)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"repo_id\": \"\"}",
                "{\"repo_id\": \"../../etc\"}",
                "{\"repo_id\": \"a/b/c\"}",
                "{\"repo_id\": \"acme/none\"}",
                "{\"repo_id\": 5",
                "{\"repo_id\": [1]}",
                "[]",
                "null",
                ""
            })
    void aBadRequestIsAnErrorWithStatus400(String body) {
        for (String path : List.of("/download", "/hf-downloader/api/download", "/api/update")) {
            JsonPath error = post(path, body).then().statusCode(400).extract().jsonPath();
            assertThat(error.getMap("")).as(path).containsOnlyKeys("error");
            assertThat(error.getString("error")).isNotBlank();
        }
    }

    @Test
    void twoDownloadsAtATimeAreNoErrorAndAThirdWaits() {
        hub.faults().add(Fault.bytesPerSecond("gguf", 50_000));
        for (String label : List.of("Q2_K", "Q3_K_M", "Q5_K_M")) {
            post("/download", Map.of("repo_id", QUANTS, "quant_pattern", label))
                    .then()
                    .statusCode(200);
        }
        ServiceClient.await()
                .untilAsserted(() -> assertThat(get("/api/status").<String>getList("downloads.state"))
                        .containsExactly("queued", "downloading", "downloading"));
    }

    @Test
    void theStatusIsIdleWhenNothingWasEverAskedFor() {
        Map<String, Object> status = get("/api/status").getMap("");
        assertThat(status)
                .containsEntry("progress", 0)
                .containsEntry("status", "idle")
                .containsEntry("current_file", "")
                .containsEntry("downloaded_files", 0)
                .containsEntry("downloaded_bytes", 0)
                .containsEntry("total_bytes", 0)
                .containsEntry("repo_id", "")
                .containsEntry("start_time", null)
                .containsEntry("eta", null)
                .containsEntry("downloads", List.of());
    }

    @Test
    void theStatusTellsOfTheNewestActiveDownload() {
        hub.faults().add(Fault.bytesPerSecond("gguf", 300_000));
        String id = post("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q8_0"))
                .path("task_id");
        ServiceClient.await().until(() -> get("/hf-downloader/api/status").getLong("downloaded_bytes") > 100_000);

        Json status = get("/api/status");
        assertThat(status.getString("status")).isEqualTo("downloading");
        assertThat(status.getInt("progress")).isBetween(1, 99);
        assertThat(status.getString("repo_id")).isEqualTo(QUANTS);
        assertThat(status.getLong("total_bytes")).isGreaterThan(2_000_000);
        assertThat(status.getLong("start_time")).isGreaterThan(1_700_000_000L);
        assertThat(status.getString("current_file")).isNotEmpty();
        assertThat(status.getString("downloads[0].id")).isEqualTo(id);

        hub.clear();
        await(id, "completed");
        status = get("/api/status");
        assertThat(status.getString("status")).isEqualTo("completed");
        assertThat(status.getInt("progress")).isEqualTo(100);
        assertThat(status.getLong("downloaded_bytes")).isEqualTo(status.getLong("total_bytes"));
        assertThat(status.getInt("downloaded_files")).isEqualTo(status.getInt("downloads[0].filesTotal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models", "/api/list", "/hf-downloader/api/models", "/hf-downloader/api/list"})
    void modelsAreListedInGroupsOfShardsAndSingleFiles(String path) {
        fetch("/download", Map.of("repo_id", QUANTS, "quant_pattern", "BF16"));

        Json list = get(path);
        assertThat(list.getList("")).hasSize(1);
        assertThat(list.getMap("[0]"))
                .containsOnlyKeys("name", "path", "groups", "individual_files", "total_size", "total_size_bytes")
                .containsEntry("name", QUANTS)
                .containsEntry("path", models.resolve(QUANTS).toString());
        assertThat(list.getMap("[0].groups[0]"))
                .containsOnlyKeys("name", "files", "count", "size", "size_bytes")
                .containsEntry("name", "BF16")
                .containsEntry("count", 3);
        assertThat(list.getMap("[0].groups[0].files[0]"))
                .containsOnlyKeys("name", "path", "size", "size_bytes", "mtime", "date");
        assertThat(list.<String>getList("[0].individual_files.name")).contains("config.json", "README.md");
        List<Integer> single = list.getList("[0].individual_files.size_bytes");
        assertThat(list.getLong("[0].total_size_bytes"))
                .isEqualTo(list.getLong("[0].groups[0].size_bytes")
                        + single.stream().mapToLong(Integer::longValue).sum());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models/delete", "/api/delete", "/hf-downloader/api/models/delete"})
    void aModelIsDeletedByThePathThatTheListGave(String path) {
        fetch("/download", Map.of("repo_id", "acme/new-name"));
        String folder = get("/api/models").getString("[0].path");

        JsonPath answer = post(path, Map.of("path", folder))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getString("message")).isEqualTo("Delete started for " + folder);
        assertThat(UUID.fromString(answer.getString("task_id"))).isNotNull();
        ServiceClient.await().until(() -> get("/api/models").getList("").isEmpty());
        assertThat(Path.of(folder)).doesNotExist();
        post(path, Map.of("path", folder)).then().statusCode(404);
    }

    @Test
    void nothingOutsideTheLibraryIsDeleted() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        Path precious = Files.writeString(outside.resolve("precious.gguf"), "precious");
        Files.createDirectories(models.resolve("acme"));
        Path link = Files.createSymbolicLink(models.resolve("acme/link"), outside);
        try {
            for (String path : List.of(
                    outside.toString(),
                    models + "/acme/../../" + outside.getFileName(),
                    "../" + outside.getFileName(),
                    models.toString(),
                    models + "/",
                    link.toString(),
                    link + "/precious.gguf",
                    models + "/.cache",
                    "/",
                    "\0")) {
                JsonPath error = post("/api/delete", Map.of("path", path))
                        .then()
                        .statusCode(400)
                        .extract()
                        .jsonPath();
                assertThat(error.getMap("")).as(path).isEqualTo(Map.of("error", "Invalid model path"));
            }
            assertThat(precious).hasContent("precious");
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aMissingModelIsNotFound() {
        JsonPath error = post(
                        "/api/models/delete",
                        Map.of("path", models.resolve("acme/none").toString()))
                .then()
                .statusCode(404)
                .extract()
                .jsonPath();
        assertThat(error.getMap("")).containsOnlyKeys("error");
    }

    @Test
    void aModelIsNotDeletedWhileItIsDownloaded() {
        hub.faults().add(Fault.bytesPerSecond("safetensors", 50_000));
        String id = start("acme/tiny-sharded");
        ServiceClient.await().until(() -> Files.exists(models.resolve("acme/tiny-sharded/config.json")));
        String folder = models.resolve("acme/tiny-sharded").toString();

        JsonPath error = post("/api/delete", Map.of("path", folder))
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();
        assertThat(error.getString("error")).contains("acme/tiny-sharded");
        given().delete("/api/v1/library/models/acme/tiny-sharded")
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
        assertThat(models.resolve("acme/tiny-sharded")).isDirectory();
        assertThat(ServiceClient.state(id)).isEqualTo("downloading");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models/update", "/hf-downloader/api/update"})
    void anUpdateAnswersInTheOlderWords(String path) {
        fetch("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q2_K"));
        JsonPath answer = post(path, Map.of("repo_id", QUANTS, "quant_pattern", "Q2_K"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getString("message")).isEqualTo("Update started for " + QUANTS);
        await(answer.getString("task_id"), "completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Q2_K"})
    void anUpdateOfAModelThatIsNotHereDownloadsIt(String pattern) {
        JsonPath answer = post("/api/update", Map.of("repo_id", QUANTS, "quant_pattern", pattern))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getString("message")).isEqualTo("Update started for " + QUANTS);
        await(answer.getString("task_id"), "completed");
        assertThat(files(QUANTS)).anyMatch(path -> path.endsWith(".gguf"));
    }

    @Test
    void anErrorIsAlsoToldWhereScriptsOfThePythonProgramLook() {
        hub.faults().add(Fault.status("config.json", 404));
        String id = post("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q2_K"))
                .path("task_id");
        await(id, "failed");

        Json status = get("/api/status");
        assertThat(status.getString("status")).isEqualTo("error");
        assertThat(status.getString("error")).isNotBlank();
        assertThat(status.getString("current_file")).isEqualTo(status.getString("error"));
    }

    private static void fetch(String path, Map<String, String> wanted) {
        String id = post(path, wanted).then().statusCode(200).extract().path("task_id");
        await(id, "completed");
    }

    private TreeSet<String> files(String repo) {
        Path folder = models.resolve(repo);
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(path -> !path.startsWith(".cache/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertSame(String repo, String path, Content content) {
        assertThat(models.resolve(repo).resolve(path)).as(path).hasBinaryContent(content.bytes());
    }
}
