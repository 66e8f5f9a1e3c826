package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.download;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What the Hub says, and what the user hears of it. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class HubErrorsApiTest {

    private static final String REPOS = "/api/v1/repos";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- what a sentence names ---------------------------------------------------------------------------------

    /** A page says it in its own language by these. */
    @Test
    void aRefusalNamesWhatItIsAboutBesideItsSentence() {
        hub.add(StandInRepo.model("acme/closed")
                .file("model.gguf", Content.generated(1, 100))
                .gated());
        problem(given().get(REPOS + "/models/acme/none-such"), 404, "repo-not-found")
                .body("parameters.repo", equalTo("acme/none-such"))
                .body("parameters.endpoint", equalTo(hub.endpoint()))
                .body("parameters.reason", equalTo("without-token"));
        problem(given().get(REPOS + "/models/acme/quants-GGUF?revision=v9"), 404, "revision-not-found")
                .body("parameters.revision", equalTo("v9"));
        hub.faults().add(Fault.status("/api/", 503));
        problem(given().get(REPOS + "/models/acme/tiny-sharded"), 502, "hub-unavailable")
                .body("parameters.status", equalTo("503"))
                .body("parameters.reason", equalTo("status"));
    }

    @Test
    void aFailedDownloadIsToldInTheLanguageOfThePage() {
        hub.add(StandInRepo.model("acme/closed")
                .file("config.json", "{}")
                .file("model.gguf", Content.generated(1, 100))
                .gated());
        String id = start("acme/closed");
        Json failed = await(id, "failed");
        assertThat(failed.getString("error.parameters.page")).isEqualTo(hub.endpoint() + "/acme/closed");

        String card = "/fragments/downloads?id=" + id + "&open=" + id;
        assertThat(given().header("Accept-Language", "zh").get(card).asString())
                .contains("acme/closed 限制访问", "href=\"" + hub.endpoint() + "/acme/closed\"")
                .doesNotContain("Access to");
        assertThat(given().get(card).asString()).contains("Access to acme/closed is restricted");
    }

    @Test
    void aWaitNamesWhatIsInTheWay() {
        hub.faults().add(Fault.status("/api/", 503));
        String id = start("acme/tiny-sharded");
        await().until(() -> download(id).getString("waiting.code") != null
                && download(id).getString("waiting.code").equals("hub-unavailable"));
        assertThat(download(id).getString("waiting.parameters.endpoint")).isEqualTo(hub.endpoint());
        assertThat(given().header("Accept-Language", "zh")
                        .get("/fragments/downloads?id=" + id + "&open=" + id)
                        .asString())
                .contains("返回错误（状态 503）")
                .doesNotContain("It usually passes");
    }

    // --- looking at a repo -------------------------------------------------------------------------------------

    @Test
    void aRepoIsShownWithCommitFilesAndVariants() {
        Json repo = get(REPOS + "/models/acme/quants-GGUF");
        assertThat(repo.getMap(""))
                .containsEntry("repo", "acme/quants-GGUF")
                .containsEntry("type", "model")
                .containsEntry("revision", "main")
                .containsEntry("commit", hub.model("acme/quants-GGUF").main().id())
                .containsEntry("gated", false)
                .containsEntry("license", "apache-2.0");
        assertThat(repo.<String>getList("variants.label"))
                .hasSize(12)
                .contains("Q4_K_M", "UD-Q4_K_XL", "MXFP4_MOE", "BF16");
        long bf16 = hub.model("acme/quants-GGUF").main().files().stream()
                .filter(file -> file.path().startsWith("BF16/"))
                .mapToLong(file -> file.content().size())
                .sum();
        Json bf16Variant = repo.where("variants", "label", "BF16").at("[0]");
        assertThat(bf16Variant.getLong("sizeBytes")).isEqualTo(bf16);
        assertThat(bf16Variant.getInt("shards")).isEqualTo(3);
        assertThat(repo.<String>getList("companions")).contains("config.json");
    }

    @ParameterizedTest
    @CsvSource({
        "/models/gpt2, openai-community/gpt2",
        "/models/canonical, canonical",
        "/models/acme/old-name, acme/new-name",
        "/models/ACME/Tiny-Sharded, acme/tiny-sharded",
        "/datasets/acme/sample-data, acme/sample-data",
        "/spaces/acme/sample-space, acme/sample-space",
    })
    void aRepoIsFoundUnderItsOtherNames(String path, String canonical) {
        assertThat(get(REPOS + path).getString("repo")).isEqualTo(canonical);
        assertThat(get("/hf-downloader" + REPOS + path).getString("repo")).isEqualTo(canonical);
    }

    @Test
    void aGatedRepoCanBeLookedAt() {
        assertThat(get(REPOS + "/models/acme/gated-model").getBoolean("gated")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/models/acme/none, 404, repo-not-found",
        "/models/acme/private-model, 404, repo-not-found",
        "/models/acme/new-name?revision=none, 404, revision-not-found",
        "/films/acme/new-name, 404, repo-not-found",
        "/models/acme/a--b, 404, repo-not-found",
    })
    void whatTheHubDoesNotHaveIsNotFound(String path, int status, String slug) {
        problem(given().get(REPOS + path), status, slug);
    }

    @Test
    void aRefusalCarriesTheHubsNameOfTheRequestAndSaysWhatToDo() {
        problem(given().get(REPOS + "/models/acme/private-model"), 404, "repo-not-found")
                .body("hubRequestId", containsString("Root="))
                .body("detail", containsString("HF_TOKEN"));
    }

    @Test
    void aRevisionIsResolvedBeforeItsFilesAreListed() {
        String second = hub.model("acme/two-commits").commits().get(1).id();
        Json repo = get(REPOS + "/models/acme/two-commits?revision=" + second.substring(0, 8));
        assertThat(repo.getString("commit")).isEqualTo(second);
        assertThat(repo.<String>getList("files.path")).contains("added.txt").doesNotContain("removed.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS, 502, hub-unavailable",
        "CLOSE, 502, hub-unavailable",
        "CAPTIVE_PORTAL, 502, not-a-hub",
        "RATE_LIMIT, 503, hub-throttled"
    })
    void aHubInTroubleIsAProblemThatSaysWhich(Fault.Kind kind, int status, String slug) {
        hub.faults().add(Fault.of(kind, "/api/models", 30));
        problem(given().get(REPOS + "/models/acme/new-name"), status, slug);
    }

    /** One status for one kind of problem, whichever request meets it. */
    @Test
    void whatTheHubDoesNotUnderstandIsTheCallersMistake() {
        hub.faults().add(Fault.status("/api/models", 418));
        problem(given().get(REPOS + "/models/acme/new-name"), 400, "hub-refused");
        problem(post(DOWNLOADS, Map.of("repo", "acme/new-name")), 400, "hub-refused");
        problem(given().get("/api/v1/search?q=quants"), 400, "hub-refused");
    }

    // --- downloads that the Hub does not give ------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "acme/none, main, 404, repo-not-found",
        "acme/private-model, main, 404, repo-not-found",
        "acme/disabled-model, main, 403, repo-disabled",
        "acme/new-name, none, 404, revision-not-found",
        "acme/new-name, refs/pr/9, 404, revision-not-found",
    })
    void aDownloadThatCannotBeIsRefusedAtOnce(String repo, String revision, int status, String slug) {
        problem(post(DOWNLOADS, Map.of("repo", repo, "revision", revision)), status, slug);
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void aGatedDownloadFailsWithTheLinkWhereTheLicenceIsAccepted() {
        String id = start("acme/gated-model");
        Json failed = await(id, "failed");
        assertThat(failed.getString("error.type")).isEqualTo("urn:hf-downloader:problem:repo-gated");
        assertThat(failed.getString("error.detail")).contains(hub.endpoint() + "/acme/gated-model", "HF_TOKEN");
        assertThat(get("/api/status").getString("status")).isEqualTo("error");
        assertThat(get("/api/status").getString("error")).contains("/acme/gated-model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAPTIVE_PORTAL", "CLOSE", "STATUS"})
    void aDownloadWaitsForTheHubAndGoesOnByItself(Fault.Kind kind) {
        hub.faults().add(Fault.of(kind, "/api/models", 0));
        String id = start("acme/new-name");
        ServiceClient.await().until(() -> download(id).get("waiting.reason") != null);
        Json waiting = download(id);
        assertThat(waiting.getString("state")).isEqualTo("resolving");
        assertThat(waiting.getInt("percent")).isZero();
        hub.faults().clear();
        await(id, "completed");
    }

    @Test
    void aDownloadThatTheHubThrottlesSaysUntilWhenItWaits() {
        hub.faults().add(Fault.of(Fault.Kind.RATE_LIMIT, "/api/models", 60));
        String id = start("acme/new-name");
        ServiceClient.await().until(() -> download(id).get("waiting.until") != null);
        Json waiting = download(id);
        assertThat(waiting.getString("waiting.reason")).contains("limits the rate");
        assertThat(Instant.parse(waiting.getString("waiting.until")))
                .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(70));
        hub.faults().clear();
        ServiceClient.awaitHub();
    }

    @Test
    void aSilentHubDoesNotKeepTheUserWaiting() {
        hub.faults().add(Fault.of(Fault.Kind.HANG, "/api/models", 0));
        String id = start("acme/new-name");
        assertThat(ServiceClient.state(id)).isIn("queued", "resolving");
    }

    @Test
    void aFileWithOtherContentThanListedIsNotTakenAndNamed() {
        hub.faults().add(Fault.corruptAt("acme/new-name/model.safetensors", 1_000));
        String id = start("acme/new-name");
        Json failed = await(id, "failed");
        assertThat(failed.getString("error.detail")).contains("model.safetensors");
        assertThat(failed.getInt("percent")).isLessThan(100);
        assertThat(models.resolve("acme/new-name/model.safetensors")).doesNotExist();
        assertThat(models.resolve("acme/new-name/config.json")).isRegularFile();
        hub.faults().clear();
        post(DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
    }

    // --- hostile names -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/abs",
                "a/../../b",
                "nul\0byte.txt",
                "..\\up",
                "a\\..\\..\\up.txt",
                ".cache/huggingface/download/config.json.metadata",
                "line\nbreak.txt"
            })
    void aHostileNameIsLeftOutByNameAndNeverWritten(String name) throws IOException {
        String repo = "evil/n" + Integer.toHexString(name.hashCode());
        hub.add(StandInRepo.model(repo).file("config.json", "{}").file(name, "evil"));
        String shown = name.replaceAll("\\p{C}", "?");
        Json completed = await(start(repo), "completed");
        assertThat(completed.getInt("filesTotal")).isEqualTo(1);
        assertThat(completed.getInt("filesLeftOut")).isEqualTo(1);
        assertThat(completed.getString("leftOut[0].path")).isEqualTo(shown);
        assertThat(completed.getString("leftOut[0].reason")).isNotBlank();
        try (Stream<Path> written = Files.walk(models.resolve(repo))) {
            assertThat(written.filter(Files::isRegularFile).map(Path::getFileName))
                    .map(Path::toString)
                    .containsExactlyInAnyOrder(
                            "config.json",
                            "config.json.metadata",
                            ".gitignore",
                            "CACHEDIR.TAG",
                            completed.getString("commit") + ".json");
        }
        try (Stream<Path> around = Files.list(models.getParent())) {
            assertThat(around.map(path -> path.getFileName().toString()).toList())
                    .doesNotContain("b", "up", "etc");
        }
    }

    @Test
    void aHostileNameOfWeightsIsRefusedByNameAndNothingIsWritten() {
        hub.add(StandInRepo.model("evil/weights")
                .file("config.json", "{}")
                .file("../../up-Q8_0.gguf", Content.generated(7, 300_000)));
        problem(post(DOWNLOADS, Map.of("repo", "evil/weights")), 422, "unsafe-path")
                .body("detail", containsString("../../up-Q8_0.gguf"));
        post("/download", Map.of("repo_id", "evil/weights"))
                .then()
                .statusCode(400)
                .body("error", containsString("../../up-Q8_0.gguf"));
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
        assertThat(models.resolve("evil/weights")).doesNotExist();
    }

    @Test
    void theHarmlessFilesOfAHostileRepoCanBeChosen() {
        String id = ServiceClient.fetch(
                Map.of("repo", "acme/hostile-names", "include", List.of("config.json", "model.safetensors")));
        assertThat(download(id).getInt("filesDone")).isEqualTo(2);
    }

    @Test
    void aFolderReplacedByALinkIsNotWrittenThrough() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        Files.createDirectories(models.resolve("acme"));
        Path link = Files.createSymbolicLink(models.resolve("acme/new-name"), outside);
        try {
            problem(post(DOWNLOADS, Map.of("repo", "acme/new-name")), 422, "unsafe-path")
                    .body("detail", containsString("symbolic link"));
            assertThat(outside).isEmptyDirectory();
        } finally {
            Files.delete(link);
        }
        assertThat(given().get(DOWNLOADS).then().extract().<Integer>path("size()"))
                .isZero();
        given().get("/api/status").then().body("status", equalTo("idle"));
    }
}
