package io.hfdownloader.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.oneOf;

/** The tested service as its users see it, over HTTP. */
public final class ServiceClient {

    public static final String DOWNLOADS = "/api/v1/downloads";
    private static final List<String> ENDED = List.of("completed", "failed", "cancelled");

    private ServiceClient() {}

    public static RequestSpecification json(Object body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    public static Response post(String path, Object body) {
        return json(body).post(path);
    }

    public static Response post(String path) {
        return given().post(path);
    }

    public static JsonPath get(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    /** Starts a download of everything in a model and gives its id. */
    public static String start(String repo) {
        return start(Map.of("repo", repo));
    }

    public static String start(Map<String, ?> wanted) {
        return post(DOWNLOADS, wanted).then().statusCode(201).extract().path("id");
    }

    public static JsonPath download(String id) {
        return get(DOWNLOADS + "/" + id);
    }

    public static String state(String id) {
        return download(id).getString("state");
    }

    public static JsonPath await(String id, String state) {
        await().until(() -> {
            String now = state(id);
            if (ENDED.contains(now) && !now.equals(state)) {
                throw new AssertionError(
                        "It is " + now + ", not " + state + ": " + download(id).prettify());
            }
            return now.equals(state);
        });
        return download(id);
    }

    /** Starts a download, waits for its end, and gives its id. */
    public static String fetch(Map<String, ?> wanted) {
        String id = start(wanted);
        await(id, "completed");
        return id;
    }

    public static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60));
    }

    /** Returns when the library has seen a folder that another program made. */
    public static void awaitOnPage(String folder) {
        await().until(() -> given().get("/fragments/library").asString().contains("data-id=\"" + folder + "\""));
    }

    /** Ends and forgets all downloads and deletes all models, so that tests do not meet. */
    public static void clear() {
        List<String> running =
                get(DOWNLOADS).getList("findAll { !(it.state in ['completed', 'failed', 'cancelled']) }.id");
        running.forEach(
                id -> given().post(DOWNLOADS + "/" + id + "/cancel").then().statusCode(oneOf(200, 409)));
        List<String> all = get(DOWNLOADS).getList("id");
        all.forEach(id -> given().delete(DOWNLOADS + "/" + id).then().statusCode(204));
        post("/api/delete", Map.of("path", "nothing")).then().statusCode(400); // refused, but it looks at the disk anew
        List<String> models = get("/api/models").getList("path");
        models.forEach(path -> await().untilAsserted(() ->
                assertThat(post("/api/delete", Map.of("path", path)).asString()).contains("Nothing is at")));
    }
}
