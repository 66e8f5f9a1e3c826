package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What an update would do is told before, and is what it does then. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ChangesApiTest {

    private static final String LIBRARY = "/api/v1/library/models/";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    private StandInRepo quants(String id) {
        return hub.add(StandInRepo.model(id)
                .file("config.json", "{}")
                .file("notes.txt", "notes")
                .file("m-Q4_K_M.gguf", Content.generated(4, 50_000))
                .file("m-Q8_0.gguf", Content.generated(7, 80_000)));
    }

    private static Json changes(StandInRepo repo) {
        return ServiceClient.get(LIBRARY + repo.id() + "/changes");
    }

    private static Json update(StandInRepo repo) {
        return await(post(LIBRARY + repo.id() + "/update").path("id"), "completed");
    }

    private static Json hold(StandInRepo repo, String hold) {
        return Json.of(json(Map.of("hold", hold))
                .put(LIBRARY + repo.id() + "/hold")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    // --- what an update would do -------------------------------------------------------------------------------

    @Test
    void whatIsHeldIsComparedAndTheUpdateDoesJustThat() throws IOException {
        StandInRepo repo = quants("acme/preview");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        Json same = changes(repo);
        assertThat(same.getBoolean("upToDate")).isTrue();
        assertThat(same.getString("fromCommit")).isEqualTo(same.getString("toCommit"));
        assertThat(same.getList("commits")).isEmpty();
        assertThat(same.getLong("bytesToFetch")).isZero();

        String before = repo.main().id();
        repo.push(
                "Train longer",
                commit -> commit.file("m-Q4_K_M.gguf", Content.generated(5, 60_000))
                        .file("m-Q8_0.gguf", Content.generated(8, 90_000)));
        repo.push("Rename a note", commit -> commit.remove("notes.txt").file("more.txt", "more notes"));
        List<String> onDisk = onDisk();

        Json changes = changes(repo);
        assertThat(changes.getString("fromCommit")).isEqualTo(before);
        assertThat(changes.getString("toCommit")).isEqualTo(repo.main().id());
        assertThat(changes.<String>getList("commits.title")).containsExactly("Rename a note", "Train longer");
        assertThat(changes.<String>getList("commits.date")).doesNotContainNull();
        assertThat(changes.getString("from.id")).isEqualTo(before);
        assertThat(changes.getBoolean("commitsWhole")).isTrue();
        assertThat(changes.<Map<String, Object>>getList("changed"))
                .containsExactly(Map.of("path", "m-Q4_K_M.gguf", "bytes", 60_000, "weights", true));
        assertThat(changes.<Map<String, Object>>getList("added"))
                .containsExactly(Map.of("path", "more.txt", "bytes", 10, "weights", false));
        assertThat(changes.<Map<String, Object>>getList("removed"))
                .containsExactly(Map.of("path", "notes.txt", "bytes", 5, "weights", false));
        assertThat(changes.getList("kept")).isEmpty();
        assertThat(changes.getBoolean("weightsChanged")).isTrue();
        assertThat(changes.getLong("bytesToFetch")).isEqualTo(60_010);
        assertThat(changes.getLong("bytesReusable")).isZero();
        assertThat(changes.getLong("bytesToCheck")).isZero();
        assertThat(onDisk()).as("nothing was written").isEqualTo(onDisk);

        Json done = update(repo);
        assertThat(done.getInt("updateResult.filesChanged")).isEqualTo(2);
        assertThat(done.getInt("updateResult.filesRemoved")).isOne();
        assertThat(done.getLong("updateResult.bytesFetched")).isEqualTo(60_010);
        assertThat(changes(repo).getBoolean("upToDate")).isTrue();
    }

    private List<String> onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(models.resolve("acme"))) {
            return all.filter(path -> path.toFile().isFile())
                    .map(path -> path + " " + path.toFile().length() + " "
                            + path.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void weightsThatAreGoneUpstreamAreKeptAndTold() {
        StandInRepo repo = quants("acme/preview-kept");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M", "Q8_0")));
        repo.push("Drop one", commit -> commit.remove("m-Q4_K_M.gguf").remove("notes.txt"));

        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, repo.id(), 0));
        Json doubtful = changes(repo);
        assertThat(doubtful.getList("removed")).as("one list alone").isEmpty();
        assertThat(doubtful.<String>getList("kept.path")).containsExactly("m-Q4_K_M.gguf", "notes.txt");
        hub.faults().clear();

        Json changes = changes(repo);
        assertThat(changes.<Map<String, Object>>getList("kept"))
                .containsExactly(Map.of("path", "m-Q4_K_M.gguf", "bytes", 50_000, "weights", true));
        assertThat(changes.<String>getList("removed.path")).containsExactly("notes.txt");
        assertThat(changes.getBoolean("weightsChanged")).isFalse();

        update(repo);
        assertThat(models.resolve(repo.id()).resolve("m-Q4_K_M.gguf")).exists();
        assertThat(models.resolve(repo.id()).resolve("notes.txt")).doesNotExist();
        assertThat(changes(repo).getBoolean("upToDate")).isTrue();
    }

    @Test
    void weightsThatAreDividedAnewAreReplaced() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/preview-shards")
                .file("config.json", "{}")
                .file("model.safetensors", Content.generated(1, 50_000)));
        fetch(Map.of("repo", repo.id()));
        repo.push(
                "In two",
                commit -> commit.remove("model.safetensors")
                        .file("model-00001-of-00002.safetensors", Content.generated(2, 30_000))
                        .file("model-00002-of-00002.safetensors", Content.generated(3, 30_000)));
        Json changes = changes(repo);
        assertThat(changes.<String>getList("added.path"))
                .containsExactly("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        assertThat(changes.<String>getList("removed.path")).containsExactly("model.safetensors");
        assertThat(changes.getBoolean("weightsChanged")).isTrue();
        Json done = update(repo);
        assertThat(done.getInt("updateResult.filesRemoved")).isOne();
        assertThat(done.getInt("updateResult.filesChanged")).isEqualTo(2);
    }

    @Test
    void whatTheStorageNamesTheSameIsReused() {
        Content before = Content.generated(21, 6L << 20);
        Content after = Content.joined(
                before.part(0, 3L << 20), Content.generated(22, 64 << 10), before.part(3L << 20, before.size()));
        StandInRepo repo = hub.add(StandInRepo.model("acme/preview-xet")
                .onXet()
                .file("config.json", "{}")
                .file("model.safetensors", before)
                .file("other.bin", Content.generated(23, 2L << 20))
                .commit("Train one layer longer")
                .file("model.safetensors", after)
                .mainAt(0));
        fetch(Map.of("repo", repo.id()));
        repo.moveBranch("main", repo.commits().get(1));

        Json changes = changes(repo);
        assertThat(changes.getLong("bytesToFetch")).isEqualTo(after.size());
        assertThat(changes.getBoolean("reuseKnown")).isTrue();
        long reusable = changes.getLong("bytesReusable");
        assertThat(reusable).isBetween(after.size() / 2, after.size() - (64 << 10));
        assertThat(hub.bytesSent("model.safetensors")).isLessThanOrEqualTo(before.size() + (64 << 10));

        Json done = update(repo);
        long fetched = done.getLong("updateResult.bytesFetched");
        assertThat(fetched).isBetween(after.size() - reusable - (512 << 10), after.size() - reusable + (512 << 10));
    }

    // --- what cannot be told -----------------------------------------------------------------------------------

    @Test
    void aHubWithoutHistoryTellsAllElse() {
        StandInRepo repo = quants("acme/preview-mirror");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        repo.push("On", commit -> commit.file("notes.txt", "others"));
        hub.faults().add(Fault.status("/commits/", 404));
        Json changes = changes(repo);
        assertThat(changes.getList("commits")).isEmpty();
        assertThat(changes.getBoolean("commitsWhole")).isFalse();
        assertThat(changes.getString("commitsRefused")).contains("history");
        assertThat(changes.<String>getList("changed.path")).containsExactly("notes.txt");
    }

    @Test
    void ofALongHistoryTheNewestHundredAreTold() {
        StandInRepo repo = quants("acme/preview-long");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        for (int i = 0; i < 99; i++) {
            String text = "note " + i;
            repo.push(text, commit -> commit.file("notes.txt", text));
        }
        Json all = changes(repo);
        assertThat(all.getList("commits")).hasSize(99);
        assertThat(all.getBoolean("commitsWhole")).isTrue();
        repo.push("note 99", commit -> commit.file("notes.txt", "note 99"));
        Json cut = changes(repo);
        assertThat(cut.getList("commits")).hasSize(100);
        assertThat(cut.getBoolean("commitsWhole")).isFalse();
        assertThat(cut.getString("commits[0].title")).isEqualTo("note 99");
    }

    @Test
    void whatIsNotHereOrNotOnTheHubIsAProblem() {
        problem(given().get(LIBRARY + "acme/none/changes"), 404, "model-not-found");
        problem(given().get(LIBRARY + "none/changes"), 404, "model-not-found");
        problem(json(Map.of("hold", "always")).put(LIBRARY + "acme/none/hold"), 404, "model-not-found");
        StandInRepo repo = quants("acme/preview-away");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        problem(json(Map.of("hold", "sometimes")).put(LIBRARY + repo.id() + "/hold"), 400, "bad-request");
        problem(json(Map.of()).put(LIBRARY + repo.id() + "/hold"), 400, "bad-request");
        hub.faults().add(Fault.status("/api/", 503));
        problem(given().get(LIBRARY + repo.id() + "/changes"), 502, "hub-unavailable");
        hub.faults().clear();
        ServiceClient.awaitHub();
        hub.remove(repo);
        problem(given().get(LIBRARY + repo.id() + "/changes"), 404, "repo-not-found");
    }

    @Test
    void aModelOfOneCommitHasNothingToUpdate() {
        StandInRepo repo = quants("acme/preview-pinned");
        String commit = repo.main().id();
        fetch(Map.of("repo", repo.id(), "revision", commit, "variants", List.of("Q4_K_M")));
        repo.push("On", draft -> draft.file("notes.txt", "others"));
        Json changes = changes(repo);
        assertThat(changes.getString("revision")).isEqualTo(commit);
        assertThat(changes.getString("toCommit")).isEqualTo(commit);
        assertThat(changes.getBoolean("upToDate")).isTrue();
    }

    // --- whether it is told ------------------------------------------------------------------------------------

    @Test
    void whatIsHeldBackIsNoUpdateAndCanBeLookedAt() {
        StandInRepo repo = quants("acme/preview-held");
        fetch(Map.of("repo", repo.id(), "variants", List.of("Q4_K_M")));
        assertThat(hold(repo, "until-weights").getString("hold")).isEqualTo("until-weights");
        repo.push("Words", commit -> commit.file("notes.txt", "others"));
        assertThat(Json.of(post(LIBRARY + repo.id() + "/check").asString()).getBoolean("updateAvailable"))
                .isFalse();
        assertThat(given().get("/fragments/library").asString()).doesNotContain("data-behind=\"true\"");
        assertThat(changes(repo).<String>getList("changed.path")).containsExactly("notes.txt");
        assertThat(changes(repo).getString("hold")).isEqualTo("until-weights");

        repo.push("Weights", commit -> commit.file("m-Q4_K_M.gguf", Content.generated(5, 60_000)));
        assertThat(Json.of(post(LIBRARY + repo.id() + "/check").asString()).getBoolean("updateAvailable"))
                .isTrue();
        assertThat(hold(repo, "always").getBoolean("updateAvailable")).isFalse();
        assertThat(ServiceClient.get("/api/v1/library/check").getInt("updates")).isZero();
        assertThat(hold(repo, "none").getBoolean("updateAvailable")).isTrue();
        update(repo);
        assertThat(ServiceClient.get(LIBRARY + repo.id()).getString("hold")).isEqualTo("none");
    }
}
