package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInFile;
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
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** A model is of one commit, whatever becomes of an update: all nine files of the old one, or all of the new. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class SwapApiTest {

    private static final String LIBRARY = "/api/v1/library/models/";
    private static final long BYTES = 60_000;

    /** Of one file, so that the others are here long before it. */
    private static final long RATE = 4_000;

    private static final List<String> CHANGING = List.of(
            "config.json",
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors",
            "tokenizer.json");

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    /** Nine files, of which the next commit changes five, removes one and adds one. */
    private StandInRepo seeded(String id) {
        StandInRepo repo = hub.add(StandInRepo.model(id)
                .file("README.md", "words")
                .file("LICENSE", "more words")
                .file("generation_config.json", "{}")
                .file("notes.txt", "gone soon")
                .edit(draft -> CHANGING.forEach(path -> draft.file(path, Content.generated(path.hashCode(), BYTES)))));
        fetch(Map.of("repo", repo.id(), "include", List.of("*")));
        repo.push("On", draft -> {
            CHANGING.forEach(path -> draft.file(path, Content.generated(path.hashCode() + 1, BYTES + 1_000)));
            draft.remove("notes.txt").file("added.json", "{}");
        });
        return repo;
    }

    private void assertIsOf(Commit commit, StandInRepo repo) throws IOException {
        Path folder = models.resolve(repo.id());
        for (StandInFile file : commit.files()) {
            assertThat(folder.resolve(file.path()))
                    .as("at %s", commit.id())
                    .hasBinaryContent(file.content().bytes());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(commit.files().size());
        }
        Json model = get(LIBRARY + repo.id());
        assertThat(model.<String>getList("files.commit")).containsOnly(commit.id());
        assertThat(model.getString("commit")).isEqualTo(commit.id());
        assertThat(model.getBoolean("complete")).isTrue();
        assertThat(model.getString("interruptedUpdate")).isNull();
    }

    private long partials(StandInRepo repo) throws IOException {
        try (Stream<Path> files = Files.list(models.resolve(repo.id() + "/.cache/huggingface/download"))) {
            return files.filter(file -> !file.toString().endsWith(".metadata")).count();
        }
    }

    private static String update(StandInRepo repo) {
        return post(LIBRARY + repo.id() + "/update")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    @Test
    void aCancelAtAnyFileOfAnUpdateLeavesTheOldSet() throws IOException {
        StandInRepo repo = seeded("acme/cancelled-swap");
        Commit old = repo.commits().get(0);
        for (String slow : CHANGING) {
            hub.faults().add(Fault.bytesPerSecond("/" + slow, RATE));
            String id = update(repo);
            int others = (int) repo.main().files().stream()
                    .filter(file -> !file.path().equals(slow))
                    .count();
            ServiceClient.await().until(() -> ServiceClient.download(id).getInt("filesDone") == others);
            post(ServiceClient.DOWNLOADS + "/" + id + "/cancel").then().statusCode(200);
            assertIsOf(old, repo);
            assertThat(get(LIBRARY + repo.id()).getBoolean("updateAvailable")).isTrue();
            hub.faults().clear();
            given().delete(ServiceClient.DOWNLOADS + "/" + id).then().statusCode(204);
            ServiceClient.await().until(() -> partials(repo) == 0); // so that the next one fetches all files anew
        }
        Json done = await(update(repo), "completed");
        assertThat(done.getInt("updateResult.filesChanged")).isEqualTo(CHANGING.size() + 1);
        assertThat(done.getInt("updateResult.filesRemoved")).isOne();
        assertIsOf(repo.main(), repo);
    }

    @Test
    void oneFileThatIsNotToBeHadLeavesTheOldSetAndWhatHasComeIsOfUseLater() throws IOException {
        StandInRepo repo = seeded("acme/failed-swap");
        Commit old = repo.commits().get(0);
        hub.faults().add(Fault.status("model-00002-of-00003.safetensors", 404));
        String id = update(repo);
        await(id, "failed");
        assertIsOf(old, repo);
        hub.faults().clear();
        hub.faults().add(Fault.corruptAt("model-00002-of-00003.safetensors", BYTES + 999)); // its last byte
        post(ServiceClient.DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        await(id, "failed");
        assertIsOf(old, repo);

        hub.clear();
        post(ServiceClient.DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
        assertIsOf(repo.main(), repo);
        assertThat(hub.bytesSent("model-00001-of-00003.safetensors")).isZero();
    }

    /** As where there is no room for both sets: the owner has agreed to a mixture, and is told of it until it is none. */
    @Test
    void fileByFileEachTakesItsPlaceWhenItIsWholeAndTheRestIsTold() throws IOException {
        StandInRepo repo = seeded("acme/file-by-file");
        Commit old = repo.commits().get(0);
        Json changes = get(LIBRARY + repo.id() + "/changes");
        assertThat(changes.getBoolean("fits")).isTrue();
        assertThat(changes.getLong("neededFileByFile")).isBetween(1L, changes.getLong("neededBytes") - 1);
        String slow = "model-00002-of-00003.safetensors";
        hub.faults().add(Fault.bytesPerSecond("/" + slow, RATE));
        String id = post(LIBRARY + repo.id() + "/update?fileByFile=true")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        ServiceClient.await()
                .ignoreExceptions() // there is a moment between the two
                .until(() -> isOf(repo.main(), repo, "model-00001-of-00003.safetensors"));

        post(ServiceClient.DOWNLOADS + "/" + id + "/cancel").then().statusCode(200);
        assertThat(isOf(repo.main(), repo, "config.json")).isTrue();
        assertThat(isOf(old, repo, slow)).isTrue();
        for (String path : CHANGING) {
            assertThat(isOf(old, repo, path) || isOf(repo.main(), repo, path))
                    .as("%s is whole", path)
                    .isTrue();
        }
        Json model = get(LIBRARY + repo.id());
        assertThat(model.<String>getList("files.commit"))
                .contains(old.id(), repo.main().id());
        assertThat(model.getBoolean("updateAvailable")).isTrue();

        hub.faults().clear();
        post(ServiceClient.DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        Json done = await(id, "completed");
        assertThat(done.getInt("updateResult.filesRemoved")).isOne();
        assertIsOf(repo.main(), repo);

        String part = get("/api/v1/bin").each("entries").stream()
                .filter(entry -> entry.<String>getList("paths").contains("config.json"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        assertThat(post("/api/v1/bin/" + part + "/restore").statusCode())
                .as("one old file alone is no set")
                .isEqualTo(409);
        assertIsOf(repo.main(), repo);
    }

    private boolean isOf(Commit commit, StandInRepo repo, String path) throws IOException {
        byte[] here = Files.readAllBytes(models.resolve(repo.id()).resolve(path));
        return commit.files().stream()
                .filter(file -> file.path().equals(path))
                .anyMatch(file -> Arrays.equals(file.content().bytes(), here));
    }

    /** It is no update, and yet it replaces what is here. */
    @Test
    void aDownloadOverAnOlderCommitReplacesAllOrNothing() throws IOException {
        StandInRepo repo = seeded("acme/downloaded-over");
        hub.faults().add(Fault.status("tokenizer.json", 404));
        String id = ServiceClient.start(Map.of("repo", repo.id(), "include", List.of("*")));
        await(id, "failed");
        assertIsOf(repo.commits().get(0), repo);
        hub.faults().clear();
        post(ServiceClient.DOWNLOADS + "/" + id + "/retry").then().statusCode(200);
        await(id, "completed");
        assertThat(models.resolve(repo.id()).resolve("notes.txt"))
                .as("it is no update")
                .exists();
        Files.delete(models.resolve(repo.id()).resolve("notes.txt"));
        ServiceClient.await().untilAsserted(() -> assertIsOf(repo.main(), repo));
    }

    @Test
    void aPauseLeavesTheOldSetAndItGoesOn() throws IOException {
        StandInRepo repo = seeded("acme/paused-swap");
        hub.faults().add(Fault.bytesPerSecond("/tokenizer.json", RATE));
        String id = update(repo);
        int others = repo.main().files().size() - 1;
        ServiceClient.await().until(() -> ServiceClient.download(id).getInt("filesDone") == others);
        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        assertIsOf(repo.commits().get(0), repo);
        hub.clear();
        given().post(ServiceClient.DOWNLOADS + "/" + id + "/resume").then().statusCode(200);
        await(id, "completed");
        assertIsOf(repo.main(), repo);
        assertThat(hub.bytesSent(repo.id() + "/")).as("of all that was here").isLessThan(2 * BYTES);
    }
}
