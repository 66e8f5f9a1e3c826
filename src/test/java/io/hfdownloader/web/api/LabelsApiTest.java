package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;

/** What variants are called, and what happens to those who ask for one by a name that says too little, or too much. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class LabelsApiTest {

    private static final String FINETUNES = "labels/two-finetunes";
    private static final String ALPHA = "x-Alpha-Q4_K_M.gguf";
    private static final String BETA = "x-Beta-Q4_K_M.gguf";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- a name that several share -----------------------------------------------------------------------------

    @Test
    void aLabelThatSeveralShareIsAskedBackWithTheChoices() {
        addFinetunes();
        Map<String, ?> asked = Map.of("repo", FINETUNES, "variants", List.of("Q4_K_M"));

        for (String path : List.of(DOWNLOADS, DOWNLOADS + "/plan")) {
            problem(post(path, asked), 422, "variant-ambiguous")
                    .body("choices", contains("Alpha-Q4_K_M", "Beta-Q4_K_M"))
                    .body("detail", containsString("Alpha-Q4_K_M, Beta-Q4_K_M"));
        }
        JsonPath error = post("/download", Map.of("repo_id", FINETUNES, "quant_pattern", "q4_k_m"))
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();
        assertThat(error.getMap("")).containsOnlyKeys("error");
        assertThat(error.getString("error")).contains("Alpha-Q4_K_M", "Beta-Q4_K_M");
        assertThat(models.resolve(FINETUNES)).doesNotExist();

        fetch(Map.of("repo", FINETUNES, "variants", List.of("beta-q4_k_m")));
        assertThat(models.resolve(FINETUNES).resolve(BETA)).isRegularFile();
        assertThat(models.resolve(FINETUNES).resolve(ALPHA)).doesNotExist();
    }

    @Test
    void oneOfSeveralIsNotDeletedByTheNameOfAll() {
        addFinetunes();
        fetch(Map.of("repo", FINETUNES));
        String model = "/api/v1/library/models/" + FINETUNES;

        problem(given().delete(model + "?variant=Q4_K_M"), 422, "variant-ambiguous")
                .body("choices", contains("Alpha-Q4_K_M", "Beta-Q4_K_M"));
        given().delete(model + "?variant=Alpha-Q4_K_M").then().statusCode(204);
        assertThat(models.resolve(FINETUNES).resolve(BETA)).isRegularFile();
        given().delete(model + "?variant=Q4_K_M").then().statusCode(204);
        assertThat(models.resolve(FINETUNES).resolve(BETA)).doesNotExist();
    }

    // --- labels that change ------------------------------------------------------------------------------------

    @Test
    void anUpdateStaysWithItsFileWhenAnotherComesThatHasItsLabelNow() {
        String repo = "labels/grows";
        StandInRepo upstream = hub.add(StandInRepo.model(repo)
                .file("x.i1-Q4_K_M.gguf", Content.generated(1, 2_000))
                .file("x.i1-Q6_K.gguf", Content.generated(4, 3_000)));
        fetch(Map.of("repo", repo, "variants", List.of("Q4_K_M")));
        upstream.push(
                "Add the plain one",
                draft -> draft.file("x.Q4_K_M.gguf", Content.generated(2, 2_000))
                        .file("x.i1-Q4_K_M.gguf", Content.generated(3, 2_000)));

        String update = post("/api/v1/library/models/" + repo + "/update").path("id");
        await(update, "completed");

        assertThat(models.resolve(repo).resolve("x.i1-Q4_K_M.gguf"))
                .hasBinaryContent(Content.generated(3, 2_000).bytes());
        assertThat(models.resolve(repo).resolve("x.Q4_K_M.gguf")).doesNotExist();
        assertThat(get("/api/v1/repos/models/" + repo).<String>getList("variants.label"))
                .containsExactlyInAnyOrder("Q4_K_M", "i1-Q4_K_M", "Q6_K");
    }

    private void addFinetunes() {
        hub.add(StandInRepo.model(FINETUNES)
                .file("README.md", "two")
                .file(ALPHA, Content.generated(1, 2_000))
                .file(BETA, Content.generated(2, 2_000))
                .file("x-Beta-Q8_0.gguf", Content.generated(3, 3_000)));
    }
}
