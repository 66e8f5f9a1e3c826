package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.LogCapture;
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

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** A token that is given while the service runs: tested, in force at once, forgotten at once, and never shown. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class TokenApiTest {

    private static final String TOKEN = "/api/v1/system/token";
    private static final String PRIVATE = "/api/v1/repos/models/acme/private-model";
    private static final String MEMBER = HubStandIn.STAND_IN_TOKEN;

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
        given().delete(TOKEN).then().statusCode(200).body("present", equalTo(false));
        ServiceClient.clear();
    }

    @Test
    void aTokenIsInForceAtOnceAndForgottenAtOnce() {
        problem(given().get(PRIVATE), 404, "repo-not-found");

        give(MEMBER)
                .then()
                .statusCode(200)
                .body("present", equalTo(true))
                .body("source", equalTo("page"))
                .body("sourceName", nullValue())
                .body("name", equalTo("member"))
                .body("canChange", equalTo(true));

        given().get(PRIVATE).then().statusCode(200);
        assertThat(get("/api/v1/system").getBoolean("tokenPresent")).isTrue();
        assertThat(get(TOKEN).getString("checkedAt")).endsWith("Z");
        given().delete(TOKEN).then().statusCode(200).body("source", nullValue()).body("name", nullValue());
        problem(given().get(PRIVATE), 404, "repo-not-found");
        assertThat(get("/api/v1/system").getBoolean("tokenPresent")).isFalse();
        assertThat(hub.tokenLeaks()).isZero();
    }

    /** Such lists are kept for a while. */
    @Test
    void whatTheHubShowsToATokenIsListedAsLongAsThereIsOne() {
        assertThat(popular()).isNotEmpty().doesNotContain("acme/private-model");

        give(MEMBER).then().statusCode(200);
        assertThat(popular()).contains("acme/private-model");

        given().delete(TOKEN).then().statusCode(200);
        assertThat(popular()).isNotEmpty().doesNotContain("acme/private-model");
    }

    private static List<String> popular() {
        return get("/api/v1/search?q=&limit=100").getList("repo");
    }

    @Test
    void aDownloadThatFailedForWantOfATokenGoesOnWithOne() {
        String id = start("acme/gated-model");
        await(id, "failed");

        give(MEMBER).then().statusCode(200);
        post(DOWNLOADS + "/" + id + "/retry").then().statusCode(200);

        await(id, "completed");
        assertThat(hub.tokenLeaks()).isZero();
    }

    @Test
    void aTokenThatNobodyKnowsIsRefusedAndTheOneBeforeStays() {
        give(HubStandIn.TOKEN_WITHOUT_ACCESS).then().statusCode(200);
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("token", "hf_nobodysToken"), Map.of("token", "hf_nobodysToken", "untested", true))) {
            problem(json(body).put(TOKEN), 422, "token-unknown")
                    .body("detail", containsString("does not know this token"))
                    .body("hubRequestId", containsString("Root="));
        }
        assertThat(get(TOKEN).getString("name")).isEqualTo("stranger");
        assertThat(log.text()).doesNotContain("nobodysToken");
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS, 503, 502, hub-unavailable",
        "STATUS, 404, 400, hub-refused",
        "CLOSE, 0, 502, hub-unavailable",
        "CAPTIVE_PORTAL, 0, 502, not-a-hub",
        "RETRY_AFTER, 0, 503, hub-throttled",
    })
    void aTokenThatCannotBeTestedIsKeptOnlyWhereThatIsWanted(Fault.Kind kind, int hubs, int status, String slug)
            throws IOException {
        hub.faults().add(Fault.of(kind, "/api/whoami-v2", 30).withStatus(hubs));

        problem(give(MEMBER), status, slug)
                .body("detail", containsString("was not kept"))
                .body("detail", containsString("\"untested\": true"));
        assertThat(get(TOKEN).getBoolean("present")).isFalse();
        problem(given().get(PRIVATE), 404, "repo-not-found");

        assertThat(page()).contains("'" + slug + "',");
        json(Map.of("token", MEMBER, "untested", true))
                .put(TOKEN)
                .then()
                .statusCode(200)
                .body("present", equalTo(true))
                .body("name", nullValue())
                .body("checkedAt", nullValue());
        given().get(PRIVATE).then().statusCode(200);
    }

    /** Which offers to save it by the kind of the problem. */
    private static String page() throws IOException {
        return Files.readString(Path.of("src/main/resources/META-INF/resources/static/shared/settings-token.js"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Send the token",
                "{\"token\": null}|Send the token",
                "{\"token\": \" \"}|is empty",
                "{\"token\": \"***\"}|characters that no token has",
                "{\"token\": \"hf_***************\"}|characters that no token has",
                "{\"token\": \"hf_two words\"}|has a blank in it",
                "{\"token\": \"hf_\\u0000secret\"}|characters that no token has",
                "{\"token\": \"$HF_TOKEN\"}|is a placeholder",
                "{\"token\": \"hf_ab\"}|at least 6 characters",
                "{\"token\": \"hfd_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG\"}|access token for this server",
                "{\"token\": [\"hf_secret\"]}|wrong type",
                "{\"token\": 7}|wrong type",
                "{\"token\": \"hf_secret\", \"untested\": \"yes\"}|wrong type",
                "{\"token\": \"hf_secret\", \"untested\": \"true\"}|wrong type",
                "{\"token\": \"hf_secret\", \"untested\": \"\"}|wrong type",
                "{\"token\": \"hf_secret\", \"untested\": 1}|wrong type",
                "{\"token\": \"hf_secret\", \"untested\": 1.0}|wrong type",
                "{\"token\": \"hf_secret\", \"keep\": true}|\"keep\" is not known",
                "{\"token\": \"hf_secret|not JSON",
            })
    void whatCannotBeATokenIsRefusedBeforeTheHubIsAsked(String body, String word) {
        problem(json(body).put(TOKEN), 400, null).body("detail", containsString(word.equals("not JSON") ? "" : word));

        problem(json(Map.of("token", "x".repeat(4_097))).put(TOKEN), 400, "bad-request");
        assertThat(hub.requests()).noneMatch(request -> request.uri().contains("whoami"));
        assertThat(log.text()).doesNotContain("secret");
    }

    @Test
    void whatCameAlongIsTakenOff() {
        give("export HF_TOKEN=\"" + MEMBER + "\"\n").then().statusCode(200).body("name", equalTo("member"));
        given().get(PRIVATE).then().statusCode(200);
    }

    /** The stand-in's is too short to be known by its form: whoever masks it has been told of it. */
    @Test
    void nobodyIsShownTheTokenAndItStandsInOneFile() throws IOException {
        harmless(give(MEMBER));
        hub.faults()
                .add(Fault.of(Fault.Kind.ECHO_AUTHORIZATION, "/api/models", 0).withStatus(403));
        harmless(given().get(PRIVATE));
        hub.clear();
        String id = start("acme/gated-model");
        await(id, "completed");
        for (String path : List.of(
                TOKEN,
                "/api/v1/system",
                DOWNLOADS + "/" + id,
                "/api/status",
                "/api/models",
                "/q/metrics",
                "/q/openapi",
                "/",
                "/manage",
                "/api/v1/search?q=" + MEMBER)) {
            harmless(given().get(path));
        }
        assertThat(log.text()).contains("given on the page").doesNotContain(MEMBER);
        try (Stream<Path> files = Files.walk(models)) {
            assertThat(files.filter(Files::isRegularFile).filter(TokenApiTest::holdsToken))
                    .containsExactly(models.resolve(".cache/hf-downloader/hub-token.json"));
        }
    }

    private static boolean holdsToken(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MEMBER);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void harmless(Response answer) {
        assertThat(answer.asString()).isNotBlank().doesNotContain(MEMBER);
        assertThat(answer.headers().toString()).doesNotContain(MEMBER);
    }

    private static Response give(String token) {
        return json(Map.of("token", token)).put(TOKEN);
    }
}
