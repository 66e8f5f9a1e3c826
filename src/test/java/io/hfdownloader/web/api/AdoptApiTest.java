package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** What is on the disk is adopted by {@code /api/v1/adopt}, as tasks. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class AdoptApiTest {

    private static final String TASKS = "/api/v1/tasks/";
    private static final String ADOPT = "/api/v1/adopt";
    private static final Content ONE = Content.generated(31, 500_000);
    private static final Content TWO = Content.generated(32, 300_000);

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aHalfCopiedModelIsAdoptedAndOnlyWhatItLacksIsFetched() throws IOException {
        String commit = hub.add(StandInRepo.model("acme/adoptee")
                        .file("config.json", "{\"model_type\": \"llama\"}")
                        .file("model-00001-of-00002.safetensors", ONE)
                        .file("model-00002-of-00002.safetensors", TWO))
                .main()
                .id();
        Path copied = Files.createDirectories(models.resolve("acme_adoptee"));
        Files.write(copied.resolve("model-00001-of-00002.safetensors"), ONE.bytes());
        Files.writeString(copied.resolve("config.json"), "{\"model_type\": \"llama\"}");

        Json look = ended(post(ADOPT, Map.of("path", "acme_adoptee")));
        assertThat(look.getString("kind")).isEqualTo("adopt");
        assertThat(look.getString("repo")).isNull();
        assertThat(look.getLong("result.counts.proved")).isEqualTo(1);
        assertThat(look.getString("result.found[0].repo")).isEqualTo("acme/adoptee");
        assertThat(look.getString("result.found[0].shape")).isEqualTo("folder");
        assertThat(look.getString("result.found[0].proof")).isEqualTo("proved");
        assertThat(look.getLong("result.found[0].missingFiles")).isEqualTo(1);
        assertThat(look.getLong("bytesDone"))
                .isEqualTo(look.getLong("bytesTotal"))
                .isGreaterThan(ONE.size());

        Map<String, Object> choice = Map.of("id", look.getString("result.found[0].id"), "how", "move");
        Json done = ended(post(ADOPT + "/" + look.getString("id"), Map.of("choices", List.of(choice))));
        assertThat(done.getString("state")).as(done.prettify()).isEqualTo("completed");
        assertThat(done.getLong("result.counts.adopted")).isEqualTo(1);
        assertThat(done.<String>getList("result.paths.refused")).isEmpty();
        assertThat(copied).doesNotExist();

        String download = done.<String>getList("result.paths.downloads").get(0);
        await().until(() -> "completed".equals(get(TASKS + download).getString("state")));
        Json model = get("/api/v1/library/models/acme/adoptee");
        assertThat(model.getBoolean("complete")).isTrue();
        assertThat(model.getString("commit")).isEqualTo(commit);
        assertThat(hub.bytesSent("model-00001-of-00002.safetensors")).isZero();
        assertThat(hub.bytesSent("model-00002-of-00002.safetensors")).isGreaterThanOrEqualTo(TWO.size());
        assertThat(hub.bytesSent("config.json")).isZero();
        assertThat(ended(post(ADOPT, Map.of("path", "acme"))).getLong("result.counts.proved"))
                .isZero();
    }

    @Test
    void whatCannotBeAdoptedIsRefusedWithASentence() {
        assertThat(problem(post(ADOPT, Map.of("path", "/etc")), 422, "adopt-refused")
                        .extract()
                        .asString())
                .contains("hf-downloader.adopt-dirs");
        problem(post(ADOPT, Map.of("path", "no/such/folder")), 422, "adopt-refused");
        problem(post(ADOPT, Map.of("path", "")), 400, "bad-request");
        problem(post(ADOPT, Map.of("repo", "a/b/c/d")), 400, "bad-request");
        Map<String, Object> choices = Map.of("choices", List.of(Map.of("id", "1", "how", "leave")));
        problem(post(ADOPT + "/none", choices), 404, "task-not-found");
        problem(post(ADOPT + "/00000000-0000-0000-0000-000000000000", choices), 404, "task-not-found");
        String id = ended(post(ADOPT, Map.of("repo", "acme/no-such-repo"))).getString("id");
        problem(post(ADOPT + "/" + id, Map.of("choices", List.of())), 400, "bad-request");
        problem(
                post(ADOPT + "/" + id, Map.of("choices", List.of(Map.of("id", "99", "how", "move")))),
                422,
                "adopt-refused");
        problem(
                post(ADOPT + "/" + id, Map.of("choices", List.of(Map.of("id", "1", "how", "steal")))),
                400,
                "bad-request");
    }

    private static Json ended(Response accepted) {
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        String address = TASKS + accepted.jsonPath().getString("id");
        await().until(() -> List.of("completed", "failed", "cancelled")
                .contains(get(address).getString("state")));
        return get(address);
    }
}
