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
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What a service says of settings that it was started with. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class FixedSettingsTest {

    private static final String TOKEN = "/api/v1/system/token";

    private static final String DOWNLOADS = "/api/v1/downloads";
    private static final String LIBRARY = "/api/v1/library";

    HubStandIn hub;
    Path models;

    @Test
    void aTokenOfTheConfigurationIsNotChangedAndThatIsSaid() {
        Json told = get(TOKEN);
        assertThat(told.getBoolean("present")).isTrue();
        assertThat(told.getString("source")).isEqualTo("environment");
        assertThat(told.getString("sourceName")).isEqualTo("HF_TOKEN");
        assertThat(told.getBoolean("canChange")).isFalse();
        assertThat(told.getString("reason")).contains("set by HF_TOKEN");

        problem(json(Map.of("token", HubStandIn.TOKEN_WITHOUT_ACCESS)).put(TOKEN), 409, "token-fixed")
                .body("detail", containsString("HF_TOKEN"));

        assertThat(models.resolve(".cache/hf-downloader/hub-token.json")).doesNotExist();
    }

    @Test
    void aModelComesToTheDirectoryThatIsNamedAndAllIsDoneThere() throws IOException {
        hub.add(StandInRepo.model("acme/spare").file("model.safetensors", Content.generated(1, 100_000)));
        problem(post(DOWNLOADS, Map.of("repo", "acme/spare", "root", "tape")), 400, "bad-request")
                .body("detail", containsString("main, spare"));

        fetch(Map.of("repo", "acme/spare", "root", "spare"));

        Json model = get(LIBRARY + "/models/acme/spare");
        assertThat(model.getString("root")).isEqualTo("spare");
        assertThat(model.getBoolean("away")).isFalse();
        Path folder = Path.of(model.getString("path"));
        assertThat(folder).isDirectory();
        assertThat(folder.startsWith(models)).isFalse();
        assertThat(models.resolve("acme/spare")).doesNotExist();
        problem(post(DOWNLOADS, Map.of("repo", "acme/spare", "root", "main")), 400, "bad-request")
                .body("detail", containsString("in \"spare\" already"));
        assertThat(get("/api/v1/space").<String>getList("volumes.path"))
                .as("both are on one disk")
                .containsExactly(models.toString());

        String entry = given().delete(LIBRARY + "/models/acme/spare")
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        assertThat(folder).doesNotExist();
        assertThat(get("/api/v1/bin").getString("entries[0].path")).isEqualTo(folder.toString());
        post("/api/v1/bin/" + entry + "/restore", Map.of()).then().statusCode(200);
        assertThat(folder).isDirectory();

        assertIsRefusedWhileItIsAway(
                folder.resolve("../../.cache/hf-downloader/id").normalize());
        problem(post(LIBRARY + "/models/acme/spare/move", Map.of("root", "tape")), 400, "bad-request")
                .body("detail", containsString("main, spare"));
        problem(post(LIBRARY + "/models/acme/none/move", Map.of("root", "main")), 404, "model-not-found");
        Response task = post(LIBRARY + "/models/acme/spare/move", Map.of("root", "main"));
        task.then().statusCode(202).body("kind", equalTo("move"));
        await().until(() ->
                "completed".equals(get("/api/v1/tasks/" + task.path("id")).getString("state")));
        assertThat(get("/api/v1/tasks/" + task.path("id")).getLong("bytesDone")).isGreaterThan(100_000);
        assertThat(folder).doesNotExist();
        assertThat(models.resolve("acme/spare/model.safetensors")).hasSize(100_000);
        assertThat(get(LIBRARY + "/models/acme/spare").getString("root")).isEqualTo("main");
        given().delete(LIBRARY + "/models/acme/spare?now=true").then().statusCode(204);
    }

    private static void assertIsRefusedWhileItIsAway(Path marker) throws IOException {
        Path elsewhere = Files.move(marker, marker.resolveSibling("id-away"));
        try {
            Map<String, String> there = Map.of("root", "main");
            for (Response refused : List.of(
                    post(LIBRARY + "/models/acme/spare/verify", Map.of()),
                    post(LIBRARY + "/models/acme/spare/repair", Map.of()),
                    post(LIBRARY + "/models/acme/spare/move", there),
                    given().get(LIBRARY + "/models/acme/spare/changes"))) {
                problem(refused, 503, "disk-away").body("detail", containsString("The directory \"spare\" for models"));
            }
        } finally {
            Files.move(elsewhere, marker);
        }
        await().until(() -> !get(LIBRARY + "/models/acme/spare").getBoolean("away"));
    }

    @Test
    void aModelThatTheHubCallsOtherwiseComesToTheDirectoryThatIsNamed() {
        hub.add(StandInRepo.model("acme/now")
                .renamedFrom("acme/before")
                .file("model.safetensors", Content.generated(2, 1_000)));

        fetch(Map.of("repo", "acme/before", "root", "spare"));

        assertThat(get(LIBRARY + "/models/acme/now").getString("root")).isEqualTo("spare");
        problem(post(DOWNLOADS, Map.of("repo", "acme/before", "root", "main")), 400, "bad-request")
                .body("detail", containsString("in \"spare\" already"));
        given().delete(LIBRARY + "/models/acme/now?now=true").then().statusCode(204);
    }

    @Test
    void aModelForWhichThereIsARuleComesToItsDirectory() {
        hub.add(StandInRepo.model("ruled/tiny").file("model.safetensors", Content.generated(3, 1_000)));

        fetch(Map.of("repo", "ruled/tiny"));

        assertThat(get(LIBRARY + "/models/ruled/tiny").getString("root")).isEqualTo("spare");
        given().delete(LIBRARY + "/models/ruled/tiny?now=true").then().statusCode(204);
    }

    @Test
    void theModelsDirectoryHasTheNameThatItsUsersKnow() {
        Json system = get("/api/v1/system");
        assertThat(system.getString("shownDir")).isEqualTo("/srv/models");
        assertThat(system.getString("modelsDir")).isEqualTo(models.toString());
    }
}
