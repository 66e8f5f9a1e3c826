package io.hfdownloader.web.api;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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

/** Models are verified and mended by {@code /api/v1}, and the work is told of as tasks. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class VerifyApiTest {

    private static final String TASKS = "/api/v1/tasks";
    private static final String LIBRARY = "/api/v1/library/models/";
    private static final String WEIGHTS = "model.safetensors";
    private static final long SIZE = 12_000_000;

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        for (Json task : get(TASKS).each("")) {
            if (List.of("queued", "running", "paused").contains(task.getString("state"))) {
                assertThat(post(TASKS + "/" + task.getString("id") + "/cancel").statusCode())
                        .isIn(200, 409);
            }
        }
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aModelThatIsWholeIsFoundSo() {
        String repo = fetched("acme/whole", false);
        Instant before = Instant.now();
        int asked = hub.requests().size();
        Json task = ended(ask(repo, "verify", Map.of()));
        assertThat(task.getString("state")).isEqualTo("completed");
        assertThat(task.getString("kind")).isEqualTo("verify");
        assertThat(task.getLong("bytesTotal")).isGreaterThan(SIZE).isEqualTo(task.getLong("bytesDone"));
        assertThat(task.getLong("result.counts.verified")).isEqualTo(2);
        assertThat(task.getLong("result.counts.damaged")).isZero();
        Json file = file(repo, WEIGHTS);
        assertThat(file.getBoolean("damaged")).isFalse();
        assertThat(Instant.parse(file.getString("verifiedAt"))).isAfterOrEqualTo(before.minusMillis(1));
        assertThat(get(TASKS).<String>getList("kind")).contains("verify", "download");
        assertThat(get(TASKS + "?limit=1").size()).isEqualTo(1);
        assertThat(hub.requests()).hasSize(asked); // whoever compares with what was noted asks nobody
    }

    @Test
    void aDownloadIsATaskOfTheSameName() {
        String id = fetch(Map.of("repo", weights("acme/a-task", false)));
        Json task = get(TASKS + "/" + id);
        assertThat(task.getString("kind")).isEqualTo("download");
        assertThat(task.getString("state")).isEqualTo("completed");
        assertThat(file("acme/a-task", WEIGHTS).getString("verifiedAt")).isNotNull();
        problem(post(TASKS + "/" + id + "/pause"), 409, "download-state");
    }

    @Test
    void rotIsFoundAndMendedByFewBytes() throws IOException {
        for (boolean onXet : List.of(true, false)) {
            String repo = fetched("acme/rotten-" + onXet, onXet);
            Path file = models.resolve(repo).resolve(WEIGHTS);
            byte[] good = Files.readAllBytes(file);
            FileTime time = Files.getLastModifiedTime(file);
            for (long place : new long[] {70_000, 5_000_000, SIZE - 1}) {
                flip(file, place);
            }
            Files.setLastModifiedTime(file, time);

            Json task = ended(ask(repo, "verify", Map.of()));
            assertThat(task.<String>getList("result.paths.damaged")).containsExactly(WEIGHTS);
            assertThat(file(repo, WEIGHTS).getBoolean("damaged")).isTrue();
            assertThat(given().get("/fragments/library").asString()).contains("1 damaged file");
            assertThat(given().queryParam("folder", repo)
                            .get("/fragments/model")
                            .asString())
                    .contains("data-action=\"repair\"", "data-action=\"verify\"");

            long before = hub.bytesSent(WEIGHTS);
            Json repair = ended(ask(repo, "repair", Map.of()));
            assertThat(repair.getString("kind")).isEqualTo("repair");
            assertThat(repair.getString("state")).as(repair.prettify()).isEqualTo("completed");
            assertThat(file).hasBinaryContent(good);
            assertThat(file(repo, WEIGHTS).getBoolean("damaged")).isFalse();
            assertThat(hub.bytesSent(WEIGHTS) - before).isLessThan(200_000);
            assertThat(repair.getLong("result.counts.bytesFetched")).isBetween(1L, 200_000L);
            assertThat(given().get("/api/v1/bin").asString()).doesNotContain(repo); // nobody wants rot back
        }
    }

    /** As of a file that an older version of this program has fetched. */
    @Test
    void rotIsMendedWhereNothingTellsWhereItIs() throws IOException {
        for (boolean onXet : List.of(true, false)) {
            String repo = fetched("acme/no-sums-" + onXet, onXet);
            Path file = models.resolve(repo).resolve(WEIGHTS);
            byte[] good = Files.readAllBytes(file);
            FileTime time = Files.getLastModifiedTime(file);
            flip(file, 5_000_000);
            Files.setLastModifiedTime(file, time);
            try (var sums = Files.list(models.resolve(repo).resolve(".cache/huggingface/sums"))) {
                for (Path kept : sums.toList()) {
                    Files.delete(kept);
                }
            }
            ended(ask(repo, "verify", Map.of("paths", List.of(WEIGHTS))));
            Json repair = ended(ask(repo, "repair", Map.of()));
            assertThat(repair.getString("state")).as(repair.prettify()).isEqualTo("completed");
            assertThat(file).hasBinaryContent(good);
        }
    }

    @Test
    void whatWasChangedOnPurposeIsToldApartAndMendedOnlyWhenNamed() throws IOException {
        String repo = fetched("acme/changed", false);
        Path file = models.resolve(repo).resolve(WEIGHTS);
        byte[] good = Files.readAllBytes(file);
        flip(file, 10);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

        Json task = ended(ask(repo, "verify", Map.of()));
        assertThat(task.<String>getList("result.paths.changed")).containsExactly(WEIGHTS);
        assertThat(file(repo, WEIGHTS).getBoolean("damaged")).isFalse();
        Json nothing = ended(ask(repo, "repair", Map.of()));
        assertThat(nothing.getString("state")).isEqualTo("completed");
        assertThat(nothing.getString("result.summary")).contains("Nothing");
        assertThat(Files.readAllBytes(file)).isNotEqualTo(good);

        hub.model(repo).push("New weights", commit -> commit.file(WEIGHTS, Content.generated(5, 1_000)));
        assertThat(post(LIBRARY + repo + "/check").jsonPath().getBoolean("updateAvailable"))
                .isTrue();
        Json repair = ended(ask(repo, "repair", Map.of("paths", List.of(WEIGHTS))));
        assertThat(repair.getString("state")).as(repair.prettify()).isEqualTo("completed");
        assertThat(file).hasBinaryContent(good);
        assertThat(get(LIBRARY + repo).getBoolean("updateAvailable"))
                .as("a repair finds out nothing of newer commits")
                .isTrue();
    }

    @Test
    void whatIsMissingComesBack() throws IOException {
        String repo = fetched("acme/missing", false);
        Path file = models.resolve(repo).resolve(WEIGHTS);
        byte[] good = Files.readAllBytes(file);
        Files.delete(file);
        Files.writeString(models.resolve(repo).resolve("notes.txt"), "of somebody else");

        Json task = ended(ask(repo, "verify", Map.of()));
        assertThat(task.<String>getList("result.paths.missing")).containsExactly(WEIGHTS);
        assertThat(task.<String>getList("result.paths.unknown")).containsExactly("notes.txt");
        Json repair = ended(ask(repo, "repair", Map.of()));
        assertThat(repair.getString("state")).as(repair.prettify()).isEqualTo("completed");
        assertThat(file).hasBinaryContent(good);

        given().delete(LIBRARY + repo + "?path=config.json").then().statusCode(200); // which nobody misses then
        assertThat(ended(ask(repo, "verify", Map.of())).getLong("result.counts.missing"))
                .isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        problem(ask("acme/not-here", "verify", Map.of()), 404, "model-not-found");
        problem(ask("acme/not-here", "repair", Map.of()), 404, "model-not-found");
        String repo = fetched("acme/refusals", false);
        problem(ask(repo, "verify", Map.of("paths", List.of("no-such-file"))), 400, "bad-request");
        problem(given().get(TASKS + "/none"), 404, "task-not-found");
        problem(given().get(TASKS + "?limit=0"), 400, "bad-request");
        problem(post(TASKS + "/none/cancel"), 404, "task-not-found");
        assertThat(given().contentType("text/plain")
                        .body("x")
                        .post(LIBRARY + repo + "/verify")
                        .statusCode())
                .isBetween(400, 415);
        // whoever means all sends nothing
        assertThat(given().noContentType().post(LIBRARY + repo + "/repair").statusCode())
                .isEqualTo(202);
        String done =
                ended(given().noContentType().post(LIBRARY + repo + "/verify")).getString("id");
        for (String action : List.of("pause", "resume", "cancel")) {
            problem(post(TASKS + "/" + done + "/" + action), 409, "task-state");
        }
    }

    @Test
    void listenersAreToldOfTasks() throws Exception {
        String repo = fetched("acme/told", false);
        try (EventStreamClient listener = EventStreamClient.open("/api/v1/events")) {
            String id = ended(ask(repo, "verify", Map.of())).getString("id");
            await().until(() -> listener.tasks().stream()
                    .flatMap(event -> event.data().each("tasks").stream())
                    .anyMatch(task -> id.equals(task.getString("id")) && "completed".equals(task.getString("state"))));
            assertThat(listener.first("snapshot")).isPresent();
        }
    }

    private String weights(String repo, boolean onXet) {
        var builder = StandInRepo.model(repo)
                .file("config.json", "{\"model_type\": \"llama\"}")
                .file(WEIGHTS, Content.generated(repo.hashCode(), SIZE));
        hub.add(onXet ? builder.onXet() : builder);
        return repo;
    }

    private String fetched(String repo, boolean onXet) {
        fetch(Map.of("repo", weights(repo, onXet)));
        return repo;
    }

    private static Response ask(String repo, String what, Map<String, ?> body) {
        return post(LIBRARY + repo + "/" + what, body);
    }

    private static Json ended(Response accepted) {
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        String address = TASKS + "/" + accepted.jsonPath().getString("id");
        await().until(() -> List.of("completed", "failed", "cancelled")
                .contains(get(address).getString("state")));
        return get(address);
    }

    private static Json file(String repo, String path) {
        return get(LIBRARY + repo).where("files", "path", path).each("").get(0);
    }

    private static void flip(Path file, long place) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(place);
            int before = bytes.read();
            bytes.seek(place);
            bytes.write(before ^ 0x10);
        }
    }
}
