package io.hfdownloader.web.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.LogCapture;
import io.hfdownloader.web.ServiceClient;
import io.hfdownloader.web.SettingsTestProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** A token goes to the Hub, in a header, and nowhere else: not ours, and none that somebody sends in the wrong place. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestProfile(SettingsTestProfile.class)
@Tag("service")
class SecretsApiTest {

    private static final String OURS = HubStandIn.STAND_IN_TOKEN;
    private static final String PASTED = "hf_" + "Zx9".repeat(11);

    HubStandIn hub;
    Path models;

    private LogCapture log;

    @BeforeEach
    void listen() {
        hub.clear();
        log = LogCapture.listen();
    }

    @AfterEach
    void clear() {
        log.close();
        hub.clear();
        ServiceClient.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 418, 429, 503})
    void theHubsWordsAreQuotedWithoutTheTokenThatItRepeats(int status) {
        hub.faults().add(Fault.of(Fault.Kind.ECHO_AUTHORIZATION, "/api/", 0).withStatus(status));
        for (String path : List.of(
                "/api/v1/repos/models/acme/new-name",
                "/api/v1/revisions/models/acme/new-name",
                "/api/v1/search?q=quants",
                "/api/v1/shapes/models/acme/new-name")) {
            harmless(given().get(path));
        }
        harmless(post(DOWNLOADS + "/plan", Map.of("repo", "acme/new-name")));
        harmless(post("/download", Map.of("repo_id", "acme/new-name")));
        harmless(given().get(DOWNLOADS));
        harmless(given().get("/api/status"));
        harmless(given().get("/api/v1/system"));
        hub.faults().clear();
        ServiceClient.awaitHub();
        nothingIsKeptOrLogged();
    }

    @Test
    void aFailedDownloadIsKeptAndShownWithoutTheTokenThatTheHubRepeats() throws Exception {
        hub.faults().add(Fault.of(Fault.Kind.ECHO_AUTHORIZATION, "/resolve/", 0).withStatus(403));
        String id = start("acme/new-name");
        await(id, "failed");
        assertThat(harmless(given().get(DOWNLOADS + "/" + id))).contains("***");
        harmless(given().get("/api/status"));
        harmless(given().accept("text/html").get("/"));
        assertThat(harmless(given().get("/fragments/downloads?id=" + id + "&open=" + id)))
                .contains("***");
        try (EventStreamClient events = EventStreamClient.open("/api/v1/events")) {
            ServiceClient.await().until(() -> events.first("snapshot").isPresent());
            assertThat(events.first("snapshot").orElseThrow().data().prettify())
                    .contains("***")
                    .doesNotContain(OURS);
        }
        assertThat(kept()).contains("***");
        nothingIsKeptOrLogged();
    }

    static Stream<Map<String, Object>> bodiesWithATokenInThem() {
        return Stream.of(
                Map.of("repo", PASTED),
                Map.of("repo", OURS),
                Map.of("repo", "acme/" + PASTED),
                Map.of("repo", PASTED + "/model"),
                Map.of("repo", "https://huggingface.co/" + PASTED),
                Map.of("repo", "Bearer " + PASTED),
                Map.of("repo", " " + PASTED + "\n"),
                Map.of("repo", "h\u200bf_" + "Zx9".repeat(11)),
                Map.of("repo", "acme/new-name", "revision", PASTED),
                Map.of("repo", "acme/new-name", "include", List.of("*.json", PASTED + "*")),
                Map.of("repo", "acme/new-name", "exclude", List.of(PASTED)),
                Map.of("repo", "acme/new-name", "variants", List.of(PASTED)),
                Map.of("repo", "acme/new-name", PASTED, true),
                Map.of("repo", "acme/new-name", "%68f_" + "Zx9".repeat(11), true),
                Map.of("repo", "acme/new-name", "h\u200bf_" + "Zx9".repeat(11), true),
                Map.of("repo", "acme/new-name", "type", PASTED));
    }

    @ParameterizedTest
    @MethodSource("bodiesWithATokenInThem")
    void aTokenInAnyFieldOfADownloadIsRefusedAndGoesNowhere(Map<String, Object> body) {
        refused(post(DOWNLOADS, body));
        refused(post(DOWNLOADS + "/plan", body));
        goesNowhere();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/repos/models/%s",
                "/api/v1/repos/models/acme/%s",
                "/api/v1/repos/models/acme/new-name?revision=%s",
                "/api/v1/revisions/models/%s/x",
                "/api/v1/shapes/models/%s",
                "/api/v1/library/models/%s",
                "/api/v1/search?q=%s",
                "/api/v1/search?q=llama+%s",
                "/api/v1/search?q=x&type=%s",
                "/api/v1/downloads/%s",
                "/fragments/model?folder=%s",
                "/fragments/model-card?repo=acme/%s",
                "/fragments/model-card?repo=acme/new-name&revision=%s",
                "/%s",
                "/?%s",
                "/static/%s.js",
                "/hf-downloader/api/v1/search?q=%s"
            })
    void aTokenInAnAddressIsRefusedAndGoesNowhere(String address) {
        for (String token :
                List.of(PASTED, OURS, PASTED.replace("hf_", "%%68f%%5F").replace("%%", "%"))) {
            refused(given().urlEncodingEnabled(false).get(address.replace("%s", token)));
        }
        assertThat(harmless(given().get("/api/v1/search?q=" + PASTED))).contains("\"reason\":\"secret\"");
        goesNowhere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/download", "/api/download", "/api/models/update", "/api/models/delete"})
    void theOlderApiRefusesATokenAsWell(String path) {
        refused(post(path, Map.of("repo_id", PASTED)));
        refused(post(path, Map.of("repo_id", "acme/new-name:" + PASTED)));
        refused(post(path, Map.of("repo_id", "acme/new-name", "path", PASTED, "quant_pattern", PASTED)));
        goesNowhere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "my token is %s", "acme/%s", "acme/new-name@%s", "Bearer %s", "search %s please"})
    void aTokenInThePasteBoxIsToldAndNothingIsLookedFor(String text) {
        for (String token : List.of(PASTED, OURS)) {
            String answer = harmless(post("/api/v1/parse", Map.of("text", text.replace("%s", token))));
            assertThat(answer).contains("unreadable", "what looks like an access token");
        }
        goesNowhere();
    }

    private void refused(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(400, 404);
        assertThat(harmless(answer)).isNotBlank();
    }

    private void goesNowhere() {
        assertThat(hub.requests()) // but for a look for updates, which may be due
                .noneMatch(request -> request.uri().contains("search="));
        assertThat(harmless(given().get(DOWNLOADS)).strip()).isEqualTo("[]");
        nothingIsKeptOrLogged();
    }

    /** The body, which holds no token. */
    private static String harmless(Response answer) {
        String body = answer.asString();
        assertThat(body).doesNotContain(OURS).doesNotContain("Zx9Zx9");
        assertThat(answer.headers().toString()).doesNotContain(OURS).doesNotContain("Zx9Zx9");
        return body;
    }

    private void nothingIsKeptOrLogged() {
        assertThat(kept()).doesNotContain(OURS).doesNotContain("Zx9Zx9");
        assertThat(log.text()).doesNotContain(OURS).doesNotContain("Zx9Zx9");
        harmless(given().get("/q/metrics"));
        assertThat(hub.requests().toString()).doesNotContain(OURS).doesNotContain("Zx9Zx9");
    }

    /** All that stands in the state of the service, names of files included. */
    private String kept() {
        try (Stream<Path> files = Files.walk(models)) {
            return files.filter(file -> file.toString().contains(".cache")
                            || file.toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .map(SecretsApiTest::nameAndText)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameAndText(Path file) {
        try {
            return file + " " + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return file.toString();
        }
    }
}
