package io.hfdownloader.web.api;

import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

/** What the search finds by more than a name, what it tells of it, and what it suggests for a name that is wrong. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class SearchApiTest {

    private static final String SEARCH = "/api/v1/search";
    private static final String REPOS = "/api/v1/repos/models/";

    HubStandIn hub;

    @BeforeEach
    void addModels() {
        hub.add(model("finder/large-GGUF", "gguf", "llama3.1")
                .fact("gguf", "{\"total\": 70600000000, \"architecture\": \"llama\", \"context_length\": 131072}"));
        hub.add(model("finder/small", "safetensors", "apache-2.0")
                .fact("safetensors", "{\"parameters\": {\"BF16\": 1700000000}, \"total\": 1700000000}"));
        hub.add(model("finder/tiny", "safetensors", "apache-2.0")
                .fact("safetensors", "{\"parameters\": {\"F32\": 400000000}, \"total\": 400000000}"));
        hub.add(model("finder/faces", "onnx", "mit").fact("pipeline_tag", "\"image-classification\""));
        hub.add(model("finder/asked-7B", "mlx", "mit").gated());
    }

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- filters -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "format=gguf, large-GGUF",
        "format=MLX, asked-7B",
        "task=image-classification, faces",
        "license=llama3.1, large-GGUF",
        "license=apache-2.0&format=safetensors, small tiny",
        "license=apache-2.0&maxParameters=1B, tiny",
        "minParameters=500M&maxParameters=2B, small",
        "minParameters=1.6b, large-GGUF small",
        "maxParameters=100000, ''"
    })
    void whatIsFoundIsWhatWasAskedFor(String filter, String names) {
        Json found = get(SEARCH + "?q=finder&" + filter);

        assertThat(found.<String>getList("repo"))
                .containsExactlyInAnyOrderElementsOf(
                        names.isEmpty()
                                ? List.of()
                                : List.of(names.split(" ")).stream()
                                        .map(name -> "finder/" + name)
                                        .toList());
    }

    @Test
    void theReposOfOneAuthorAreFoundWithoutAWord() {
        assertThat(get(SEARCH + "?author=finder&limit=90").<String>getList("repo"))
                .hasSize(5)
                .allMatch(repo -> repo.startsWith("finder/"));
        assertThat(get(SEARCH + "?q=sample&type=dataset&author=acme&license=").<String>getList("repo"))
                .containsExactly("acme/sample-data");
    }

    @Test
    void noMoreThanWereAskedForComeOfASizeEither() {
        assertThat(get(SEARCH + "?q=finder&minParameters=100M&limit=1").getList(""))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=zip | format must be one of gguf,",
                "task=text%20generation | task must be",
                "license=../x | license must be",
                "author=a/b | author must be",
                "minParameters=much | minParameters must be a number",
                "maxParameters=-1 | maxParameters must be a number",
                "minParameters=8B&maxParameters=3B | must not be larger",
                "type=dataset&format=gguf | Only models",
                "type=space&maxParameters=3B | Only models"
            })
    void aFilterThatMeansNothingIsRefusedWithASentence(String query, String sentence) {
        problem(given().urlEncodingEnabled(false).get(SEARCH + "?" + query), 400, "bad-request")
                .body("detail", containsString(sentence));
    }

    // --- facts -------------------------------------------------------------------------------------------------

    @Test
    void eachResultTellsWhatTheModelIs() {
        Json large = one("large-GGUF");
        assertThat(large.getLong("parameters")).isEqualTo(70_600_000_000L);
        assertThat(large.getBoolean("parametersGuessed")).isFalse();
        assertThat(large.<String>getList("formats")).containsExactly("gguf");
        assertThat(large.getLong("contextLength")).isEqualTo(131_072);
        assertThat(large.getString("architecture")).isEqualTo("llama");
        assertThat(large.getString("license")).isEqualTo("llama3.1");
        assertThat(large.getLong("estimatedBytes")).isBetween(42_000_000_000L, 44_000_000_000L);

        assertThat(one("tiny").getLong("estimatedBytes")).isEqualTo(1_600_000_000);
        Json guessed = one("asked-7B");
        assertThat(guessed.getLong("parameters")).isEqualTo(7_000_000_000L);
        assertThat(guessed.getBoolean("parametersGuessed")).isTrue();
        assertThat(guessed.getBoolean("gated")).isTrue();
        assertThat(guessed.<Object>get("estimatedBytes")).isNull();
        assertThat(one("faces").getString("task")).isEqualTo("image-classification");
        assertThat(get(SEARCH + "?q=sample-data&type=dataset").<Object>getList("parameters"))
                .containsOnlyNulls();
    }

    @Test
    void whatIsHereIsMarked() {
        assertThat(one("small").getBoolean("onDisk")).isFalse();
        fetch(Map.of("repo", "finder/small"));

        assertThat(one("small").getBoolean("onDisk")).isTrue();
        assertThat(one("tiny").getBoolean("onDisk")).isFalse();
    }

    // --- what is popular ---------------------------------------------------------------------------------------

    @Test
    void whatIsPopularIsAskedForOnceAndStaysWhileTheHubIsAway() {
        String popular = SEARCH + "?sort=likes&limit=4&license=apache-2.0";
        List<String> before = get(popular).getList("repo");
        assertThat(before).hasSize(4);
        hub.clear();

        assertThat(get(popular).<String>getList("repo")).isEqualTo(before);
        hub.faults().add(Fault.status("/api/models", 503));
        assertThat(get(popular).<String>getList("repo")).isEqualTo(before);

        assertThat(hub.requests()).noneMatch(request -> request.uri().contains("sort=likes"));
        problem(given().get(SEARCH + "?q=quants&limit=4"), 502, "hub-unavailable");
    }

    // --- names that are wrong ----------------------------------------------------------------------------------

    @Test
    void aWrongNameIsAnsweredWithThoseThatMayHaveBeenMeant() {
        for (Response refused : List.of(
                given().get(REPOS + "acmee/quants-GGUF"),
                post(DOWNLOADS + "/plan", Map.of("repo", "acmee/quants-GGUF")),
                post(DOWNLOADS, Map.of("repo", "acmee/quants-GGUF")))) {
            problem(refused, 404, "repo-not-found")
                    .body("suggestions", contains("acme/quants-GGUF"))
                    .body("detail", containsString("acmee/quants-GGUF"))
                    .body("$", not(hasKey("choices")));
        }
        problem(given().get(REPOS + "acme/quants-GUFF"), 404, "repo-not-found")
                .body("suggestions", hasItem("acme/quants-GGUF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody/none-such", "acme/private-model", "acme/a--b"})
    void nothingIsSuggestedWhereNothingIsAlike(String name) {
        problem(given().get(REPOS + name), 404, "repo-not-found").body("$", not(hasKey("suggestions")));
    }

    @Test
    void theOlderApiAnswersAsBefore() {
        post("/download", Map.of("repo_id", "acmee/quants-GGUF"))
                .then()
                .statusCode(400)
                .body("$", not(hasKey("suggestions")))
                .body("error", containsString("acmee/quants-GGUF"));
    }

    private static Json one(String name) {
        return get(SEARCH + "?q=finder/" + name).at("[0]");
    }

    private static RepoBuilder model(String id, String format, String license) {
        return StandInRepo.model(id)
                .tag(format)
                .tag("license:" + license)
                .file("config.json", "{}")
                .file("model.safetensors", "no weights at all");
    }
}
