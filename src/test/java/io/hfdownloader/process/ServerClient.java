package io.hfdownloader.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** The calls that scripts make, against one server. Blocks throughout. */
final class ServerClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration PLAN_LIMIT = Duration.ofMinutes(3);
    private static final int NO_ANSWER = 0;

    private final URI root;

    ServerClient(URI root) {
        this.root = root;
    }

    /** The status of a GET; 0 when there is no answer. */
    int status(String path) {
        try {
            return call(path).statusCode();
        } catch (UncheckedIOException e) {
            return NO_ANSWER;
        }
    }

    HttpResponse<String> call(String path) {
        return send(request(path));
    }

    /** What a browser is answered whose reader has chosen this language. */
    HttpResponse<String> page(String path, String language) {
        return send(request(path).header("Accept", "text/html").header("Cookie", "language=" + language));
    }

    /** A GET that must be answered by 200 and JSON. */
    JsonNode get(String path) {
        HttpResponse<String> answer = call(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    HttpResponse<String> post(String path, Map<String, Object> body) {
        return send(path, "POST", body);
    }

    /** What a download of a model would do, which takes its time where many are asked for. */
    HttpResponse<String> plan(String repo) {
        try {
            return send(request("/api/v1/downloads/plan")
                    .timeout(PLAN_LIMIT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("repo", repo)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    HttpResponse<String> put(String path, Map<String, Object> body) {
        return send(path, "PUT", body);
    }

    private HttpResponse<String> send(String path, String method, Map<String, Object> body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a download of a model, or of the files of it that these globs name; its id. */
    String download(String repo, String... include) {
        HttpResponse<String> answer = post("/api/v1/downloads", Map.of("repo", repo, "include", List.of(include)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("id").asText();
    }

    /** Waits until a download looks like this. */
    JsonNode await(String id, Duration limit, Predicate<JsonNode> wanted) {
        AtomicReference<JsonNode> seen = new AtomicReference<>();
        try {
            Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(20)).until(() -> {
                seen.set(listed(id));
                return wanted.test(seen.get());
            });
        } catch (ConditionTimeoutException e) {
            fail("Not within " + limit + ": " + seen.get());
        }
        return seen.get();
    }

    /** Waits until a download is completed; fails at once when it ends otherwise. */
    JsonNode awaitCompleted(String id, Duration limit) {
        JsonNode last =
                await(id, limit, download -> hasEnded(download.path("state").asText()));
        assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
        return last;
    }

    /** From the list: the call for one alone names all of its files, too. */
    private JsonNode listed(String id) {
        for (JsonNode download : get("/api/v1/downloads")) {
            if (download.path("id").asText().equals(id)) {
                return download;
            }
        }
        return fail("No download " + id);
    }

    private static boolean hasEnded(String state) {
        return List.of("completed", "failed", "cancelled").contains(state);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(CALL_LIMIT);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a call", e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
