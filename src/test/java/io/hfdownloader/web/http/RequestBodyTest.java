package io.hfdownloader.web.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.ErrorLogCapture;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What the bodies of requests may look like, and what becomes of those that are wrong. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class RequestBodyTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String REPO = "acme/new-name";
    private static final String TOO_LARGE = "{\"repo\": \"" + "x".repeat(1 << 20) + "\"}";

    @TestHTTPResource("/")
    URI address;

    HubStandIn hub;
    Path models;

    private ErrorLogCapture errors;

    @BeforeEach
    void listen() {
        errors = ErrorLogCapture.listen();
    }

    @AfterEach
    void nobodysMistakeIsLoggedAsOurs() {
        errors.close();
        assertThat(errors.messages()).isEmpty();
        hub.clear();
        ServiceClient.clear();
    }

    // --- size --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"api/v1/downloads", "hf-downloader/api/v1/downloads"})
    void aLargeBodyOfUnknownLengthIsAProblemToo(String path) throws Exception {
        HttpResponse<String> answer = chunked(path, TOO_LARGE);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonPath problem = new JsonPath(answer.body());
        assertThat(problem.getString("type")).isEqualTo("urn:hf-downloader:problem:body-too-large");
        assertThat(problem.getInt("status")).isEqualTo(413);
        assertThat(problem.getString("detail")).contains("1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"download", "hf-downloader/api/update", "api/delete"})
    void aLargeBodyOfUnknownLengthIsAnErrorInTheOlderWords(String path) throws Exception {
        HttpResponse<String> answer = chunked(path, TOO_LARGE);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(new JsonPath(answer.body()).getMap(""))
                .isEqualTo(Map.of("error", "The request's body is larger than 1 MiB."));
    }

    @Test
    void aBodyOfUnknownLengthBelowTheLimitIsRead() throws Exception {
        String padding = " ".repeat((1 << 20) - 200);
        HttpResponse<String> answer =
                chunked("api/v1/downloads", "{" + padding + "\"repo\": \"" + REPO + "\", \"include\": [\"*.md\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void aCallerWhoHangsUpAmidABodyIsNoErrorOfOurs() throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/downloads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 500000\r\n\r\n{\"repo\": \"" + "x".repeat(100_000))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        assertThat(get("/api/status").getString("status")).isEqualTo("idle");
    }

    /** Each is allowed; together they would be more than the service has. Whoever comes now is served all the same. */
    @Test
    void clientsThatDoNotEndTheirRequestsDoNotUseUpTheMemory() throws IOException {
        String body = "{\"repo\": \"" + "x".repeat(990_000) + "\"}";
        String head = "POST /api/v1/downloads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        List<Socket> holding = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                holding.add(new Socket(address.getHost(), address.getPort()));
                send(holding.get(i), head + body.substring(0, 100_000));
            }
            holding.get(0).setSoTimeout(20_000);
            assertThat(readsItsEnd(holding.get(0))).isTrue();
            assertThat(metric("hf_downloader_request_bodies_bytes")).isBetween(1.0, (double) (32 << 20));
            assertThat(metric("hf_downloader_request_bodies_given_up_total")).isPositive();
            assertThat(get("/api/status").getString("status")).isEqualTo("idle");

            Socket last = holding.get(59);
            send(last, body.substring(100_000));
            last.setSoTimeout(20_000);
            assertThat(new String(last.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        } finally {
            for (Socket socket : holding) {
                socket.close();
            }
        }
        ServiceClient.await().until(() -> metric("hf_downloader_request_bodies_bytes") == 0);
    }

    /** On connections of their own, so that each event loop has some: none may wait for another one. */
    @Test
    void manySmallRequestsAtATimeAreAllAnswered() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            HttpClient own = HttpClient.newHttpClient();
            CompletableFuture<Integer> last = CompletableFuture.completedFuture(200);
            for (int i = 0; i < 40; i++) {
                HttpRequest asked = HttpRequest.newBuilder(address.resolve("api/v1/parse"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"a/b" + i + "\"}"))
                        .build();
                last = last.thenCompose(before -> own.sendAsync(asked, HttpResponse.BodyHandlers.discarding()))
                        .thenApply(HttpResponse::statusCode);
                answers.add(last);
            }
        }
        answers.forEach(answer -> assertThat(answer.orTimeout(60, TimeUnit.SECONDS))
                .succeedsWithin(60, TimeUnit.SECONDS)
                .isEqualTo(200));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static boolean readsItsEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static double metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    // --- fields ------------------------------------------------------------------------------------------------

    @Test
    void aMisspeltFieldIsRefusedWithThoseThereAre() {
        problem(post(DOWNLOADS, Map.of("repo", REPO, "varients", List.of("Q4_K_M"))), 400, "malformed-request")
                .body("detail", containsString("\"varients\""))
                .body("detail", containsString("exclude, include, quantPattern, repo, revision, root, type, variants"));
        problem(json(Map.of("limits", "5M")).put("/api/v1/system/bandwidth-limit"), 400, "malformed-request")
                .body("detail", containsString("The fields are enabled, limit."));
        problem(post(DOWNLOADS, "{\"repo\": \"" + REPO + "\"} and more"), 400, "malformed-request");
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/downloads | {'repo': 'a/b', 'repo': 'acme/new-name'}",
                "/api/v1/downloads | {'repo': 'a/b', 'type': 'model', 'variants': [], 'include': [], 'repo': null}",
                "/api/v1/parse | {'text': 'a/b', 'text': 'a/b'}",
                "/download | {'repo_id': 'a/b', 'quant_pattern': '', 'other': 1, 'repo_id': 'a/b'}",
                "/api/delete | {'path': null, 'path': '/models/a/b'}",
                "/api/delete | {'path': '/models/a/b', 'unknown': {'x': 1, 'x': 2}}",
                "/api/delete | {'path': null, 'path': '?', 'unknown': {'repo':}"
            })
    void aFieldThatComesTwiceIsRefused(String path, String body) {
        post(path, body.replace('\'', '"'))
                .then()
                .statusCode(400)
                .body(path.contains("v1") ? "detail" : "error", containsString("names a field twice"));
    }

    @Test
    void aBodyInAnotherCharacterSetIsNamedAsSuch() throws Exception {
        HttpResponse<String> answer =
                chunked("api/v1/downloads", "{\"repo\": \"acme/m\u00fcller\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonPath(answer.body()).getString("detail"))
                .isEqualTo("The request's body is not JSON in UTF-8.");
    }

    /** JSON may be in UTF-16 and UTF-32 as well; these end amid a character, or have one that there is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000007b0000",
                "7b0000002200",
                "0000feff0000007b00110000",
                "fffe00007b000000ffffffff",
                "007b0022d800",
                "feff007b00",
                "fffe7b00220000d8",
                "efbbbf7b22c3",
                "0000fffe"
            })
    void aBodyThatBreaksOffAmidACharacterIsNotTakenForAFaultOfTheDisk(String hex) throws Exception {
        for (String path : List.of("api/v1/downloads", "api/v1/parse")) {
            HttpResponse<String> answer = chunked(path, HexFormat.of().parseHex(hex));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(new JsonPath(answer.body()).getString("type")).endsWith("malformed-request");
        }
    }

    @Test
    void theLegacyApiPassesOverFieldsItDoesNotKnow() {
        String id = post("/download", Map.of("repo_id", REPO, "quant_pattern", "", "client", "my-script 2"))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        ServiceClient.await(id, "completed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/downloads | {'repo': 5} | repo",
                "/api/v1/downloads | {'repo': true} | repo",
                "/api/v1/downloads | {'repo': 'acme/new-name', 'revision': 1.5} | revision",
                "/api/v1/downloads | {'repo': 'acme/new-name', 'variants': [4]} | variants",
                "/api/v1/downloads | {'repo': 'acme/new-name', 'include': '*.md'} | include",
                "/download | {'repo_id': 5} | repo_id",
                "/hf-downloader/api/download | {'repo_id': false} | repo_id",
                "/api/update | {'repo_id': 'acme/new-name', 'quant_pattern': 4} | quant_pattern",
                "/api/delete | {'path': 7} | path",
            })
    void aNumberIsNoName(String path, String body, String field) {
        var answer = post(path, body.replace('\'', '"')).then().statusCode(400);
        String sentence = "The field \"" + field + "\" of the request has the wrong type.";
        answer.body(path.startsWith("/api/v1") ? "detail" : "error", equalTo(sentence));
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void aTextIsNoPlaceInTheQueue() {
        String path = DOWNLOADS + "/6ab2b9f6-148b-4cae-96d6-e842bcf51b2e/move";
        for (String position : List.of("\"0\"", "\"\"", "0.5", "true")) {
            problem(post(path, "{\"position\": " + position + "}"), 400, "malformed-request");
        }
    }

    /** What is looked at again for each character would stop the event loop for minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "/", "a/", "a:", "@", " \t"})
    void aNameOfHalfAMillionCharactersIsRefusedAtOnce(String part) {
        String name = "o/" + part.repeat(500_000 / part.length()) + "n";
        problem(post(DOWNLOADS, Map.of("repo", name)), 400, null);
        assertThat(post("/download", Map.of("repo_id", name)).statusCode()).isEqualTo(400);
        assertThat(post("/api/update", Map.of("repo_id", name)).statusCode()).isEqualTo(400);
    }

    // --- names of repos ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://huggingface.co/acme/sample-data",
                "http://hub.example/datasets/acme/sample-data/?library=true#files",
                "datasets/acme/sample-data",
                "acme/sample-data/",
                " acme/sample-data ",
            })
    void aDatasetIsFoundByAllThatNamesIt(String name) {
        json(Map.of("repo", name, "type", "dataset", "include", List.of("*.md")))
                .post(DOWNLOADS)
                .then()
                .statusCode(201)
                .body("repo", equalTo("acme/sample-data"))
                .body("type", equalTo("dataset"));
    }

    @ParameterizedTest
    @CsvSource({
        "datasets/acme/sample-data, dataset, acme/sample-data",
        "https://huggingface.co/spaces/acme/sample-space, space, acme/sample-space",
        "models/acme/new-name, model, acme/new-name",
        "https://huggingface.co/acme/new-name/, model, acme/new-name",
    })
    void theTypeMayStandInTheName(String name, String type, String repo) {
        String id = post("/download", Map.of("repo_id", name))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        assertThat(ServiceClient.download(id).getString("type")).isEqualTo(type);
        assertThat(ServiceClient.download(id).getString("repo")).isEqualTo(repo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://huggingface.co/acme/new-name/tree/main | as acme/new-name, and its branch",
                "https://huggingface.co/ | Write it as owner/name",
                "huggingface.co/acme/new-name | \"huggingface.co/acme/new-name\" is not a repository name",
                "acme/new-name/model.gguf | \"acme/new-name/model.gguf\" is not a repository name",
                "datasets/../acme | \"datasets/../acme\" is not a repository name",
                "acme/new name | Write it as owner/name",
                "/acme/new-name | Write it as owner/name",
                "acme\\new-name | Write it as owner/name",
            })
    void whatIsNoNameIsQuotedAsAWholeWithHowToWriteOne(String name, String sentence) {
        problem(post(DOWNLOADS, Map.of("repo", name)), 400, "bad-request").body("detail", containsString(sentence));
        post("/download", Map.of("repo_id", name)).then().statusCode(400).body("error", containsString(sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/quants-GGUF:Q4_K_M | \"repo\": \"acme/quants-GGUF\", \"variants\": [\"Q4_K_M\"].",
                "acme/quants-GGUF@dev | \"repo\": \"acme/quants-GGUF\", \"revision\": \"dev\".",
                "acme/x:UD-Q4_K_XL@refs/pr/1 | \"variants\": [\"UD-Q4_K_XL\"], \"revision\": \"refs/pr/1\".",
                "acme/x-exl2:4.0bpw | \"variants\": [\"4.0bpw\"].",
                "gpt2:F16 | \"repo\": \"gpt2\", \"variants\": [\"F16\"].",
                "models/acme/x:F16 | \"repo\": \"acme/x\", \"variants\": [\"F16\"].",
                "hf.co/acme/x:F16 | \"repo\": \"acme/x\", \"variants\": [\"F16\"].",
                "https://huggingface.co/acme/x:F16 | \"repo\": \"acme/x\", \"variants\": [\"F16\"].",
                "acme/x : F16 | \"repo\": \"acme/x\", \"variants\": [\"F16\"].",
                "acme/x:a:b | \"acme/x:a:b\" is not a repository name",
                "acme/x: | \"acme/x:\" is not a repository name",
                ":F16 | \":F16\" is not a repository name",
            })
    void whatNamesAVariantOrBranchAsWellIsToldToBeWrittenInFieldsOfTheirOwn(String name, String sentence) {
        problem(post(DOWNLOADS, Map.of("repo", name)), 400, "bad-request").body("detail", containsString(sentence));
        problem(post(DOWNLOADS + "/plan", Map.of("repo", name)), 400, "bad-request")
                .body("detail", containsString(sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/x:F16 | Write it in fields of their own: \"repo_id\": \"acme/x\", \"quant_pattern\": \"F16\".",
                "acme/x@dev | \"repo_id\": \"acme/x\"; a branch, tag or commit is taken by /api/v1/downloads",
            })
    void theOlderApiTellsItsOwnFields(String name, String sentence) {
        post("/download", Map.of("repo_id", name)).then().statusCode(400).body("error", containsString(sentence));
    }

    @Test
    void aNameThatContradictsTheTypeIsRefused() {
        problem(post(DOWNLOADS, Map.of("repo", "datasets/acme/sample-data", "type", "model")), 400, "bad-request")
                .body("detail", containsString("is a dataset by its name, but the type says model"));
    }

    private HttpResponse<String> chunked(String path, String body) throws Exception {
        return chunked(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> chunked(String path, byte[] body) throws Exception {
        InputStream content = new ByteArrayInputStream(body);
        return HTTP.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> content))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
