package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.GgufFileBuilder;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.BF16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.F16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.IQ2_XXS;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.MXFP4;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q2_K;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q4_K;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q8_0;
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
    private static final long NUMBERS = 25_600;
    private static final String ALPHA = "x-Alpha-Q4_K_M.gguf";
    private static final String BETA = "x-Beta-Q4_K_M.gguf";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- what the headers say ----------------------------------------------------------------------------------

    @Test
    void aMixtureIsCalledAfterWhatMostOfItIs() {
        String repo = "labels/mixture";
        String file = "x-55IQ2_XXS-34Q2_K-07Q8_0-03F16.gguf";
        hub.add(model(repo, null)
                .file(
                        file,
                        new GgufFileBuilder()
                                .tokens(150_000) // some megabytes before the tensors
                                .tensor(IQ2_XXS, 55 * NUMBERS)
                                .tensor(Q2_K, 34 * NUMBERS)
                                .tensor(Q8_0, 7 * NUMBERS)
                                .tensor(F16, 3 * NUMBERS)
                                .content(1))
                .file(
                        "x-Q8_0.gguf",
                        new GgufFileBuilder().tensor(Q8_0, 100 * NUMBERS).content(2)));

        assertThat(labels(repo)).containsExactly("Q8_0", "IQ2_XXS");
        assertThat(hub.bytesSent(repo + "/x-Q8_0.gguf")).isZero();
        long sent = hub.bytesSent(repo + "/" + file);
        assertThat(labels(repo)).containsExactly("Q8_0", "IQ2_XXS");
        assertThat(hub.bytesSent(repo + "/" + file)).as("it is remembered").isEqualTo(sent);

        problem(post(DOWNLOADS, Map.of("repo", repo, "variants", List.of("F16"))), 422, "variant-not-found");
        fetch(Map.of("repo", repo, "variants", List.of("iq2_xxs")));
        assertThat(models.resolve(repo).resolve(file)).isRegularFile();
    }

    @Test
    void aPrecisionThatTheSizeContradictsIsNotBelieved() {
        String repo = "labels/not-bf16";
        hub.add(model(repo, 100 * NUMBERS)
                .file(
                        "x-BF16.gguf",
                        new GgufFileBuilder()
                                .fileType(15)
                                .tensor(Q4_K, 100 * NUMBERS)
                                .content(1))
                .file(
                        "x-Q8_0.gguf",
                        new GgufFileBuilder().tensor(Q8_0, 100 * NUMBERS).content(2))
                .file(
                        "MXFP4/x-MXFP4_MOE_BF16.gguf",
                        new GgufFileBuilder()
                                .tensor(MXFP4, 95 * NUMBERS)
                                .tensor(BF16, 5 * NUMBERS)
                                .content(3)));

        assertThat(labels(repo)).containsExactly("Q8_0", "Q4_K_M", "MXFP4_MOE");
        assertThat(hub.bytesSent(repo + "/x-Q8_0.gguf")).isZero();
    }

    @Test
    void theShardsOfASetTellTogetherWhatItIs() {
        String repo = "labels/shards";
        hub.add(model(repo, 100 * NUMBERS)
                .file(
                        "x-BF16-00001-of-00002.gguf",
                        new GgufFileBuilder().tensor(BF16, NUMBERS).content(1))
                .file(
                        "x-BF16-00002-of-00002.gguf",
                        new GgufFileBuilder().tensor(Q4_K, 99 * NUMBERS).content(2)));

        assertThat(labels(repo)).containsExactly("Q4_K");
    }

    @Test
    void anOrdinaryRepositoryIsAskedForNoHeader() {
        get("/api/v1/repos/models/acme/quants-GGUF");
        post(DOWNLOADS + "/plan", Map.of("repo", "acme/quants-GGUF", "variants", List.of("Q4_K_M")))
                .then()
                .statusCode(200);

        assertThat(hub.bytesSent("acme/quants-GGUF/quants-")).isZero();
        assertThat(hub.bytesSent("acme/quants-GGUF/BF16/")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 416, 500})
    void aHeaderThatCannotBeReadLeavesTheNameWeighedWithTheSize(int status) {
        String repo = "labels/unreadable-" + status;
        hub.add(model(repo, 100 * NUMBERS)
                .file("x-55IQ2_XXS-34Q2_K-03F16.gguf", Content.generated(1, 100 * NUMBERS * 26 / 80))
                .file("x-Q8_0.gguf", Content.generated(2, 100 * NUMBERS * 85 / 80)));
        hub.faults().add(Fault.status(repo + "/x-55", status));

        assertThat(labels(repo)).containsExactly("Q8_0", "Q2_K");
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

    /** Taken while the Hub was away, so that nobody could be asked. */
    @Test
    void aDownloadThatFailedForASharedLabelNamesTheChoices() {
        addFinetunes();
        hub.faults().add(Fault.of(Fault.Kind.CLOSE, "/api/models", 0));
        String id = post(DOWNLOADS, Map.of("repo", FINETUNES, "variants", List.of("Q4_K_M")))
                .path("id");
        hub.faults().clear();
        await(id, "failed");

        Json failed = ServiceClient.download(id);
        assertThat(failed.getString("error.type")).endsWith(":variant-ambiguous");
        assertThat(failed.<String>getList("error.choices")).containsExactly("Alpha-Q4_K_M", "Beta-Q4_K_M");
    }

    @Test
    void oneOfSeveralIsNotDeletedByTheNameOfAll() {
        addFinetunes();
        fetch(Map.of("repo", FINETUNES));
        String model = "/api/v1/library/models/" + FINETUNES;

        problem(given().delete(model + "?variant=Q4_K_M"), 422, "variant-ambiguous")
                .body("choices", contains("Alpha-Q4_K_M", "Beta-Q4_K_M"));
        given().delete(model + "?variant=Alpha-Q4_K_M").then().statusCode(200);
        assertThat(models.resolve(FINETUNES).resolve(BETA)).isRegularFile();
        given().delete(model + "?variant=Q4_K_M").then().statusCode(200);
        assertThat(models.resolve(FINETUNES).resolve(BETA)).doesNotExist();
    }

    // --- a name that is a branch's ------------------------------------------------------------------------------

    @Test
    void aNameThatNoVariantHasIsReadAsTheBranchOfThatName() {
        String repo = "labels/exl2";
        StandInRepo upstream = hub.add(StandInRepo.model(repo)
                .file("README.md", "see the branches")
                .commit("4 bits")
                .file("config.json", "{}")
                .file("output.safetensors", Content.generated(4, 4_000))
                .mainAt(0));
        upstream.moveBranch("4.0bpw", upstream.commits().get(1));
        Map<String, ?> asked = Map.of("repo", repo, "variants", List.of("4.0BPW"));

        JsonPath plan = post(DOWNLOADS + "/plan", asked).jsonPath();
        assertThat(plan.getString("revision")).isEqualTo("4.0bpw");
        assertThat(plan.<String>getList("files.path")).contains("output.safetensors");
        String id = fetch(asked);
        assertThat(ServiceClient.download(id).getString("revision")).isEqualTo("4.0bpw");
        assertThat(ServiceClient.download(id).getString("commit"))
                .isEqualTo(upstream.commits().get(1).id());
        assertThat(ServiceClient.download(id).<String>getList("variants")).isEmpty();
        post("/download", Map.of("repo_id", repo, "quant_pattern", "4.0bpw"))
                .then()
                .statusCode(200);

        problem(post(DOWNLOADS, Map.of("repo", repo, "variants", List.of("5.0bpw"))), 422, "variant-not-found");
        problem(
                post(DOWNLOADS, Map.of("repo", repo, "revision", "4.0bpw", "variants", List.of("4.0bpw"))),
                422,
                "variant-not-found");
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

    private static RepoBuilder model(String id, @Nullable Long parameters) {
        RepoBuilder repo = StandInRepo.model(id).file("README.md", "about " + id);
        return parameters == null
                ? repo
                : repo.fact("gguf", "{\"total\": " + parameters + ", \"architecture\": \"llama\"}");
    }

    private static List<String> labels(String repo) {
        return get("/api/v1/repos/models/" + repo).getList("variants.label");
    }

    private void addFinetunes() {
        hub.add(StandInRepo.model(FINETUNES)
                .file("README.md", "two")
                .file(ALPHA, Content.generated(1, 2_000))
                .file(BETA, Content.generated(2, 2_000))
                .file("x-Beta-Q8_0.gguf", Content.generated(3, 3_000)));
    }
}
