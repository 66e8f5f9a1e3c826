package io.hfdownloader.web.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.json;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** What those who run the service look at, and the addresses it answers at. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class OperationsTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HubStandIn hub;
    Path models;

    @Test
    void theSystemTellsWhatItIsAndNeverTheToken() {
        Json system = get("/api/v1/system");
        assertThat(system.getString("version")).isEqualTo(ProgramVersion.TEXT);
        assertThat(system.getString("endpoint")).isEqualTo(hub.endpoint());
        assertThat(system.getBoolean("tokenPresent")).isFalse();
        assertThat(system.getString("modelsDir")).isEqualTo(models.toString());
        assertThat(system.getString("shownDir")).isEqualTo(models.toString());
        assertThat(system.getLong("freeBytes")).isBetween(1L, system.getLong("totalBytes"));
        assertThat(system.getMap("limits"))
                .containsEntry("maxActiveDownloads", 2)
                .containsEntry("maxConnections", 16)
                .containsEntry("maxConnectionsPerFile", 8)
                .containsEntry("bandwidthLimit", null);
    }

    @Test
    void aBandwidthLimitIsInForceAtOnceAndKept() {
        String limit = "/api/v1/system/bandwidth-limit";
        String wanted = "500M, 22:00-07:00 = unlimited";
        try {
            json(Map.of("limit", wanted)).put(limit).then().statusCode(200).body("limit", equalTo(wanted));
            assertThat(get(limit).getString("limit")).isEqualTo(wanted);
            assertThat(models.resolve(".cache/hf-downloader/settings.json"))
                    .content()
                    .contains(wanted);
            problem(json(Map.of("limit", "fast")).put(limit), 400, "bad-request")
                    .body("detail", containsString("\"fast\" is no bandwidth limit"));
            problem(json("no json").put(limit), 400, null);
            problem(json("{}").put(limit), 400, "bad-request").body("detail", containsString("\"enabled\": false"));
            assertThat(get(limit).getString("limit")).isEqualTo(wanted);
            assertThat(get(limit).getBoolean("enabled")).isTrue();
        } finally {
            json(Map.of("limit", "")).put(limit).then().statusCode(200).body("limit", equalTo(""));
        }
    }

    @Test
    void aBandwidthLimitThatIsSwitchedOffIsRememberedAndNotInForce() {
        String limit = "/api/v1/system/bandwidth-limit";
        try {
            json(Map.of("limit", "500M")).put(limit).then().statusCode(200).body("enabled", equalTo(true));
            json(Map.of("enabled", false))
                    .put(limit)
                    .then()
                    .statusCode(200)
                    .body("limit", equalTo("500M"))
                    .body("enabled", equalTo(false));
            assertThat(get("/api/v1/system").getMap("limits")).containsEntry("bandwidthLimit", null);
            assertThat(models.resolve(".cache/hf-downloader/settings.json"))
                    .content()
                    .contains("500M", "false");
            json(Map.of("limit", " 400M", "enabled", false))
                    .put(limit)
                    .then()
                    .statusCode(200)
                    .body("limit", equalTo("400M"));
            problem(json(Map.of("limit", "fast", "enabled", false)).put(limit), 400, "bad-request");

            json(Map.of("enabled", true)).put(limit).then().statusCode(200).body("limit", equalTo("400M"));

            assertThat(get("/api/v1/system").getMap("limits")).containsEntry("bandwidthLimit", "400M");
        } finally {
            json(Map.of("limit", "")).put(limit).then().statusCode(200).body("enabled", equalTo(true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/hf-downloader"})
    void healthAndMetricsAreWhereMonitorsLook(String prefix) {
        given().get(prefix + "/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get(prefix + "/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'library writable' }.status", equalTo("UP"));
        given().get(prefix + "/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void pagesTellTheVersionOfTheBuild() {
        given().get("/").then().statusCode(200).body(containsString("Version " + ProgramVersion.TEXT));
    }

    @Test
    void theApiDescribesItself() {
        JsonPath api = given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(api.getString("info.version")).isEqualTo(ProgramVersion.TEXT);
        Map<String, ?> paths = api.getMap("paths");
        assertThat(paths.keySet())
                .contains(
                        "/api/v1/downloads",
                        "/api/v1/downloads/{id}",
                        "/api/v1/downloads/{id}/pause",
                        "/api/v1/downloads/{id}/move",
                        "/api/v1/library",
                        "/api/v1/library/{type}/{namespace}/{name}",
                        "/api/v1/repos/{type}/{namespace}/{name}",
                        "/api/v1/system",
                        "/api/v1/system/token",
                        "/download",
                        "/api/download",
                        "/api/status",
                        "/api/models",
                        "/api/list",
                        "/api/models/update",
                        "/api/update",
                        "/api/models/delete",
                        "/api/delete")
                .noneMatch(path -> path.startsWith("/{"))
                .as("the pages are not described")
                .doesNotContain("/", "/manage", "/fragments/model", "/fragments/model-card");
        assertThat(api.getMap("components.schemas").keySet().toString()).doesNotContain("Template");
        assertThat(api.getString("servers[0].url")).isEqualTo("..");
        assertThat(api.getMap("components.schemas.DownloadJson.properties"))
                .containsKeys("id", "repo", "state", "bytesTotal", "etaSeconds", "error", "createdAt", "files")
                .doesNotContainKey("download");
        assertThat(api.getString("components.schemas.DownloadJson.properties.error.anyOf[0].'$ref'"))
                .endsWith("/Problem");
        assertThat(api.getMap("components.schemas.VariantView.properties"))
                .as("parts are described as they are written")
                .containsKeys("shards", "shardsExpected", "complete", "projector", "files");
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("HF Downloader API"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/swagger-ui/", "/hf-downloader/q/swagger-ui/", "/q/swagger-ui/index.html"})
    void thePageOfTheApiHasTheRulesOfThePages(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", RequestFilter.CONTENT_SECURITY_POLICY)
                .body(not(containsString("<script>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/status",
                "/hf-downloader/api/models",
                "/api/v1/downloads",
                "/api/v1/nothing",
                "/api/v1/system"
            })
    void whatTheApiAnswersIsKeptNowhere(String path) {
        given().get(path).then().header("Cache-Control", "no-store");
    }

    @Test
    void aPrefixOfAnyLengthIsNoFault() {
        for (String prefix : List.of("/a".repeat(3_500), "/" + "a".repeat(7_000), "/a/".repeat(2_300))) {
            given().header("X-Forwarded-Prefix", prefix).get("/").then().statusCode(200);
            given().header("X-Forwarded-Prefix", prefix)
                    .get("/q/swagger-ui")
                    .then()
                    .statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', /hf-downloader/", "/models/hub, /models/hub/"})
    void thePrefixAloneLeadsToTheFirstPage(String forwarded, String location) {
        var request = given().redirects().follow(false);
        (forwarded.isEmpty() ? request : request.header("X-Forwarded-Prefix", forwarded))
                .get("/hf-downloader")
                .then()
                .statusCode(308)
                .header("Location", location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/hf-downloader"})
    void theManagePageHasOneAddress(String prefix) {
        given().redirects()
                .follow(false)
                .get(prefix + "/manage/")
                .then()
                .statusCode(308)
                .header("Location", "../manage");
        given().get(prefix + "/manage").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /q/swagger-ui, /q/swagger-ui/",
        "'', /hf-downloader/q/swagger-ui, /hf-downloader/q/swagger-ui/",
        "/models/hub, /q/swagger-ui, /models/hub/q/swagger-ui/",
    })
    void thePageOfTheApiIsFoundWithoutItsSlash(String forwarded, String asked, String location) {
        var request = given().redirects().follow(false);
        (forwarded.isEmpty() ? request : request.header("X-Forwarded-Prefix", forwarded))
                .get(asked)
                .then()
                .statusCode(308)
                .header("Location", location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/hf-downloader"})
    void anUnknownPathOfTheApiIsAProblem(String prefix) {
        problem(given().get(prefix + "/api/v1/nothing"), 404, null);
        problem(given().put(prefix + "/api/v1/downloads"), 405, null);
    }

    @Test
    void aPrefixOnlyCountsAsAWholeSegment() {
        given().get("/hf-downloaderx/api/status").then().statusCode(404);
        given().get("/hf-downloader/hf-downloader/api/v1/system").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/manage",
                "/api/status",
                "/api/v1/nothing",
                "/nothing",
                "/static/shared/frame.css",
                "/static/nothing.css"
            })
    void headersThatKeepBrowsersSafeAreOnEveryAnswer(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Content-Security-Policy", RequestFilter.CONTENT_SECURITY_POLICY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/manage", "/fragments/library", "/nothing"})
    void pagesAreOfOneLanguageAndNeverTakenFromACacheUnasked(String path) {
        given().accept("text/html")
                .get(path)
                .then()
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept-Language, Cookie")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/manage", "/nothing"})
    void aPageIsLightOrDarkFromItsFirstByteAsItsReaderChose(String path) {
        given().accept("text/html")
                .cookie("theme", "dark")
                .get(path)
                .then()
                .body(containsString("<html lang=\"en\" data-theme=\"dark\">"));
        given().accept("text/html")
                .cookie("theme", "sepia")
                .get(path)
                .then()
                .body(containsString("<html lang=\"en\">"));
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, ./",
        "/hf-downloader/nothing, ./",
        "/nothing/, ../",
        "/hf-downloader/a/b%2Fc/d.html, ../../",
        "/static/nothing.css, ../",
    })
    void aBrowserThatFindsNothingIsLedHome(String path, String root) {
        given().urlEncodingEnabled(false)
                .accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get(path)
                .then()
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("<h1>Page not found</h1>"))
                .body(containsString("href=\"" + root + "static/bundle/frame.css\""))
                .body(containsString("href=\"" + root + "manage\""));
        problem(given().urlEncodingEnabled(false).get(path), 404, "not-found");
    }

    /** What the reader asked for is not there a minute later either. */
    @ParameterizedTest
    @CsvSource({"REPO_NOT_FOUND, false", "BAD_REQUEST, false", "INTERNAL, true", "DISK_AWAY, true", "DISK_FULL, true"})
    void onlyAPageThatTheServerIsToBlameForComesBackByItself(ProblemType problem, boolean comesBack) {
        String page = ErrorPage.failed(ExceptionMappersTest.request("GET", "manage"), problem, "A sentence.", Map.of())
                .getEntity()
                .toString();
        assertThat(page).contains("A sentence.");
        assertThat(page.contains("recovery.js")).isEqualTo(comesBack);
        assertThat(page.contains("by itself") || page.contains("by themselves")).isEqualTo(comesBack);
    }

    @Test
    void theApiAnswersBrowsersWithProblemsToo() {
        problem(given().accept("text/html,*/*;q=0.8").get("/api/v1/nothing"), 404, "not-found");
    }

    /** Headers that are no such thing, wherever they are read: on pages, in the API, and where nothing is found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept | acme/tiny:Q4_K_M@dev",
                "Accept | text/html;q=zz",
                "Accept | a/b/c",
                "Accept | text",
                "Accept | ;;,,/",
                "Accept | \"",
                "Accept-Language | en;q=zz",
                "Accept-Language | -_,;q=,*-*",
                "Accept-Language | \"",
                "Cookie | language",
                "Cookie | =;;=,$Version=x; language=\"",
                "Content-Type | a:b@c",
                "X-Forwarded-Prefix | \"",
                "If-None-Match | ,,W/",
                "Range | bytes=a-b"
            })
    void aMalformedHeaderIsNoFaultOfOurs(String name, String value) throws Exception {
        for (String path : List.of(
                "/", "/manage", "/nothing", "/api/v1/nothing", "/api/v1/system", "/static/x.js", "/q/openapi")) {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                            .header(name, value)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(500);
        }
    }
}
