package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Quantizations in branches, as EXL2 and GPTQ have them: each revision beside the first has a folder of its own. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class BranchesApiTest {

    private static final String LIBRARY = "/api/v1/library";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void whatIsNeitherAVariantNorABranchIsToldWithTheBranches() {
        StandInRepo repo = branches("acme/exl2", "4.0bpw", "6.0bpw");
        problem(
                        post(ServiceClient.DOWNLOADS + "/plan", Map.of("repo", repo.id(), "variants", List.of("nope"))),
                        422,
                        "variant-not-found")
                .body("detail", containsString("It has branches, which may be what is meant: 4.0bpw, 6.0bpw."));
        problem(
                        post(
                                ServiceClient.DOWNLOADS + "/plan",
                                Map.of("repo", repo.id(), "variants", List.of("4.0bpw", "6.0bpw"))),
                        422,
                        "variant-not-found")
                .body("detail", containsString("each of which is a download of its own"));
    }

    @Test
    void aSecondBranchGetsAFolderOfItsOwnAndAnUpdateOfTheFirstLeavesItAlone() {
        StandInRepo repo = branches("acme/exl2", "4.0bpw", "refs/x/6.0");
        fetch(Map.of("repo", repo.id(), "revision", "4.0bpw"));
        Map<String, Object> second = Map.of("repo", repo.id(), "revision", "refs/x/6.0");
        JsonPath plan = post("/api/v1/downloads/plan", second)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(plan.getString("folder")).isEqualTo("acme/exl2@refs~x~6.0");
        assertThat(plan.getLong("bytesHere")).isZero();
        assertThat(models.resolve("acme/exl2@refs~x~6.0")).doesNotExist();

        String id = fetch(second);
        assertThat(ServiceClient.download(id).getString("folder")).isEqualTo("acme/exl2@refs~x~6.0");
        assertHolds("acme/exl2", repo, "4.0bpw");
        assertHolds("acme/exl2@refs~x~6.0", repo, "refs/x/6.0");

        Json one = get(LIBRARY + "/models/acme/exl2");
        assertThat(one.getString("revision")).isEqualTo("4.0bpw");
        Json other = get(LIBRARY + "/models/acme/exl2@refs~x~6.0");
        assertThat(other.getString("repo")).isEqualTo("acme/exl2");
        assertThat(other.getString("revision")).isEqualTo("refs/x/6.0");
        assertThat(other.getString("commit"))
                .isEqualTo(repo.resolve("refs/x/6.0").orElseThrow().id());
        assertThat(other.getString("path"))
                .isEqualTo(models.resolve("acme/exl2@refs~x~6.0").toString());
        assertThat(other.getBoolean("complete")).isTrue();
        assertThat(other.getBoolean("updateAvailable")).isFalse();
        assertThat(get(LIBRARY).<String>getList("folder")).contains("acme/exl2", "acme/exl2@refs~x~6.0");
        assertThat(get("/api/models").<String>getList("name")).contains("acme/exl2@refs~x~6.0");
        assertThat(given().get("/fragments/library").asString()).contains("acme/exl2@refs~x~6.0");
        assertThat(get("/api/v1/repos/models/acme/exl2?revision=refs/x/6.0").getString("variants[0].onDisk"))
                .isEqualTo("yes");

        Commit moved = repo.push("On", commitDraft -> commitDraft.file("model.safetensors", Content.of("moved on")));
        repo.moveBranch("4.0bpw", moved);
        await(post(LIBRARY + "/models/acme/exl2/update").path("id"), "completed");
        assertThat(models.resolve("acme/exl2/model.safetensors")).hasContent("moved on");
        assertHolds("acme/exl2@refs~x~6.0", repo, "refs/x/6.0");

        repo.ref("refs/x/6.0", moved);
        await(post(LIBRARY + "/models/acme/exl2@refs~x~6.0/update").path("id"), "completed");
        assertThat(models.resolve("acme/exl2@refs~x~6.0/model.safetensors")).hasContent("moved on");

        given().delete(LIBRARY + "/models/acme/exl2@refs~x~6.0").then().statusCode(200);
        assertThat(models.resolve("acme/exl2@refs~x~6.0")).doesNotExist();
        assertHolds("acme/exl2", repo, "4.0bpw");
    }

    @Test
    void twoBranchesAskedForAtOnceDoNotMeetInOneFolder() {
        StandInRepo repo = branches("acme/at-once", "a", "b");
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 40_000));
        List<String> ids = List.of(
                ServiceClient.start(Map.of("repo", repo.id(), "revision", "a")),
                ServiceClient.start(Map.of("repo", repo.id(), "revision", "b")),
                ServiceClient.start(Map.of("repo", repo.id())));
        ids.forEach(id -> await(id, "completed"));
        for (String id : ids) {
            Json done = ServiceClient.download(id);
            assertHolds(done.getString("folder"), repo, done.getString("revision"));
        }
        assertThat(ids.stream().map(id -> ServiceClient.download(id).getString("folder")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theOlderPathsKnowAFolderBesideByItsNameAndItsPath() {
        StandInRepo repo = branches("acme/older-paths", "a", "b");
        fetch(Map.of("repo", repo.id(), "revision", "a"));
        fetch(Map.of("repo", repo.id(), "revision", "b"));
        String id = post("/api/update", Map.of("repo_id", "acme/older-paths@b"))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        await(id, "completed");
        assertHolds("acme/older-paths@b", repo, "b");

        Path folder = models.resolve("acme/older-paths@b");
        post("/api/delete", Map.of("path", folder.toString())).then().statusCode(200);
        assertThat(folder).doesNotExist();
        assertHolds("acme/older-paths", repo, "a");
    }

    @Test
    void whatTwoNamesShareIsNotUpdatedUnderOneOfThem() {
        StandInRepo repo = branches("acme/shared-commit", "a", "b");
        repo.tag("v1", repo.resolve("a").orElseThrow());
        fetch(Map.of("repo", repo.id(), "revision", "a"));
        String tagged = fetch(Map.of("repo", repo.id(), "revision", "v1"));
        assertThat(ServiceClient.download(tagged).getString("folder")).isEqualTo("acme/shared-commit");
        assertThat(ServiceClient.download(tagged).getLong("bytesReused")).isPositive();
        repo.moveBranch("a", repo.resolve("b").orElseThrow());

        String update = post(LIBRARY + "/models/acme/shared-commit/update").path("id");
        assertThat(await(update, "failed").getString("error.detail")).contains("v1", "Download a instead");
        assertHolds("acme/shared-commit", repo, "v1");
        fetch(Map.of("repo", repo.id(), "revision", "a"));
        assertHolds("acme/shared-commit@a", repo, "a");
        assertHolds("acme/shared-commit", repo, "v1");
    }

    @Test
    void whatStandsForNoFolderIsNotFound() {
        for (String name : List.of("acme/x@", "acme/x@%2e%2e%2f", "acme/@a", "acme/none@a")) {
            problem(given().urlEncodingEnabled(false).get(LIBRARY + "/models/" + name), 404, null);
            problem(given().urlEncodingEnabled(false).delete(LIBRARY + "/models/" + name), 404, null);
        }
        problem(given().get("/api/v1/repos/models/acme/x@main"), 404, "repo-not-found");
        problem(post(ServiceClient.DOWNLOADS, Map.of("repo", "acme/x@main")), 400, "bad-request");
    }

    private void assertHolds(String folder, StandInRepo repo, String revision) {
        repo.resolve(revision)
                .orElseThrow()
                .files()
                .forEach(file -> assertThat(models.resolve(folder).resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
    }

    /** The same names in each, as such repositories have them. */
    private StandInRepo branches(String id, String one, String other) {
        StandInRepo repo = hub.add(StandInRepo.model(id)
                .file("config.json", "{}")
                .file("model.safetensors", Content.generated(1, 20_000)));
        repo.moveBranch(one, repo.main());
        Commit second = repo.push("Other", draft -> draft.file("model.safetensors", Content.generated(2, 30_000)));
        if (other.startsWith("refs/")) {
            repo.ref(other, second);
        } else {
            repo.moveBranch(other, second);
        }
        repo.push("Main", draft -> draft.file("model.safetensors", Content.generated(3, 40_000)));
        return repo;
    }
}
