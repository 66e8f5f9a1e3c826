package io.hfdownloader.web.api;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.PublishedRepos;
import io.hfdownloader.standin.sample.SafetensorsFiles;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** What helps to choose: the search and the plan. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class SearchAndPlanApiTest {

    private static final String PLAN = "/api/v1/downloads/plan";
    private static final String QUANTS = "acme/quants-GGUF";

    private static final Content FILE = Content.of("{}");

    @Inject
    ListingBudget budget;

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        ServiceClient.clear();
    }

    // --- plan --------------------------------------------------------------------------------------------------

    @Test
    void aPlanTellsWhatWouldBeFetchedAndWritesNothing() throws IOException {
        List<Path> before = everythingBelow(models);

        Json plan = plan(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));

        assertThat(everythingBelow(models)).isEqualTo(before);
        assertThat(get("/api/v1/downloads").getList("")).isEmpty();
        Json repo = get("/api/v1/repos/models/" + QUANTS);
        assertThat(plan.getString("commit")).isEqualTo(hub.model(QUANTS).main().id());
        assertThat(plan.<String>getList("files.path"))
                .contains("quants-Q4_K_M.gguf", "README.md")
                .noneMatch(path -> path.endsWith("Q8_0.gguf"));
        assertThat(plan.getLong("bytesTotal"))
                .isEqualTo(plan.<Number>getList("files.size").stream()
                        .mapToLong(Number::longValue)
                        .sum())
                .isLessThan(repo.getLong("sizeBytes"));
        assertThat(plan.getLong("bytesToFetch")).isEqualTo(plan.getLong("bytesTotal"));
        assertThat(plan.getLong("bytesHere")).isZero();
        assertThat(plan.getBoolean("fits")).isTrue();
        assertThat(plan.getLong("missingBytes")).isZero();
        assertThat(plan.getLong("freeAfterBytes"))
                .isEqualTo(plan.getLong("freeBytes") - plan.getLong("promisedBytes") - plan.getLong("bytesToFetch"));
        assertThat(plan.getBoolean("gated")).isFalse();
    }

    @Test
    void whatIsHereAlreadyIsNotFetchedAgain() {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));

        Json plan = plan(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));

        assertThat(plan.getLong("bytesToFetch")).isZero();
        assertThat(plan.getLong("bytesHere")).isEqualTo(plan.getLong("bytesTotal"));
        assertThat(plan.<Boolean>getList("files.verified")).containsOnly(true);
        assertThat(plan.getLong("etaSeconds")).isZero();
    }

    @Test
    void whatDoesNotFitIsToldWithWhatIsMissing() {
        hub.add(StandInRepo.model("acme/beyond-disk").file("model.safetensors", Content.hollow(1L << 42)));

        Json plan = plan(Map.of("repo", "acme/beyond-disk"));

        assertThat(plan.getBoolean("fits")).isFalse();
        assertThat(plan.getLong("missingBytes")).isPositive();
        assertThat(plan.getLong("freeAfterBytes")).isNegative();
    }

    @Test
    void aPlanNamesTheDownloadThatDoesTheSameAlready() {
        hub.add(StandInRepo.model("acme/busy").file("model.safetensors", Content.generated(9, 3_000_000)));
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 300_000));
        String id = ServiceClient.start("acme/busy");

        assertThat(plan(Map.of("repo", "acme/busy")).getString("underWay")).isEqualTo(id);
    }

    @Test
    void aPlanOfWhatIsNotThereIsRefusedAsTheDownloadWouldBe() {
        problem(post(PLAN, Map.of("repo", QUANTS, "variants", List.of("Q9_Z"))), 422, "variant-not-found");
        problem(post(PLAN, Map.of("repo", "acme/no-such-repo")), 404, "repo-not-found");
        problem(post(PLAN, Map.of("repo", "acme/hostile-names", "include", List.of("*up*"))), 422, "unsafe-path");
    }

    @Test
    void aPlanTellsWhatCannotBeHereUnderItsName() {
        Json plan = plan(Map.of("repo", "acme/hostile-names"));

        assertThat(plan.getInt("filesLeftOut")).isEqualTo(12);
        assertThat(plan.<String>getList("leftOut.path"))
                .contains("../../etc/passwd")
                .hasSize(12);
        assertThat(plan.<String>getList("leftOut.reason")).allMatch(reason -> !reason.isBlank());
        assertThat(plan.<String>getList("files.path"))
                .contains("model.safetensors")
                .doesNotContain("../../etc/passwd");
    }

    // --- one complete model ------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "gpt-oss, 3, 13761000000",
        "sdxl, 4, 13875600000",
        "flux, 7, 33741800000",
        "sentence-transformers, 2, 94000000",
        "fine-tune, 1, 168000000",
        "quants, 2, 5820000000"
    })
    void onlyOneCopyOfTheWeightsIsPlanned(String layout, int weights, long bytes) {
        String repo = "published/" + layout;
        hub.add(PublishedRepos.repo(repo, layout));
        Json known = get("/api/v1/repos/models/" + repo);
        Set<String> companions = Set.copyOf(known.getList("companions"));

        Json plan = plan(Map.of("repo", repo));

        List<String> planned = plan.<String>getList("files.path").stream()
                .filter(path -> !companions.contains(path))
                .toList();
        assertThat(planned).hasSize(weights);
        assertThat(plan.<Map<String, Object>>getList("files").stream()
                        .filter(file -> planned.contains(file.get("path")))
                        .mapToLong(file -> ((Number) file.get("size")).longValue())
                        .sum())
                .isEqualTo(bytes);
        for (Map<String, Object> variant : known.<Map<String, Object>>getList("variants")) {
            Json chosen = plan(Map.of("repo", repo, "variants", List.of(variant.get("label"))));
            assertThat(chosen.<String>getList("files.path"))
                    .as("%s", variant.get("label"))
                    .containsAll(strings(variant.get("files")));
        }
    }

    @Test
    void aSetThatLacksWhatItsIndexNamesIsTold() {
        hub.add(StandInRepo.model("acme/upload-under-way")
                .file("model-00000-of-00002.safetensors", Content.hollow(4_000_000))
                .file("model-00001-of-00002.safetensors", Content.hollow(4_000_000))
                .file(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"model-00000-of-00002.safetensors\", \"b\":"
                                + " \"model-00001-of-00002.safetensors\", \"c\":"
                                + " \"model-00002-of-00002.safetensors\"}}"));

        Json variant = get("/api/v1/repos/models/acme/upload-under-way");

        assertThat(variant.<Boolean>getList("variants.complete")).containsExactly(false);
        assertThat(variant.<Integer>getList("variants.shardsExpected")).containsExactly(3);
        for (Map<String, Object> wanted : List.<Map<String, Object>>of(
                Map.of("repo", "acme/upload-under-way"),
                Map.of("repo", "acme/upload-under-way", "variants", List.of("safetensors")))) {
            problem(post(PLAN, wanted), 502, "listing-incomplete")
                    .body(
                            "detail",
                            containsString(
                                    "names 2 of the 3 files that the set of \"model-00000-of-00002.safetensors\" has"));
        }
        assertThat(plan(Map.of("repo", "acme/upload-under-way", "include", List.of("model-00000-*")))
                        .<String>getList("files.path"))
                .containsExactly("model-00000-of-00002.safetensors");
    }

    @Test
    void aSetWhoseShardsAreNotAllListedIsNotCalledAModel() {
        RepoBuilder repo = StandInRepo.model("acme/cut-list");
        for (int i : new int[] {1, 2, 4, 5}) {
            repo.file("m-Q4_K_M-0000%d-of-00005.gguf".formatted(i), Content.generated(i, 100_000));
        }
        hub.add(repo.file("m-Q8_0.gguf", Content.generated(9, 200_000)));

        problem(post(PLAN, Map.of("repo", "acme/cut-list", "variants", List.of("Q4_K_M"))), 502, "listing-incomplete")
                .body("detail", containsString("names 4 of the 5 files"));
        assertThat(plan(Map.of("repo", "acme/cut-list", "variants", List.of("Q8_0")))
                        .<String>getList("files.path"))
                .containsExactly("m-Q8_0.gguf");
    }

    @Test
    void theSameTensorsInAnotherFolderAreNotPlannedTwice() {
        hub.add(StandInRepo.model("acme/copied")
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 1, 60_000))
                .file("elsewhere/copy.safetensors", SafetensorsFiles.file("lm_head.weight", 2, 90_000))
                .file("codec/model.safetensors", SafetensorsFiles.file("codec.weight", 3, 30_000)));

        assertThat(plan(Map.of("repo", "acme/copied")).<String>getList("files.path"))
                .containsExactlyInAnyOrder("model.safetensors", "codec/model.safetensors");
    }

    @Test
    void indexesThatCannotBeReadAreDoneWithout() {
        hub.add(PublishedRepos.repo("published/unread", "gpt-oss"));
        hub.faults().add(Fault.of(Fault.Kind.STATUS, "index.json", 503));

        assertThat(plan(Map.of("repo", "published/unread")).<String>getList("files.path"))
                .contains("model-00002-of-00002.safetensors")
                .doesNotContain("metal/model.bin", "original/model.safetensors");
        assertThat(get("/api/v1/repos/models/published/unread").<String>getList("variants.label"))
                .containsExactly("safetensors", "original", "metal");
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object list) {
        return (List<String>) list;
    }

    // --- search ------------------------------------------------------------------------------------------------

    @Test
    void theSearchFindsByPartsOfTheName() {
        Json found = get("/api/v1/search?q=quants");

        assertThat(found.<String>getList("repo")).contains(QUANTS).allMatch(name -> name.contains("quants"));
        assertThat(found.<String>getList("type")).containsOnly("model");
        assertThat(found.<Object>getList("downloads")).doesNotContainNull();
        assertThat(found.<String>getList("lastModified")).doesNotContainNull();
    }

    @Test
    void theSearchSeesWhichOnesAreGated() {
        Json found = get("/api/v1/search?q=gated");

        assertThat(found.<Boolean>getList("gated")).contains(true);
    }

    @Test
    void datasetsAndSpacesAreFoundToo() {
        assertThat(get("/api/v1/search?q=sample&type=dataset").<String>getList("repo"))
                .contains("acme/sample-data");
        assertThat(get("/api/v1/search?q=sample&type=spaces").<String>getList("type"))
                .contains("space");
    }

    /** Each type has fields and orders of its own, and the Hub refuses a search for one that it has not. */
    @ParameterizedTest
    @ValueSource(strings = {"downloads", "likes", "lastModified", "createdAt", "trendingScore"})
    void eachTypeIsSearchedInEachOrder(String sort) {
        for (String type : List.of("model", "dataset", "space")) {
            given().get("/api/v1/search?type=" + type + "&sort=" + sort).then().statusCode(200);
        }
    }

    @Test
    void noMoreResultsComeThanWereAskedFor() {
        assertThat(get("/api/v1/search?limit=3&sort=downloads").getList("")).hasSize(3);
    }

    @Test
    void wordsAreNotTakenForParametersOfTheHub() {
        assertThat(get("/api/v1/search?q=quants%26limit%3D1%26sort%3Dnothing").getList(""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=planet", "sort=size", "limit=0", "limit=101", "limit=many", "limit=-1"})
    void whatTheSearchDoesNotKnowIsRefused(String query) {
        problem(given().get("/api/v1/search?" + query), 400, "bad-request");
    }

    @Test
    void aHubThatDoesNotAnswerOrLimitsIsNamed() {
        hub.faults().add(Fault.of(Fault.Kind.STATUS, "/api/models", 503));
        problem(given().get("/api/v1/search?q=quants"), 502, "hub-unavailable");
        hub.faults().clear();
        hub.faults().add(Fault.of(Fault.Kind.RETRY_AFTER, "/api/models", 30));
        problem(given().get("/api/v1/search?q=quants"), 503, "hub-throttled");
        hub.faults().clear();
        ServiceClient.awaitHub();
    }

    // --- memory ------------------------------------------------------------------------------------------------

    @Test
    void theHeadOfAFileTellsWhatAModelNeedsInMemory() {
        long before = hub.bytesSent(QUANTS);

        Json shape = get("/api/v1/shapes/models/" + QUANTS);

        assertThat(shape.getString("architecture")).isEqualTo("llama");
        assertThat(shape.getString("source")).endsWith(".gguf");
        assertThat(shape.getLong("contextLength")).isEqualTo(8192);
        assertThat(shape.getLong("cacheBytesPerToken")).isEqualTo(16L * 8 * (64 + 64) * 2);
        assertThat(shape.getString("cacheFormula")).startsWith("16 layers × 8 key/value heads");
        assertThat(hub.bytesSent(QUANTS) - before).isLessThan(1_000_000);
    }

    @Test
    void aRepoThatTellsNothingOfItsLayersSaysSo() {
        hub.add(StandInRepo.model("acme/plain").file("weights.bin", Content.generated(1, 6_000_000)));
        problem(given().get("/api/v1/shapes/models/acme/plain"), 404, "shape-not-known");
        hub.add(StandInRepo.model("acme/liar")
                .file("model.gguf", Content.of("this is no such file, whatever it says")));
        problem(given().get("/api/v1/shapes/models/acme/liar"), 404, "shape-not-known");
        problem(given().get("/api/v1/shapes/models/acme/no-such-repo"), 404, "repo-not-found");
    }

    /** The framework listens for the end of the connection in place of whoever listened before. */
    @Test
    void whoLeavesInTheMidstOfALongPlanHoldsNoMemoryForIt() throws IOException {
        hub.add(StandInRepo.dataset("acme/very-many").edit(draft -> {
            for (int i = 0; i < 40_000; i++) {
                draft.file("a-folder-whose-name-makes-paths-long/and-one-in-it/record-%06d.json".formatted(i), FILE);
            }
        }));
        byte[] body = "{\"repo\":\"acme/very-many\",\"type\":\"dataset\"}".getBytes(StandardCharsets.UTF_8);
        try (Socket leaving = new Socket("127.0.0.1", RestAssured.port)) {
            leaving.setReceiveBufferSize(16 << 10);
            leaving.getOutputStream()
                    .write(("POST " + PLAN + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            leaving.getOutputStream().write(body);
            assertThat(leaving.getInputStream().readNBytes(100_000))
                    .startsWith("HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII));
            assertThat(budget.taken()).isGreaterThan(3_000);
            leaving.setSoLinger(true, 0); // as when a program is killed
        }
        ServiceClient.await().until(() -> budget.taken() == 0);
    }

    private static Json plan(Map<String, ?> wanted) {
        return Json.of(post(PLAN, wanted).then().statusCode(200).extract().asString());
    }

    private static List<Path> everythingBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.toString().contains(".cache/hf-downloader"))
                    .sorted()
                    .toList();
        }
    }
}
