package io.hfdownloader.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The tested service as its users see it, over HTTP. */
public final class ServiceClient {

    public static final String DOWNLOADS = "/api/v1/downloads";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
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

    /** What a GET answers, which must be 200 and JSON. */
    public static Json get(String path) {
        HttpResponse<String> answer = send(request(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.of(answer.body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .timeout(LIMIT);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the service was asked", e);
        }
    }

    private static int status(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    /** Starts a download of everything in a model and gives its id. */
    public static String start(String repo) {
        return start(Map.of("repo", repo));
    }

    public static String start(Map<String, ?> wanted) {
        HttpResponse<String> answer = send(request(DOWNLOADS)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(wanted))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.of(answer.body()).getString("id");
    }

    /** The ids of the downloads that wait for their turn, in their order. */
    public static List<String> queued() {
        return get(DOWNLOADS).where("", "state", "queued").each("").stream()
                .sorted(Comparator.comparingInt(download -> download.getInt("position")))
                .map(download -> download.getString("id"))
                .toList();
    }

    public static Json download(String id) {
        return get(DOWNLOADS + "/" + id);
    }

    public static String state(String id) {
        return download(id).getString("state");
    }

    public static Json await(String id, String state) {
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
        await().until(() -> send(request("/fragments/library")).body().contains("data-id=\"" + folder + "\""));
    }

    /** Returns when the Hub is asked again, after it has limited requests and does so no more. */
    public static void awaitHub() {
        await().until(() -> given().get("/api/v1/search?q=quants").statusCode() == 200);
    }

    /** Ends and forgets all downloads and deletes all models, so that tests do not meet. */
    public static void clear() {
        List<Json> all = get(DOWNLOADS).each("");
        for (Json download : all) {
            if (!ENDED.contains(download.getString("state"))) {
                assertThat(status("POST", DOWNLOADS + "/" + download.getString("id") + "/cancel"))
                        .isIn(200, 409);
            }
        }
        for (Json download : all) {
            assertThat(status("DELETE", DOWNLOADS + "/" + download.getString("id")))
                    .isEqualTo(204);
        }
        post("/api/delete", Map.of("path", "nothing")).then().statusCode(400); // refused, but it looks at the disk anew
        List<String> models = get("/api/models").getList("path");
        models.forEach(path -> await().untilAsserted(() ->
                assertThat(post("/api/delete", Map.of("path", path)).asString()).contains("Nothing is at")));
        get("/api/v1/bin")
                .getList("entries.id")
                .forEach(id -> assertThat(status("DELETE", "/api/v1/bin/" + id)).isIn(204, 404));
    }
}
