package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.repo.Commit;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

/** Views by {@code /api/v1}. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ViewsApiTest {

    private static final String VIEWS = "/api/v1/views";
    private static final String UPDATED = "acme/two-commits";
    private static final String QUANTS = "acme/quants-GGUF";

    @TempDir
    Path folder;

    HubStandIn hub;

    @AfterEach
    void clear() {
        get(VIEWS)
                .<String>getList("id")
                .forEach(id ->
                        given().delete(VIEWS + "/" + id + "?force=true").then().statusCode(204));
        StandInRepo repo = hub.model(UPDATED);
        repo.moveBranch("main", repo.commits().get(0));
        hub.clear();
        ServiceClient.clear();
    }

    private Response create(Map<String, ?> wish) {
        return json(wish).post(VIEWS);
    }

    @Test
    void aViewFollowsAnUpdateAndADeletionOfTheModel() throws IOException {
        StandInRepo repo = hub.model(UPDATED);
        repo.moveBranch("main", repo.commits().get(0));
        fetch(Map.of("repo", UPDATED));
        Path place = folder.toRealPath().resolve("home");
        Response made = create(Map.of("kind", "hf-cache", "path", place.toString(), "repo", UPDATED));
        made.then().statusCode(201);
        Json view = get(VIEWS).each("").get(0);
        assertThat(view.getMap(""))
                .containsEntry("kind", "hf-cache")
                .containsEntry("path", place.toString())
                .containsEntry("repo", UPDATED)
                .containsEntry("state", "ready")
                .containsEntry("models", 1)
                .containsEntry("bytes", 0)
                .containsEntry("error", null);
        Path main = place.resolve("hub/models--acme--two-commits/refs/main");
        assertThat(main).hasContent(repo.main().id());

        Commit next = repo.commits().get(1);
        repo.moveBranch("main", next);
        json(Map.of())
                .post("/api/v1/library/models/" + UPDATED + "/update")
                .then()
                .statusCode(202);
        ServiceClient.await().untilAsserted(() -> assertThat(main).hasContent(next.id()));
        given().delete("/api/v1/library/models/" + UPDATED).then().statusCode(200);
        ServiceClient.await().until(() -> get(VIEWS).<Integer>getList("files").equals(List.of(0)));
        assertThat(main).doesNotExist();
    }

    @Test
    void whatAnotherProgramHasWrittenIsToldAndLeftWhenForced() throws IOException {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Path place = folder.toRealPath().resolve("flat");
        String id = create(Map.of("kind", "flat", "path", place.toString()))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(create(Map.of("kind", "flat", "path", place.toString()))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<String>path("id"))
                .isEqualTo(id);
        create(Map.of("kind", "flat", "path", place.toString(), "method", "copy"))
                .then()
                .statusCode(422)
                .body("type", endsWith("view-refused"));
        Path theirs = Files.writeString(place.resolve("theirs.gguf"), "theirs");
        given().delete(VIEWS + "/" + id)
                .then()
                .statusCode(409)
                .body("type", endsWith("view-in-use"))
                .body("detail", containsString("theirs.gguf"));
        given().delete(VIEWS + "/" + id + "?force=true").then().statusCode(204);
        assertThat(place).isDirectoryContaining("glob:**/theirs.gguf");
        assertThat(theirs).hasContent("theirs");
        try (var left = Files.list(place)) {
            assertThat(left).hasSize(1);
        }
        given().delete(VIEWS + "/" + id).then().statusCode(404).body("type", endsWith("view-not-found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": \"flat\"}",
                "{\"kind\": \"zip\", \"path\": \"/tmp/x\"}",
                "{\"kind\": \"flat\", \"path\": \"/tmp/x\", \"method\": \"magic\"}",
                "{\"kind\": \"flat\", \"path\": \"/tmp/x\", \"repo\": \"a/b/c\"}"
            })
    void aWishThatIsNoneIsRefused(String body) {
        given().contentType("application/json").body(body).post(VIEWS).then().statusCode(400);
        assertThat(get(VIEWS).getList("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../x", "/", "/proc/x", "/\u0000", "/tmp/../tmp/x"})
    void aPathThatIsNoPlaceIsRefused(String path) {
        create(Map.of("kind", "flat", "path", path)).then().statusCode(422).body("type", endsWith("view-refused"));
        assertThat(get(VIEWS).getList("")).isEmpty();
    }
}
