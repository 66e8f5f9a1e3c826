package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What an update must not take away, whatever the Hub, a mirror or a proxy says. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class UpdatesApiTest {

    private static final String LIBRARY = "/api/v1/library";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- a listing is whole or it is not believed --------------------------------------------------------------

    @Test
    void anUpdateThroughAProxyThatTakesLinksAwayRemovesNothing() {
        StandInRepo repo = manyFiles("acme/behind-a-proxy");
        hub.faults().add(Fault.of(Fault.Kind.SMALL_PAGES, repo.id(), 10));
        fetch(Map.of("repo", repo.id()));
        repo.push("On", commitDraft -> commitDraft.file("00.txt", Content.of("new")));
        Fault cut = Fault.of(Fault.Kind.NO_NEXT_LINK, repo.id(), 0);
        hub.faults().add(cut);

        problem(post(LIBRARY + "/models/" + repo.id() + "/update"), 502, "listing-incomplete");
        problem(post(ServiceClient.DOWNLOADS, Map.of("repo", repo.id())), 502, "listing-incomplete");

        repo.commits()
                .get(0)
                .files()
                .forEach(file -> assertThat(models.resolve(repo.id()).resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
    }

    @Test
    void whatOneListAloneDoesNotNameIsNotRemovedAndTheResultSaysSo() {
        StandInRepo repo = manyFiles("acme/one-witness");
        fetch(Map.of("repo", repo.id()));
        repo.push("Less", commitDraft -> commitDraft.remove("07.txt"));
        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, repo.id(), 0));

        Json done = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(done.<String>getList("notes")).singleElement().asString().contains("Nothing was removed");
        assertThat(models.resolve(repo.id()).resolve("07.txt")).exists();
        assertThat(given().get("/fragments/downloads?id=" + done.getString("id") + "&open=" + done.getString("id"))
                        .asString())
                .contains("Nothing was removed");

        hub.faults().clear();
        Json again = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(again.getList("notes")).isEmpty();
        assertThat(models.resolve(repo.id()).resolve("07.txt")).doesNotExist();
    }

    /** As an earlier version may have left it: it took the first page for the whole. */
    @Test
    void whatWasKeptOfAListingThatWasCutIsNotBelieved() throws IOException {
        StandInRepo repo = manyFiles("acme/kept-cut");
        fetch(Map.of("repo", repo.id(), "include", List.of("0*.txt")));
        Path kept = models.resolve(
                repo.id() + "/.cache/huggingface/trees/" + repo.main().id() + ".json");
        Files.writeString(kept, "{\"format_version\":1,\"files\":{}}");

        fetch(Map.of("repo", repo.id()));
        repo.main()
                .files()
                .forEach(file -> assertThat(models.resolve(repo.id()).resolve(file.path()))
                        .exists());
    }

    private StandInRepo manyFiles(String id) {
        RepoBuilder builder = StandInRepo.model(id).file("model.safetensors", Content.generated(3, 1_000));
        for (int i = 0; i < 30; i++) {
            builder.file(String.format("%02d.txt", i), Content.generated(i, 10));
        }
        return hub.add(builder);
    }

    // --- what has no successor upstream stays ------------------------------------------------------------------

    @Test
    void weightsThatAreGoneUpstreamStayAndAreMarked() {
        StandInRepo repo = quants("acme/dropped");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M", "Q8_0")));
        repo.push(
                "Drop one",
                commitDraft -> commitDraft
                        .remove("m-Q4_K_M.gguf")
                        .remove("notes.txt")
                        .file("m-Q8_0.gguf", Content.generated(8, 90_000)));

        Json done = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");

        Path folder = models.resolve(repo.id());
        assertThat(folder.resolve("m-Q4_K_M.gguf"))
                .hasBinaryContent(repo.commits()
                        .get(0)
                        .file("m-Q4_K_M.gguf")
                        .orElseThrow()
                        .content()
                        .bytes());
        assertThat(folder.resolve("m-Q8_0.gguf"))
                .hasBinaryContent(
                        repo.main().file("m-Q8_0.gguf").orElseThrow().content().bytes());
        assertThat(folder.resolve("notes.txt")).doesNotExist();
        assertThat(done.<String>getList("notes")).singleElement().asString().contains("m-Q4_K_M.gguf");
        Json model = ServiceClient.get(LIBRARY + "/models/" + repo.id());
        assertThat(model.getBoolean("complete")).isTrue();
        assertThat(model.getBoolean("updateAvailable")).isFalse();
        assertThat(model.where("variants", "goneUpstream", true).<String>getList("label"))
                .containsExactly("Q4_K_M");
        assertThat(given().get("/fragments/model?folder=" + repo.id()).asString())
                .contains("no longer on the Hub");
    }

    @Test
    void anEmptyFileTakesThePlaceOfNoWeights() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/emptied")
                .file("config.json", Content.of("{}"))
                .file("model-00001-of-00002.safetensors", Content.generated(1, 9_000))
                .file("model-00002-of-00002.safetensors", Content.generated(2, 9_000))
                .file("m-Q8_0.gguf", Content.generated(3, 9_000)));
        fetch(Map.of("repo", repo.id(), "include", List.of("*")));
        repo.push(
                "A mishap",
                commitDraft -> commitDraft
                        .file("config.json", Content.of("{\"a\": 1}"))
                        .file("model-00001-of-00002.safetensors", Content.generated(4, 9_500))
                        .file("model-00002-of-00002.safetensors", Content.of(""))
                        .file("m-Q8_0.gguf", Content.of("")));

        Json updated = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(updated.<String>getList("notes")).singleElement().asString().contains("m-Q8_0.gguf");
        Json fetched = ServiceClient.get(
                ServiceClient.DOWNLOADS + "/" + fetch(Map.of("repo", repo.id(), "include", List.of("*"))));
        assertThat(fetched.<String>getList("leftOut.path"))
                .contains("m-Q8_0.gguf", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");

        Path folder = models.resolve(repo.id());
        for (String weights :
                List.of("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "m-Q8_0.gguf")) {
            assertThat(folder.resolve(weights))
                    .hasBinaryContent(repo.commits()
                            .get(0)
                            .file(weights)
                            .orElseThrow()
                            .content()
                            .bytes());
        }
        assertThat(folder.resolve("config.json")).hasContent("{\"a\": 1}");
        Json model = ServiceClient.get(LIBRARY + "/models/" + repo.id());
        assertThat(model.where("variants", "goneUpstream", true).<String>getList("label"))
                .contains("Q8_0");
    }

    @Test
    void aModelWhoseRepositoryIsGoneSaysSoUntilItIsBack() {
        StandInRepo repo = quants("acme/taken-away");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        hub.remove(repo);

        post(LIBRARY + "/models/" + repo.id() + "/update").then().statusCode(404);

        assertThat(ServiceClient.get(LIBRARY + "/models/" + repo.id()).getString("upstream"))
                .isEqualTo("gone");
        assertThat(given().header("Accept-Language", "zh")
                        .get("/fragments/library")
                        .asString())
                .contains("Hub 上已不存在");
        assertThat(given().get("/fragments/model?folder=" + repo.id()).asString())
                .contains("The Hub has no such repository any more");
        assertThat(models.resolve(repo.id()).resolve("m-Q4_K_M.gguf")).exists();

        quants("acme/taken-away");
        await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(ServiceClient.get(LIBRARY + "/models/" + repo.id()).getString("upstream"))
                .isNull();
    }

    @Test
    void aRepoThatIsEmptiedUpstreamCostsNothing() {
        StandInRepo repo = quants("acme/emptied");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        repo.push("Empty", commitDraft -> repo.main().files().forEach(file -> commitDraft.remove(file.path())));

        await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(models.resolve(repo.id()).resolve("m-Q4_K_M.gguf")).exists();
        assertThat(models.resolve(repo.id()).resolve("config.json")).exists();
    }

    /** One new shard and one old are of no use. */
    @Test
    void aSetOfShardsIsReplacedWhenAllOfTheNewAreHere() throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/shards")
                .file("config.json", "{}")
                .file("model-00001-of-00002.safetensors", Content.generated(1, 50_000))
                .file("model-00002-of-00002.safetensors", Content.generated(2, 50_000)));
        fetch(Map.of("repo", repo.id()));
        Path folder = models.resolve(repo.id());
        repo.push(
                "Both",
                commitDraft -> commitDraft
                        .file("model-00001-of-00002.safetensors", Content.generated(3, 60_000))
                        .file("model-00002-of-00002.safetensors", Content.generated(4, 60_000)));
        hub.faults().add(Fault.status("model-00002-of-00002.safetensors", 404));
        String id = post(LIBRARY + "/models/" + repo.id() + "/update").path("id");
        await(id, "failed");
        for (var file : repo.commits().get(0).files()) {
            assertThat(folder.resolve(file.path()))
                    .hasBinaryContent(file.content().bytes());
        }
        assertThat(ServiceClient.get(LIBRARY + "/models/" + repo.id()).<Boolean>getList("variants.complete"))
                .containsExactly(true);

        hub.clear();
        given().post("/api/v1/downloads/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
        for (var file : repo.main().files()) {
            assertThat(folder.resolve(file.path()))
                    .hasBinaryContent(file.content().bytes());
        }
        assertThat(hub.bytesSent("model-00001-of-00002.safetensors"))
                .as("it was here and verified")
                .isZero();
    }

    // --- looking for updates -----------------------------------------------------------------------------------

    @Test
    void oneModelIsComparedWithTheHubWhenSomebodyWantsToKnow() {
        StandInRepo repo = quants("acme/looked-at");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        String model = LIBRARY + "/models/" + repo.id();
        String before = ServiceClient.get(model).getString("checkedAt");
        assertThat(before).as("a download is a look, too").isNotNull();
        repo.push("On", commitDraft -> commitDraft.file("notes.txt", Content.of("new")));
        assertThat(ServiceClient.get(model).getBoolean("updateAvailable")).isFalse();

        Json checked =
                Json.of(post(model + "/check").then().statusCode(200).extract().asString());
        assertThat(checked.getBoolean("updateAvailable")).isTrue();
        assertThat(checked.getString("checkedAt")).isGreaterThan(before);
        assertThat(models.resolve(repo.id()).resolve("notes.txt")).hasContent("notes");

        hub.faults().add(Fault.status("/api/", 503));
        problem(post(model + "/check"), 502, "hub-unavailable");
        assertThat(ServiceClient.get(model).getBoolean("updateAvailable"))
                .as("what was known")
                .isTrue();
        assertThat(ServiceClient.get(model).getString("checkedAt")).isEqualTo(checked.getString("checkedAt"));
        hub.clear();

        hub.remove(repo);
        assertThat(Json.of(post(model + "/check").asString()).getString("upstream"))
                .isEqualTo("gone");
        problem(post(LIBRARY + "/models/acme/none/check"), 404, "model-not-found");
    }

    @Test
    void allModelsAreComparedAndAHubThatIsAwayIsTold() {
        StandInRepo moved = quants("acme/moved-on");
        StandInRepo same = quants("acme/stays");
        fetch(Map.of("repo", moved.id(), "variants", List.of("Q4_K_M")));
        fetch(Map.of("repo", same.id(), "variants", List.of("Q4_K_M")));
        moved.push("On", commitDraft -> commitDraft.file("notes.txt", Content.of("new")));

        post(LIBRARY + "/check").then().statusCode(202);
        Json done = awaitCheck();
        assertThat(done.getInt("updates")).isOne();
        assertThat(done.getMap("error")).isNull();
        assertThat(done.getString("checkedAt")).isNotNull();

        hub.faults().add(Fault.status("/api/", 503));
        post(LIBRARY + "/check").then().statusCode(202);
        Json broken = awaitCheck();
        assertThat(broken.getString("error.type")).endsWith(":hub-unavailable");
        assertThat(broken.getString("checkedAt")).isEqualTo(done.getString("checkedAt"));
        assertThat(broken.getInt("updates")).isOne();
    }

    private static Json awaitCheck() {
        await().until(() -> !ServiceClient.get(LIBRARY + "/check").getBoolean("running"));
        return ServiceClient.get(LIBRARY + "/check");
    }

    private StandInRepo quants(String id) {
        return hub.add(StandInRepo.model(id)
                .file("config.json", "{}")
                .file("notes.txt", "notes")
                .file("m-Q4_K_M.gguf", Content.generated(4, 50_000))
                .file("m-Q8_0.gguf", Content.generated(7, 80_000)));
    }
}
