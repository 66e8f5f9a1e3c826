package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

/** Downloads by {@code /api/v1}: asking for one and changing it. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
public class DownloadsApiTest {

    private static final String QUANTS = "acme/quants-GGUF";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    @Test
    void aNewDownloadIsCreatedAndHasAPlaceOfItsOwn() {
        Response created = post(DOWNLOADS, Map.of("repo", "acme/new-name", "revision", "main"));
        created.then().statusCode(201).contentType(ContentType.JSON);
        String id = created.path("id");
        assertThat(created.header("Location")).isEqualTo("/api/v1/downloads/" + UUID.fromString(id));

        Json done = await(id, "completed");
        assertThat(done.getMap(""))
                .containsKeys("waiting", "bytesReused", "etaSeconds", "position", "startedAt", "endedAt")
                .containsEntry("repo", "acme/new-name")
                .containsEntry("type", "model")
                .containsEntry("revision", "main")
                .containsEntry("commit", hub.model("acme/new-name").main().id())
                .containsEntry("error", null)
                .containsEntry("rate", null)
                .containsEntry("percent", 100);
        long total = done.getLong("bytesTotal");
        assertThat(done.getLong("bytesReceived")).isEqualTo(total);
        assertThat(done.getLong("bytesVerified")).isEqualTo(total);
        assertThat(done.getInt("filesDone")).isEqualTo(done.getInt("filesTotal"));
        assertThat(done.<String>getList("via")).containsExactly("http");
        assertThat(done.getString("createdAt")).endsWith("Z");
        assertThat(done.<String>getList("files.state")).containsOnly("completed");
        assertThat(done.getMap("files[0]"))
                .containsKeys(
                        "path", "size", "received", "verified", "state", "via", "connections", "tries", "lastError");
        assertThat(get(DOWNLOADS).getMap("[0]")).doesNotContainKey("files");
    }

    @Test
    void theSameOneUnderWayIsGivenBack() {
        hub.faults().add(Fault.bytesPerSecond("gguf", 50_000));
        Map<String, Object> wanted = Map.of("repo", QUANTS, "variants", List.of("q2_k"));
        String id = start(wanted);
        post(DOWNLOADS, wanted).then().statusCode(200).body("id", equalTo(id)).header("Location", endsWith(id));
        post(DOWNLOADS, Map.of("repo", "ACME/quants-gguf", "variants", List.of("Q2_K")))
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        assertThat(start(Map.of("repo", QUANTS, "variants", List.of("Q3_K_M")))).isNotEqualTo(id);
    }

    @Test
    void theSameFilesAskedForInOtherWordsAreTheSameDownload() {
        hub.faults().add(Fault.bytesPerSecond("gguf", 50_000));
        String id = post("/download", Map.of("repo_id", QUANTS, "quant_pattern", "Q2_K"))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        String commit = hub.model(QUANTS).main().id();
        for (Map<String, ?> same : List.of(
                Map.of("repo", QUANTS, "variants", List.of("q2_k")),
                Map.of("repo", QUANTS, "revision", commit, "variants", List.of("Q2_K")))) {
            post(DOWNLOADS, same).then().statusCode(200).body("id", equalTo(id));
        }
        post("/download", Map.of("repo_id", QUANTS, "quant_pattern", "*-Q2_K.gguf"))
                .then()
                .statusCode(200)
                .body("task_id", equalTo(id));
        assertThat(start(Map.of("repo", QUANTS, "variants", List.of("Q2_K"), "exclude", List.of("*.md"))))
                .isNotEqualTo(id);
    }

    @Test
    void aPatternFindsWeightsAndBringsWhatBelongsToThem() {
        String id = fetch(Map.of("repo", QUANTS, "quantPattern", "*-Q2_K.gguf"));
        assertThat(ServiceClient.download(id).<String>getList("files.path"))
                .contains("quants-Q2_K.gguf", "config.json")
                .doesNotContain("quants-Q8_0.gguf");
        problem(post(DOWNLOADS, Map.of("repo", QUANTS, "quantPattern", " ")), 400, "bad-request");
    }

    @Test
    void variantsIncludesAndExcludesAreHeard() {
        String id = fetch(
                Map.of("repo", QUANTS, "variants", List.of("Q2_K", "UD-Q6_K_XL"), "exclude", List.of("*.md", ".git*")));
        assertThat(ServiceClient.download(id).<String>getList("files.path"))
                .containsExactlyInAnyOrder(
                        "quants-Q2_K.gguf", "quants-UD-Q6_K_XL.gguf", "config.json", "LICENSE", "imatrix_unsloth.dat");
        String other = fetch(Map.of("repo", QUANTS, "include", List.of("*.json", "README.md")));
        assertThat(ServiceClient.download(other).<String>getList("files.path"))
                .containsExactlyInAnyOrder("config.json", "README.md");
    }

    @Test
    void downloadsThatShareFilesCompleteSideBySide() {
        List<String> ids = List.of("Q2_K", "Q3_K_M", "IQ4_XS", "Q5_K_M").stream()
                .map(label -> start(Map.of("repo", QUANTS, "variants", List.of(label))))
                .toList();
        ids.forEach(id -> await(id, "completed"));
        assertThat(hub.bytesSent(QUANTS + "/imatrix_unsloth.dat")).isEqualTo(80_000);
    }

    @ParameterizedTest
    @CsvSource({
        "dataset, acme/sample-data, datasets/acme/sample-data/data/test.csv",
        "space, acme/sample-space, spaces/acme/sample-space/app.py",
        "model, canonical, canonical/model.safetensors",
        "model, gpt2, openai-community/gpt2/config.json",
        "model, acme/old-name, acme/new-name/config.json",
        "model, ACME/New-Name, acme/new-name/config.json",
    })
    void everyKindOfRepoHasItsFolderUnderItsCanonicalName(String type, String repo, String file) {
        fetch(Map.of("repo", repo, "type", type));
        assertThat(models.resolve(file)).isRegularFile();
    }

    @Test
    void odditiesInNamesThatAreLegalArriveAsTheyAre() {
        String id = fetch(Map.of("repo", "acme/odd-names"));
        hub.model("acme/odd-names")
                .main()
                .files()
                .forEach(file -> assertThat(models.resolve("acme/odd-names").resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
        assertThat(ServiceClient.download(id).getString("state")).isEqualTo("completed");
    }

    @Test
    void anOlderCommitCanBeNamedInShort() {
        String commit = hub.model("acme/two-commits").commits().get(1).id();
        String id = fetch(Map.of("repo", "acme/two-commits", "revision", commit.substring(0, 7)));
        assertThat(ServiceClient.download(id).getString("commit")).isEqualTo(commit);
        assertThat(models.resolve("acme/two-commits/added.txt")).isRegularFile();
    }

    @Test
    void aVariantThatIsNotThereIsAProblemThatListsThoseThatAre() {
        problem(post(DOWNLOADS, Map.of("repo", QUANTS, "variants", List.of("Q9"))), 422, "variant-not-found")
                .body("detail", containsString("Q4_K_M"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"repo\": \"acme/new-name\"",
                "{\"repo\": [\"acme/new-name\"]}",
                "{\"repo\": \"acme/new-name\", \"variants\": 5}",
                "{\"repo\": \"acme/new-name\", \"type\": \"film\"}",
                "{\"repo\": \"acme/../new-name\"}",
                "{\"repo\": \"acme/new-name\", \"revision\": \"a\\u0000b\"}",
                "[]",
                "null",
                "",
                "{}"
            })
    void aRequestThatCannotBeUnderstoodIsAProblem(String body) {
        problem(post(DOWNLOADS, body), 400, null);
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void anotherContentTypeIsRefused() {
        for (String path : List.of(DOWNLOADS, "/hf-downloader" + DOWNLOADS)) {
            problem(
                    given().contentType("text/plain")
                            .body("{\"repo\": \"acme/new-name\"}")
                            .post(path),
                    415,
                    "not-json");
            problem(
                    given().contentType(ContentType.URLENC)
                            .formParam("repo", "acme/new-name")
                            .post(path),
                    415,
                    null);
        }
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void aBodyOfMoreThanOneMebibyteIsRefused() {
        String large = "{\"repo\": \"" + "x".repeat(1 << 20) + "\"}";
        problem(post(DOWNLOADS, large), 413, "body-too-large");
        post("/download", large).then().statusCode(413).body("error", containsString("1 MiB"));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void anotherSiteMayLookButNotChangeAnything(String header, String value) {
        String id = fetch(Map.of("repo", "acme/new-name", "include", List.of("README.md")));
        problem(json(Map.of("repo", "acme/two-commits")).header(header, value).post(DOWNLOADS), 403, "cross-origin");
        problem(given().header(header, value).post(DOWNLOADS + "/" + id + "/retry"), 403, "cross-origin");
        problem(given().header(header, value).delete(DOWNLOADS + "/" + id), 403, "cross-origin");
        problem(given().header(header, value).delete("/api/v1/library/models/acme/new-name"), 403, "cross-origin");
        json(Map.of("repo_id", "acme/two-commits"))
                .header(header, value)
                .post("/hf-downloader/download")
                .then()
                .statusCode(403)
                .body("error", containsString("another web site"));
        given().header(header, value).get(DOWNLOADS).then().statusCode(200);
        assertThat(get(DOWNLOADS).getList("id")).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({"Host, models.local:8080", "X-Forwarded-Host, models.local:8080"})
    void ownPagesMayChangeThings(String header, String host) {
        json(Map.of("repo", "acme/new-name"))
                .header(header, host)
                .header("Origin", "https://models.local:8080")
                .post(DOWNLOADS)
                .then()
                .statusCode(201);
        json(Map.of("repo", "acme/new-name", "include", List.of("README.md")))
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "https://models.example")
                .post(DOWNLOADS)
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /api/v1/downloads, ''",
        "'', /hf-downloader/api/v1/downloads, /hf-downloader",
        "/models/hub, /api/v1/downloads, /models/hub",
        "/hf-downloader, /api/v1/downloads, /hf-downloader",
        "//evil.example, /api/v1/downloads, ''",
    })
    void theLocationIsRightBehindEveryProxy(String forwarded, String asked, String expected) {
        var request = json(Map.of("repo", "acme/new-name", "include", List.of("README.md")));
        Response created =
                (forwarded.isEmpty() ? request : request.header("X-Forwarded-Prefix", forwarded)).post(asked);
        assertThat(created.header("Location")).isEqualTo(expected + "/api/v1/downloads/" + created.path("id"));
        await(created.path("id"), "completed");
    }

    @Test
    void aDownloadThatIsLargerThanTheDiskIsRefusedBeforeTheFirstByte() {
        hub.add(StandInRepo.model("acme/huge")
                .file("config.json", "{}")
                .file("model.safetensors", Content.hollow(1L << 42)));
        problem(post(DOWNLOADS, Map.of("repo", "acme/huge")), 507, "disk-full")
                .body("detail", containsString("acme/huge needs 4398"));
        post("/download", Map.of("repo_id", "acme/huge"))
                .then()
                .statusCode(400)
                .body("error", containsString("Choose a smaller variant"));
        assertThat(models.resolve("acme/huge")).doesNotExist();
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void aDownloadThatDoesNotFitNowWaitsInTheQueueWithTheFigure() {
        Json system = get("/api/v1/system");
        long bytes = system.getLong("freeBytes") + (system.getLong("totalBytes") - system.getLong("freeBytes")) / 2;
        hub.add(StandInRepo.model("acme/large")
                .file("config.json", "{}")
                .file("model.safetensors", Content.hollow(bytes)));
        String id = start("acme/large");

        Json waits = get(DOWNLOADS + "/" + id);
        assertThat(waits.getString("state")).isEqualTo("queued");
        assertThat(waits.getString("waiting.code")).isEqualTo("disk-full");
        assertThat(waits.getString("waiting.reason"))
                .startsWith("acme/large needs ")
                .endsWith("It starts by itself when there is room.");
        assertThat(waits.getString("waiting.parameters.missingBytes")).matches("[1-9][0-9]+");
        assertThat(get("/api/v1/downloads").getList("")).hasSize(1);
        await(start("acme/two-formats"), "completed"); // which passes it
        post(DOWNLOADS + "/" + id + "/cancel").then().statusCode(200).body("waiting", equalTo(null));
    }

    // --- changing ----------------------------------------------------------------------------------------------

    @Test
    void aRunningDownloadIsPausedResumedCancelledAndRetried() {
        hub.faults().add(Fault.bytesPerSecond("safetensors", 100_000));
        String id = start("acme/tiny-sharded");
        await(id, "downloading");
        conflict(id, "resume", "retry");
        problem(given().delete(DOWNLOADS + "/" + id), 409, "download-state");

        assertThat(post(DOWNLOADS + "/" + id + "/pause")
                        .then()
                        .statusCode(200)
                        .extract()
                        .<String>path("state"))
                .isEqualTo("paused");
        conflict(id, "pause", "retry");
        problem(json(Map.of("position", 0)).post(DOWNLOADS + "/" + id + "/move"), 409, "download-state");

        post(DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await(id, "downloading");
        post(DOWNLOADS + "/" + id + "/cancel").then().statusCode(200).body("state", equalTo("cancelled"));
        conflict(id, "pause", "resume", "cancel");
        assertThat(ServiceClient.download(id).getString("endedAt")).isNotNull();

        hub.clear();
        post(DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
        conflict(id, "pause", "resume", "cancel", "retry");
        assertThat(models.resolve("acme/tiny-sharded/config.json")).isRegularFile();
    }

    @Test
    void aDownloadThatHasEndedIsForgottenAndItsFilesStay() {
        String id = fetch(Map.of("repo", "acme/new-name"));
        given().delete(DOWNLOADS + "/" + id).then().statusCode(204);
        problem(given().get(DOWNLOADS + "/" + id), 404, "download-not-found");
        problem(given().delete(DOWNLOADS + "/" + id), 404, "download-not-found");
        assertThat(models.resolve("acme/new-name/model.safetensors")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6ab2b9f6-148b-4cae-96d6-e842bcf51b2e", "no-uuid", "%2e%2e"})
    void anUnknownDownloadIsNotFound(String id) {
        given().urlEncodingEnabled(false).get(DOWNLOADS + "/" + id).then().statusCode(404);
        for (String action : List.of("pause", "resume", "cancel", "retry")) {
            given().urlEncodingEnabled(false)
                    .post(DOWNLOADS + "/" + id + "/" + action)
                    .then()
                    .statusCode(404);
        }
        given().urlEncodingEnabled(false).delete(DOWNLOADS + "/" + id).then().statusCode(404);
    }

    @Test
    void thoseBeyondTheLimitWaitAndCanBeMoved() {
        hub.faults().add(Fault.bytesPerSecond("model.bin", 50_000));
        List<String> ids = List.of("one", "two", "three", "four", "five").stream()
                .map(name -> {
                    hub.add(StandInRepo.model("queue/" + name)
                            .file("model.bin", Content.generated(name.hashCode(), 1_000_000)));
                    return start("queue/" + name);
                })
                .toList();
        ServiceClient.await().until(() -> ServiceClient.state(ids.get(1)).equals("downloading"));
        assertThat(queue()).containsExactly(ids.get(2), ids.get(3), ids.get(4));
        assertThat(ServiceClient.download(ids.get(3)).getString("waiting.reason"))
                .contains("place 2");

        move(ids.get(4), 0).then().statusCode(200).body("position", equalTo(0));
        assertThat(queue()).containsExactly(ids.get(4), ids.get(2), ids.get(3));
        move(ids.get(4), 99).then().statusCode(200).body("position", equalTo(2));
        move(ids.get(3), -5).then().statusCode(200).body("position", equalTo(0));
        assertThat(queue()).containsExactly(ids.get(3), ids.get(2), ids.get(4));
        problem(move(ids.get(0), 0), 409, "download-state");
        problem(json("{\"position\": \"first\"}").post(DOWNLOADS + "/" + ids.get(2) + "/move"), 400, null);

        post(DOWNLOADS + "/" + ids.get(0) + "/pause").then().statusCode(200);
        await(ids.get(3), "downloading");
        assertThat(queue()).containsExactly(ids.get(2), ids.get(4));
    }

    private static Response move(String id, int position) {
        return json(Map.of("position", position)).post(DOWNLOADS + "/" + id + "/move");
    }

    /** Ids of those that wait, next one first. */
    private static List<String> queue() {
        return ServiceClient.queued();
    }

    private static void conflict(String id, String... actions) {
        for (String action : actions) {
            problem(post(DOWNLOADS + "/" + id + "/" + action), 409, "download-state");
        }
    }

    public static io.restassured.response.ValidatableResponse problem(Response response, int status, String slug) {
        var answer = response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status));
        assertThat(response.jsonPath().getString("detail")).isNotBlank();
        assertThat(response.jsonPath().getString("title")).isNotBlank();
        return slug == null ? answer : answer.body("type", equalTo("urn:hf-downloader:problem:" + slug));
    }
}
