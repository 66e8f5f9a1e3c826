package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.GgufHeaderBuilder;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

/** The models on this machine by {@code /api/v1}: listing, update, delete. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class LibraryApiTest {

    private static final String BIN = "/api/v1/bin";
    private static final String LEFTOVERS = "/api/v1/leftovers";
    private static final String LIBRARY = "/api/v1/library";
    private static final String UPDATED = "acme/two-commits";
    private static final String QUANTS = "acme/quants-GGUF";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        StandInRepo repo = hub.model(UPDATED);
        repo.moveBranch("main", repo.commits().get(0));
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aModelIsListedWithCommitFilesAndVariants() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("BF16", "Q2_K")));
        Json model = get(LIBRARY + "/models/" + QUANTS);
        assertThat(model.getMap(""))
                .containsEntry("repo", QUANTS)
                .containsEntry("type", "model")
                .containsEntry("path", models.resolve(QUANTS).toString())
                .containsEntry("commit", hub.model(QUANTS).main().id())
                .containsEntry("complete", true);
        assertThat(model.getMap("")).containsEntry("updateAvailable", false);
        assertThat(model.<String>getList("variants.label")).containsExactlyInAnyOrder("BF16", "Q2_K");
        assertThat(get(LIBRARY).<String>getList("repo")).containsExactly(QUANTS);
        assertThat(get("/hf-downloader" + LIBRARY).<String>getList("repo")).containsExactly(QUANTS);
    }

    @Test
    void aFolderThatAnotherToolFilledIsListed() throws IOException {
        Path folder = Files.createDirectories(models.resolve("other/tool"));
        Files.writeString(folder.resolve("model.gguf"), "weights");
        ServiceClient.await().until(() -> get(LIBRARY).<String>getList("repo").contains("other/tool"));
    }

    /** By place and not by number: what comes before the place of the first part meanwhile moves nothing. */
    @Test
    void theListIsGivenInPartsThatFitTogether() throws IOException {
        for (String name : List.of("parts/b", "parts/c", "parts/d")) {
            Files.writeString(Files.createDirectories(models.resolve(name)).resolve("model.gguf"), "weights");
        }
        await().until(() -> get(LIBRARY).<String>getList("repo").containsAll(List.of("parts/b", "parts/d")));
        Response first = given().get(LIBRARY + "?limit=2");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(Json.of(first.asString()).<String>getList("repo")).containsExactly("parts/b", "parts/c");
        String link = first.header("Link");
        assertThat(link).startsWith("<library?limit=2&cursor=").endsWith(">; rel=\"next\"");
        Files.writeString(Files.createDirectories(models.resolve("parts/a")).resolve("model.gguf"), "weights");
        await().until(() -> get(LIBRARY).size() == 4);

        String next = "/api/v1/" + link.substring(1, link.indexOf('>'));
        Response second = given().get("/hf-downloader" + next);
        assertThat(Json.of(second.asString()).<String>getList("repo")).containsExactly("parts/d");
        assertThat(second.header("Link")).isNull();
        problem(given().get(LIBRARY + "?cursor=parts"), 400, "bad-request");
        problem(given().get(LIBRARY + "?limit=0"), 400, "bad-request");
        assertThat(get("/api/models").<String>getList("name"))
                .containsExactly("parts/a", "parts/b", "parts/c", "parts/d");
    }

    @Test
    void whatAFailedDownloadLeftIsNotComplete() {
        String name = "acme/weights-refused";
        hub.add(StandInRepo.model(name)
                .file("config.json", "{}")
                .file("model.safetensors", Content.generated(5, 100_000)));
        fetch(Map.of("repo", name, "include", List.of("config.json")));

        assertThat(get(LIBRARY + "/models/" + name).getBoolean("complete")).isFalse();
        String row = given().get("/fragments/library").asString();
        assertThat(row).contains("data-name=\"" + name + "\"", "No weights");
        assertThat(row).doesNotContainPattern(lineOf(name, "complete"));
        assertThat(get("/api/models").where("", "name", name).<String>getList("[0].individual_files.name"))
                .containsExactly("config.json");

        post(ServiceClient.DOWNLOADS, Map.of("repo", name)).then().statusCode(201);
        ServiceClient.await().until(() -> get(LIBRARY + "/models/" + name).getBoolean("complete"));
        assertThat(given().get("/fragments/library").asString()).containsPattern(lineOf(name, "complete"));
    }

    /** The head of its line in the table, where that says this state. */
    private static String lineOf(String name, String state) {
        return "data-id=\"" + name + "\"[^>]*data-state=\"" + state + "\"";
    }

    /** Bytes that came, not how long a file with holes is; and what is whole stays whole while more comes. */
    @Test
    void oneMoreVariantArrivesBesideThoseThatAreComplete() {
        String name = "acme/one-more";
        hub.add(StandInRepo.model(name)
                .file("config.json", "{}")
                .file("m-Q8_0.gguf", Content.generated(8, 50_000))
                .file("m-Q4_K_M.gguf", Content.generated(4, 40_000_000)));
        fetch(Map.of("repo", name, "variants", List.of("Q8_0")));
        hub.faults().add(Fault.bytesPerSecond("Q4_K_M", 300_000));
        String id = start(Map.of("repo", name, "variants", List.of("Q4_K_M")));
        String address = LIBRARY + "/models/" + name;
        ServiceClient.await().until(() -> get(address).getLong("partialBytes") > 900_000);

        Json model = get(address);
        assertThat(model.getLong("partialBytes"))
                .isLessThanOrEqualTo(ServiceClient.download(id).getLong("bytesReceived"));
        assertThat(model.getString("state")).isEqualTo("arriving");
        assertThat(model.<String>getList("variants.label")).containsExactly("Q8_0", "Q4_K_M");
        assertThat(model.<String>getList("variants.state")).containsExactly("complete", "arriving");
        assertThat(model.getInt("variants[1].progress.percent")).isBetween(1, 90);
        assertThat(model.getLong("variants[1].progress.bytesTotal")).isEqualTo(40_000_000);
        String row = given().get("/fragments/library").asString();
        assertThat(row)
                .containsPattern(lineOf(name, "arriving"))
                .doesNotContain(">Incomplete<")
                .contains(">Q8_0</span></li>")
                .containsPattern(">Q4_K_M</span> <span class=\"lacks\">\\d+ %<");
        String details = "/fragments/model?folder=" + name;
        assertThat(given().get(details).asString())
                .contains("data-state=\"arriving\"")
                .doesNotContain("left from an unfinished download");

        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        ServiceClient.await()
                .untilAsserted(() -> assertThat(get(address).getLong("partialBytes"))
                        .isEqualTo(ServiceClient.download(id).getLong("bytesReceived") - "{}".length()));
        assertThat(get(address).getString("state")).isEqualTo("paused");
        assertThat(given().get(details).asString()).contains("paused ", "left from an unfinished download");

        post(ServiceClient.DOWNLOADS + "/" + id + "/cancel").then().statusCode(200);
        assertThat(get(address).getString("state")).isEqualTo("incomplete");
        assertThat(get(address).<String>getList("variants.state")).containsExactly("complete", "incomplete");
        assertThat(given().get(details).asString()).contains("left from an unfinished download");
    }

    /** What a command for llama-server, vLLM or Ollama is put together from. */
    @Test
    void aModelAndItsDownloadTellWhereTheWeightsAreAndWhatGoesWithThem() {
        String name = "acme/sees-GGUF";
        byte[] head = GgufHeaderBuilder.of("sees", 60_000);
        hub.add(StandInRepo.model(name)
                .file("config.json", "{}")
                .file("Q8_0/sees-Q8_0-00001-of-00002.gguf", Content.of(Arrays.copyOf(head, 60_000)))
                .file("Q8_0/sees-Q8_0-00002-of-00002.gguf", Content.generated(2, 60_000))
                .file("mmproj-F16.gguf", Content.generated(3, 9_000)));
        String id = start(Map.of("repo", name, "variants", List.of("Q8_0")));
        assertThat(ServiceClient.download(id).getMap("result")).isNull();
        await(id, "completed");

        Path folder = models.resolve(name);
        String weights = folder.resolve("Q8_0/sees-Q8_0-00001-of-00002.gguf").toString();
        String projector = folder.resolve("mmproj-F16.gguf").toString();
        Json model = get(LIBRARY + "/models/" + name);
        assertThat(model.getString("path")).isEqualTo(folder.toString());
        assertThat(model.getLong("contextLength")).isEqualTo(8_192);
        assertThat(model.getString("variants[0].primaryPath")).isEqualTo(weights);
        assertThat(model.getString("variants[0].projectorPath")).isEqualTo(projector);
        ServiceClient.await()
                .untilAsserted(() -> assertThat(ServiceClient.download(id).getMap("result"))
                        .containsEntry("path", folder.toString())
                        .containsEntry("primaryPath", weights)
                        .containsEntry("projectorPath", projector)
                        .containsEntry("format", "gguf")
                        .containsEntry("contextLength", 8_192));

        given().delete(LIBRARY + "/models/" + name).then().statusCode(200);
        assertThat(ServiceClient.download(id).getMap("result"))
                .as("there is nothing any more")
                .isNull();
    }

    @Test
    void theContextOfSafetensorsStandsInTheirConfiguration() {
        String name = "acme/configured";
        hub.add(StandInRepo.model(name)
                .file("config.json", "{\"max_position_embeddings\": 4096}")
                .file("model.safetensors", Content.generated(5, 20_000)));
        String id = fetch(Map.of("repo", name));
        ServiceClient.await()
                .untilAsserted(() -> assertThat(ServiceClient.download(id).getMap("result"))
                        .containsEntry(
                                "primaryPath",
                                models.resolve(name)
                                        .resolve("model.safetensors")
                                        .toString())
                        .containsEntry("projectorPath", null)
                        .containsEntry("format", "safetensors")
                        .containsEntry("contextLength", 4_096));
    }

    @Test
    void aFolderBehindALinkIsNamedWithTheReasonItWasPassedOver() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        Files.writeString(outside.resolve("model.gguf"), "weights");
        Files.createDirectories(models.resolve("acme"));
        Path link = Files.createSymbolicLink(models.resolve("acme/linked"), outside);
        try {
            ServiceClient.await()
                    .until(() -> get(LIBRARY).<String>getList("repo").contains("acme/linked"));
            for (Json model : List.of(
                    get(LIBRARY).where("", "repo", "acme/linked").at("[0]"), get(LIBRARY + "/models/acme/linked"))) {
                assertThat(model.getString("passedOver")).contains("\"acme/linked\"", "symbolic link");
                assertThat(model.getString("path")).isEqualTo(link.toString());
                assertThat(model.getBoolean("complete")).isFalse();
                assertThat(model.getList("files")).isEmpty();
            }
            assertThat(given().get("/manage").asString()).contains("acme/linked", "symbolic link");
            assertThat(given().get("/fragments/library").asString()).contains("symbolic link");
            assertThat(get("/api/models").<String>getList("name")).doesNotContain("acme/linked");
            problem(given().delete(LIBRARY + "/models/acme/linked"), 422, "unsafe-path");
            assertThat(outside.resolve("model.gguf")).hasContent("weights");
        } finally {
            Files.delete(link);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models/acme/none", "/models/none", "/films/acme/none", "/models/..%2f..%2fetc/passwd"})
    void whatIsNotHereIsNotFound(String path) {
        problem(given().urlEncodingEnabled(false).get(LIBRARY + path), 404, null);
        problem(given().urlEncodingEnabled(false).delete(LIBRARY + path), 404, null);
    }

    // --- update ------------------------------------------------------------------------------------------------

    @Test
    void whatHasNoWeightsHereIsNotSaidToBeUpdated() {
        String id = start(Map.of("repo", "acme/gated-model"));
        ServiceClient.await().until(() -> ServiceClient.state(id).equals("failed"));

        problem(post(LIBRARY + "/models/acme/gated-model/update"), 404, "model-not-found");
        assertThat(models.resolve("acme/gated-model")).doesNotExist();
        assertThat(get(LIBRARY).<String>getList("repo")).doesNotContain("acme/gated-model");
        given().delete("/api/v1/downloads/" + id).then().statusCode(204);
    }

    @Test
    void nothingStaysOfADownloadThatIsCancelledBeforeItsFirstByte() {
        hub.add(StandInRepo.model("acme/never-came").file("empty.txt", "").file("model.safetensors", "weights"));
        hub.faults().add(Fault.of(Fault.Kind.HANG, "acme/never-came/resolve", 0));
        String id = start(Map.of("repo", "acme/never-came"));
        ServiceClient.await().until(() -> Files.exists(models.resolve("acme/never-came/empty.txt")));

        given().post("/api/v1/downloads/" + id + "/cancel").then().statusCode(200);
        assertThat(models.resolve("acme/never-came")).doesNotExist();
        hub.faults().clear();
        given().post("/api/v1/downloads/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
        assertThat(models.resolve("acme/never-came/empty.txt")).exists();
    }

    @Test
    void whatWasThereBeforeAFailedDownloadStays() throws IOException {
        hub.add(StandInRepo.model("acme/own-file")
                .file("empty.txt", "")
                .file("model.safetensors", "weights")
                .gated());
        Path own = Files.createDirectories(models.resolve("acme/own-file")).resolve("empty.txt");
        Files.createFile(own);
        Files.setLastModifiedTime(own, FileTime.from(Instant.now().minusSeconds(60)));
        await(start(Map.of("repo", "acme/own-file")), "failed");
        assertThat(own).exists();
        ServiceClient.awaitOnPage("acme/own-file");
    }

    @Test
    void anUpdateFollowsTheBranchThatTheModelCameFromAlsoWhenItsDownloadIsForgotten() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/branched").file("model.safetensors", "one"));
        Commit first = repo.main();
        repo.moveBranch("dev", first);
        String id = fetch(Map.of("repo", "acme/branched", "revision", "dev"));
        given().delete("/api/v1/downloads/" + id).then().statusCode(204);
        Commit onDev = repo.push("On dev", commitDraft -> commitDraft.file("model.safetensors", Content.of("two")));
        repo.moveBranch("dev", onDev);
        repo.moveBranch("main", first);

        String update = post(LIBRARY + "/models/acme/branched/update").path("id");

        assertThat(await(update, "completed").getString("commit")).isEqualTo(onDev.id());
        assertThat(models.resolve("acme/branched/model.safetensors")).hasContent("two");
    }

    @Test
    void anUpdateFetchesWhatChangedRemovesWhatIsGoneAndLeavesTheRest() throws IOException {
        fetch(Map.of("repo", UPDATED));
        Path folder = models.resolve(UPDATED);
        Path unchanged = folder.resolve("unchanged.safetensors");
        FileTime before = Files.getLastModifiedTime(unchanged);
        Files.writeString(folder.resolve("notes-of-mine.txt"), "mine");
        moveOn();
        hub.clear();

        Response accepted = post(LIBRARY + "/models/" + UPDATED + "/update");
        accepted.then().statusCode(202);
        Json done = await(accepted.path("id"), "completed");

        var commit = hub.model(UPDATED).main();
        assertThat(done.getString("commit")).isEqualTo(commit.id());
        assertThat(done.getBoolean("update")).isTrue();
        commit.files()
                .forEach(file -> assertThat(folder.resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
        assertThat(folder.resolve("removed.txt")).doesNotExist();
        assertThat(folder.resolve("notes-of-mine.txt")).hasContent("mine");
        assertThat(Files.getLastModifiedTime(unchanged)).isEqualTo(before);
        assertThat(hub.bytesSent(UPDATED + "/unchanged.safetensors")).isZero();
        assertThat(hub.bytesSent(UPDATED + "/config.json")).isZero();
        assertThat(hub.bytesSent(UPDATED + "/model.safetensors"))
                .isEqualTo(
                        commit.file("model.safetensors").orElseThrow().content().size());
        assertThat(Files.readAllLines(folder.resolve(".cache/huggingface/download/unchanged.safetensors.metadata")))
                .startsWith(commit.id());
        assertThat(get(LIBRARY + "/models/" + UPDATED).getString("commit")).isEqualTo(commit.id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUpdateThatIsGivenUpLeavesNothingBehindAndIsStillOffered(boolean forgetFirst) throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/given-up")
                .file("config.json", "{\"version\": 1}")
                .file("model.safetensors", Content.generated(1, 3_000_000)));
        String first = fetch(Map.of("repo", "acme/given-up"));
        if (forgetFirst) {
            given().delete("/api/v1/downloads/" + first).then().statusCode(204);
        }
        repo.push(
                "Both",
                commitDraft -> commitDraft
                        .file("config.json", Content.of("{\"version\": 2}"))
                        .file("model.safetensors", Content.generated(2, 3_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 500_000));
        String update = post(LIBRARY + "/models/acme/given-up/update").path("id");
        ServiceClient.await()
                .until(() -> ServiceClient.download(update).getInt("filesDone") == 1
                        && ServiceClient.download(update).getLong("bytesReceived") > 200_000);

        given().post("/api/v1/downloads/" + update + "/cancel").then().statusCode(200);
        given().delete("/api/v1/downloads/" + update).then().statusCode(204);

        Path partials = models.resolve("acme/given-up/.cache/huggingface/download");
        ServiceClient.await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(partials)) {
                assertThat(left).allMatch(path -> path.toString().endsWith(".metadata"));
            }
        });
        Json model = get(LIBRARY + "/models/acme/given-up");
        assertThat(model.getBoolean("updateAvailable")).isTrue();

        hub.faults().clear();
        await(post(LIBRARY + "/models/acme/given-up/update").path("id"), "completed");
        assertThat(get(LIBRARY + "/models/acme/given-up").getBoolean("updateAvailable"))
                .isFalse();
    }

    @Test
    void theOldFileStandsUntilTheNewOneIsVerified() {
        fetch(Map.of("repo", UPDATED));
        byte[] old = hub.model(UPDATED)
                .main()
                .file("model.safetensors")
                .orElseThrow()
                .content()
                .bytes();
        moveOn();
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 100_000));

        String id = post("/api/update", Map.of("repo_id", UPDATED))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        ServiceClient.await().until(() -> {
            Json weights = ServiceClient.download(id)
                    .where("files", "path", "model.safetensors")
                    .at("[0]");
            return weights.getLong("received") > 0 && weights.getLong("received") < weights.getLong("size");
        });
        assertThat(models.resolve(UPDATED).resolve("model.safetensors")).hasBinaryContent(old);
        assertThat(models.resolve(UPDATED).resolve("removed.txt")).isRegularFile();
    }

    @Test
    void anUpdateOfOneVariantDoesNotBringTheOthers() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        String id = post(LIBRARY + "/models/" + QUANTS + "/update")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Json done = await(id, "completed");
        assertThat(done.<String>getList("files.path"))
                .contains("quants-Q2_K.gguf", "config.json")
                .doesNotContain("quants-Q8_0.gguf");
        assertThat(done.getLong("bytesReused")).isEqualTo(done.getLong("bytesTotal"));
    }

    // --- what came of an update --------------------------------------------------------------------------------

    @Test
    void anUpdateThatFindsNothingNewSaysSo() {
        fetch(Map.of("repo", UPDATED));
        String id = post(LIBRARY + "/models/" + UPDATED + "/update").path("id");
        Json done = await(id, "completed");

        assertThat(done.getMap("updateResult"))
                .containsEntry("fromCommit", hub.model(UPDATED).main().id())
                .containsEntry("filesChanged", 0)
                .containsEntry("filesRemoved", 0)
                .containsEntry("bytesFetched", 0)
                .containsEntry("upToDate", true);
        String card = "/fragments/downloads?id=" + id;
        assertThat(given().get(card).asString()).contains("update: nothing changed");
        assertThat(given().header("Accept-Language", "zh").get(card).asString()).contains("更新：没有变化");
    }

    @Test
    void anUpdateTellsWhatItChangedAndWhatCameForIt() {
        String first = fetch(Map.of("repo", UPDATED));
        assertThat(ServiceClient.download(first).getMap("updateResult")).isNull();
        Commit old = hub.model(UPDATED).main();
        moveOn();
        Commit now = hub.model(UPDATED).main();
        long changed = now.files().stream()
                .filter(file -> !old.file(file.path())
                        .filter(before -> before.etag().equals(file.etag()))
                        .isPresent())
                .count();
        long removed = old.files().stream()
                .filter(file -> now.file(file.path()).isEmpty())
                .count();

        String id = post(LIBRARY + "/models/" + UPDATED + "/update").path("id");
        Json done = await(id, "completed");

        assertThat(done.getString("updateResult.fromCommit")).isEqualTo(old.id());
        assertThat(done.getLong("updateResult.filesChanged")).isEqualTo(changed).isPositive();
        assertThat(done.getLong("updateResult.filesRemoved")).isEqualTo(removed).isPositive();
        assertThat(done.getBoolean("updateResult.upToDate")).isFalse();
        assertThat(done.getLong("updateResult.bytesFetched"))
                .isPositive()
                .isEqualTo(done.getLong("bytesFetched"))
                .isLessThan(done.getLong("bytesTotal"));
        assertThat(given().get("/fragments/downloads?id=" + id).asString())
                .contains("update: " + changed + " file", "removed")
                .doesNotContain("MB of");
    }

    /** What a run before the restart has brought is not forgotten, nor counted twice. */
    @Test
    void anUpdateThatWasInterruptedTellsAllThatItChanged() {
        fetch(Map.of("repo", UPDATED));
        moveOn();
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 100_000));
        String id = post(LIBRARY + "/models/" + UPDATED + "/update").path("id");
        ServiceClient.await()
                .until(() -> ServiceClient.download(id).getLong("bytesFetched") > 50_000
                        && ServiceClient.download(id).getInt("filesDone") > 0);
        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        long before = ServiceClient.download(id).getLong("bytesFetched");
        hub.faults().clear();
        post(ServiceClient.DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        Json interrupted = await(id, "completed");

        assertThat(interrupted.getLong("bytesFetched")).isGreaterThan(before);
        assertThat(interrupted.getInt("updateResult.filesChanged")).isGreaterThan(1);
    }

    @Test
    void whatIsNotHereCannotBeUpdated() {
        problem(post(LIBRARY + "/models/acme/new-name/update"), 404, "model-not-found");
        problem(post(LIBRARY + "/models/canonical/update"), 404, "model-not-found");
    }

    // --- delete ------------------------------------------------------------------------------------------------

    @Test
    void aVariantIsDeletedAndTheOthersStay() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("BF16", "Q2_K")));
        given().delete(LIBRARY + "/models/" + QUANTS + "?variant=bf16").then().statusCode(200);
        assertThat(models.resolve(QUANTS).resolve("BF16")).doesNotExist();
        assertThat(models.resolve(QUANTS).resolve("quants-Q2_K.gguf")).isRegularFile();
        problem(given().delete(LIBRARY + "/models/" + QUANTS + "?variant=BF16"), 404, "model-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?varient=Q2_K",
                "?variant=",
                "?variant",
                "?variant=%20",
                "?variant=Q2_K&variant=BF16",
                "?path=",
                "?path=quants-Q2_K.gguf&path=",
                "?path=quants-Q2_K.gguf&variant=Q2_K",
                "?now",
                "?now=1",
                "?now=true&now=true"
            })
    void aSlipInTheQueryDoesNotCostTheWholeModel(String query) {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K"), "exclude", List.of("*.dat")));
        problem(given().urlEncodingEnabled(false).delete(LIBRARY + "/models/" + QUANTS + query), 400, "bad-request")
                .body("detail", containsString("Nothing was deleted"));
        assertThat(models.resolve(QUANTS).resolve("quants-Q2_K.gguf")).isRegularFile();
    }

    @Test
    void filesOfAModelAreDeletedAndTheOthersStay() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("BF16", "Q2_K")));
        Path folder = models.resolve(QUANTS);
        problem(
                        given().delete(LIBRARY + "/models/" + QUANTS + "?path=config.json&path=none.gguf"),
                        404,
                        "model-not-found")
                .body("detail", containsString("Nothing was deleted"));
        assertThat(folder.resolve("config.json")).isRegularFile();

        given().delete(LIBRARY + "/models/" + QUANTS + "?path=config.json&path=quants-Q2_K.gguf")
                .then()
                .statusCode(200);
        assertThat(folder.resolve("config.json")).doesNotExist();
        assertThat(folder.resolve("quants-Q2_K.gguf")).doesNotExist();
        assertThat(folder.resolve("BF16")).isDirectory();
    }

    /** More files than an address can name. */
    @Test
    void manyFilesAreNamedInTheBodyAndOneThatNamesNoneCostsNothing() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        String model = LIBRARY + "/models/" + QUANTS;
        for (Object slip : List.of(Map.of("paths", List.of()), Map.of("paths", List.of(" ")))) {
            problem(ServiceClient.json(slip).delete(model), 400, "bad-request");
        }
        problem(ServiceClient.json(Map.of()).delete(model + "?now=true"), 400, "bad-request");
        problem(given().contentType("application/json").body("null").delete(model), 400, "bad-request");
        problem(ServiceClient.json(Map.of("paths", List.of("none"))).delete(model), 404, "model-not-found");
        problem(
                ServiceClient.json(Map.of("paths", List.of("config.json"))).delete(model + "?variant=Q2_K"),
                400,
                "bad-request");
        assertThat(models.resolve(QUANTS).resolve("quants-Q2_K.gguf")).isRegularFile();

        List<String> many = Stream.concat(
                        Stream.of("quants-Q2_K.gguf"),
                        IntStream.range(0, 200).mapToObj(i -> "config.json")) // each once
                .toList();
        ServiceClient.json(Map.of("paths", many)).delete(model).then().statusCode(200);
        assertThat(models.resolve(QUANTS).resolve("config.json")).doesNotExist();
        assertThat(models.resolve(QUANTS).resolve("quants-Q2_K.gguf")).doesNotExist();
    }

    @Test
    void aPathOfAnotherModelIsNoFileOfThisOne() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        fetch(Map.of("repo", "acme/new-name"));
        for (String path : List.of(
                "../new-name/config.json",
                models.resolve("acme/new-name/config.json").toString())) {
            problem(given().queryParam("path", path).delete(LIBRARY + "/models/" + QUANTS), 404, "model-not-found");
        }
        assertThat(models.resolve("acme/new-name/config.json")).isRegularFile();
    }

    @Test
    void whatHasNoPlaceOnTheHubIsDeletedByItsPath() throws IOException {
        Path folder = Files.createDirectories(models.resolve("by-hand"));
        Files.write(folder.resolve("model-Q8_0.gguf"), new byte[1_000]);
        Files.write(folder.resolve("model-Q4_0.gguf"), new byte[1_000]);
        ServiceClient.await().until(() -> get(LIBRARY).getList("path").contains(folder.toString()));

        delete(folder.resolve("model-Q4_0.gguf").toString()).then().statusCode(200);
        assertThat(folder.resolve("model-Q4_0.gguf")).doesNotExist();
        assertThat(folder.resolve("model-Q8_0.gguf")).isRegularFile();
        problem(delete(folder.resolve("model-Q4_0.gguf").toString()), 404, "model-not-found");

        delete(folder.toString()).then().statusCode(200);
        assertThat(folder).doesNotExist();
    }

    @Test
    void nothingButAPathOfTheLibraryIsDeletedByItsPath() {
        fetch(Map.of("repo", "acme/new-name"));
        for (String query : List.of("", "?path=", "?path=a&path=b", "?folder=a", "?path=a&now=yes", "?now=true")) {
            problem(given().delete(LIBRARY + query), 400, "bad-request");
        }
        for (String path : List.of("/", "..", models.toString(), models + "/.cache", models + "/acme/../..")) {
            delete(path).then().statusCode(400);
        }
        problem(delete("/etc"), 400, "invalid-model-path")
                .body("detail", containsString("/etc"))
                .body("detail", containsString("as the list of all models gives it"));
        assertThat(models.resolve("acme/new-name")).isDirectory();
    }

    private static Response delete(String path) {
        return given().queryParam("path", path).delete(LIBRARY);
    }

    @Test
    void aModelIsDeletedWithAllThatBelongsToIt() {
        fetch(Map.of("repo", "acme/sample-data", "type", "dataset"));
        given().delete(LIBRARY + "/datasets/acme/sample-data").then().statusCode(200);
        assertThat(models.resolve("datasets/acme/sample-data")).doesNotExist();
        assertThat(get(LIBRARY).getList("")).isEmpty();
        problem(given().delete(LIBRARY + "/datasets/acme/sample-data"), 404, "model-not-found");
    }

    @Test
    void whatWasDeletedIsInTheBinUntilItIsRestoredOrDeletedForGood() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("BF16", "Q2_K")));
        String model = LIBRARY + "/models/" + QUANTS;
        JsonPath gone = given().delete(model + "?variant=q2_k")
                .then()
                .statusCode(200)
                .body("repo", equalTo(QUANTS))
                .body("variant", equalTo("q2_k"))
                .body("reason", equalTo("deleted"))
                .body("path", equalTo(models.resolve(QUANTS).toString()))
                .body("until", notNullValue())
                .extract()
                .jsonPath();
        String id = gone.getString("id");
        assertThat(get(BIN + "?limit=1").getString("entries[0].id")).isEqualTo(id);
        assertThat(get("/api/v1/system").getLong("binBytes")).isGreaterThanOrEqualTo(gone.getLong("bytes"));

        post(BIN + "/" + id + "/restore").then().statusCode(200).body("id", equalTo(id));
        assertThat(models.resolve(QUANTS).resolve("quants-Q2_K.gguf")).isRegularFile();
        problem(post(BIN + "/" + id + "/restore"), 404, "bin-entry-not-found");

        String again =
                given().delete(model + "?path=quants-Q2_K.gguf").jsonPath().getString("id");
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        problem(post(BIN + "/" + again + "/restore"), 409, "name-taken")
                .body("detail", containsString("quants-Q2_K.gguf"));
        given().delete(BIN + "/" + again).then().statusCode(204);
        problem(given().delete(BIN + "/" + again), 404, "bin-entry-not-found");
        problem(given().get(BIN + "?limit=0"), 400, "bad-request");

        given().delete(model + "?now=true&variant=Q2_K").then().statusCode(204);
        given().delete(model + "?now=true").then().statusCode(204);
        assertThat(get(BIN).getList("entries.repo")).doesNotContain(QUANTS);
        assertThat(models.resolve(QUANTS)).doesNotExist();
    }

    @Test
    void whatLiesAboutIsListedAndRemovedByItsPath() throws IOException {
        fetch(Map.of("repo", "acme/new-name"));
        Path folder = Files.createDirectories(models.resolve("acme/new-name/empty/one"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
        Files.setLastModifiedTime(folder, old);
        Files.createDirectories(models.resolve("acme/new-name/young"));

        assertThat(get(LEFTOVERS).getList("leftovers.path")).containsExactly("acme/new-name/empty/one");
        assertThat(get(LEFTOVERS).getString("leftovers[0].kind")).isEqualTo("empty-folder");
        problem(given().delete(LEFTOVERS), 400, "bad-request");
        given().queryParam("path", "acme/new-name/empty/one", "acme/new-name/young", "../../etc")
                .delete(LEFTOVERS)
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
        assertThat(folder).doesNotExist();
        assertThat(models.resolve("acme/new-name/young")).isDirectory();
    }

    @Test
    void aModelInUseIsNotDeletedUntilItsDownloadIsCancelled() {
        hub.faults().add(Fault.bytesPerSecond("safetensors", 50_000));
        String id = start("acme/tiny-sharded");
        ServiceClient.await().until(() -> ServiceClient.download(id).getLong("bytesReceived") > 0);
        problem(given().delete(LIBRARY + "/models/acme/tiny-sharded"), 409, "repo-in-use");
        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        problem(given().delete(LIBRARY + "/models/acme/tiny-sharded"), 409, "repo-in-use")
                .body("detail", containsString("Cancel it first"));
        post(ServiceClient.DOWNLOADS + "/" + id + "/cancel").then().statusCode(200);
        given().delete(LIBRARY + "/models/acme/tiny-sharded").then().statusCode(200);
        assertThat(models.resolve("acme/tiny-sharded")).doesNotExist();
    }

    private void moveOn() {
        StandInRepo repo = hub.model(UPDATED);
        repo.moveBranch("main", repo.commits().get(1));
    }
}
