package io.hfdownloader.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever watches the service with Prometheus finds what the documents, the dashboard and the alerts name. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("service")
class MetricsTest {

    private static final Path DOCUMENT = Path.of("docs/metrics.md");
    private static final Path DASHBOARD = Path.of("deploy/grafana/hf-downloader.json");
    private static final Path RULES = Path.of("deploy/prometheus/hf-downloader.rules.yml");
    private static final Path RULE_TESTS = Path.of("deploy/prometheus/hf-downloader.rules.test.yml");
    private static final Pattern OURS = Pattern.compile("hf_downloader_\\w+");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:hf_downloader|http_server|process|system|jvm|worker_pool|netty|vertx)_\\w+");
    private static final Pattern SELECTED = Pattern.compile("(\\w+)\\{([^}]*)\\}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)=~?\\\\?\"([^\"\\\\]*)\\\\?\"");
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    HubStandIn hub;
    private long bytes;

    @BeforeEach
    void somethingWasDownloaded() {
        if (bytes > 0) {
            return;
        }
        Content weights = Content.generated(7, 300_000);
        hub.add(StandInRepo.model("measured/secret-repo-name").file("model.bin", weights));
        bytes = weights.size();
        fetch(Map.of("repo", "measured/secret-repo-name"));
    }

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        ServiceClient.clear();
    }

    @Test
    void everyMetricOfOursStandsInTheDocumentAndTheOtherWayRound() throws IOException {
        Set<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `hf_downloader_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(families(scraped()).keySet())
                .filteredOn(name -> name.startsWith("hf_downloader_"))
                .as("what the service measures")
                .containsExactlyInAnyOrderElementsOf(documented);
        for (Map.Entry<String, String> family : families(scraped()).entrySet()) {
            if (documented.contains(family.getKey())) {
                assertThat(Files.readString(DOCUMENT))
                        .contains("| `" + family.getKey() + "` | " + family.getValue() + " |");
            }
        }
    }

    @Test
    void everyOtherMetricIsOfAFamilyThatTheDocumentNames() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(families(scraped()).keySet())
                .filteredOn(name -> !name.startsWith("hf_downloader_"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Stream.of(
                                "http_server_", "process_", "system_", "jvm_", "worker_pool_", "netty_", "vertx_"))
                        .anyMatch(family -> name.startsWith(family) && document.contains("`" + family + "`")));
    }

    @Test
    void dashboardAndAlertsAskForWhatIsThere() throws IOException {
        List<String> queries = new ArrayList<>(List.of(Files.readString(RULES), Files.readString(RULE_TESTS)));
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValuesAsText("expr").forEach(queries::add);
        dashboard.findValuesAsText("definition").forEach(queries::add);
        String all = String.join("\n", queries);
        List<String> samples = scraped();
        Set<String> names = samples.stream().map(MetricsTest::nameOf).collect(Collectors.toSet());

        assertThat(found(NAME, all).map(MatchResult::group).collect(Collectors.toSet()))
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(names).contains(name));
        found(SELECTED, all)
                .filter(selected -> OURS.matcher(selected.group(1)).matches())
                .forEach(selected -> found(MATCHER, selected.group(2))
                        .filter(label -> !OF_PROMETHEUS.contains(label.group(1)))
                        .forEach(label -> Stream.of(label.group(2).split("\\|"))
                                .forEach(word -> assertThat(samples)
                                        .as(selected.group())
                                        .anyMatch(isOf(selected.group(1))
                                                .and(line -> line.contains(label.group(1) + "=\"" + word + "\""))))));
    }

    @Test
    void theDashboardCanBeImportedIntoAnyGrafana() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.get("uid").asText()).isEqualTo("hf-downloader");
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(dashboard.at("/templating/list/0/query").asText()).isEqualTo("prometheus");
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("%s", panel.get("title"))
                    .isTrue();
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
            if (!"row".equals(panel.get("type").asText())) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.get("targets")).isNotEmpty();
            }
        }
        assertThat(ids).hasSizeGreaterThan(15);
    }

    @Test
    void eachAlertHasATestAndARowInTheDocument() throws IOException {
        List<String> alerts = found(Pattern.compile("alert: (\\w+)"), Files.readString(RULES))
                .map(alert -> alert.group(1))
                .toList();
        assertThat(alerts).hasSizeGreaterThanOrEqualTo(6).allSatisfy(alert -> {
            assertThat(Files.readString(RULE_TESTS)).contains("alertname: " + alert);
            assertThat(Files.readString(DOCUMENT)).contains("| `" + alert + "` |");
        });
    }

    @Test
    void whatCameIsCountedByThePathItCame() {
        assertThat(value("hf_downloader_received_bytes_total", "path=\"http\"")).isGreaterThanOrEqualTo(bytes);
        assertThat(value("hf_downloader_verified_bytes_total", "path=\"http\"")).isGreaterThanOrEqualTo(bytes);
        assertThat(value("hf_downloader_downloads_ended_total", "state=\"completed\""))
                .isGreaterThanOrEqualTo(1);
        double xetBefore = value("hf_downloader_received_bytes_total", "path=\"xet\"");
        hub.add(StandInRepo.model("measured/on-xet").onXet().file("model.bin", Content.generated(8, 300_000)));
        fetch(Map.of("repo", "measured/on-xet"));
        assertThat(value("hf_downloader_received_bytes_total", "path=\"xet\"")).isGreaterThan(xetBefore);
        await().until(() -> value("hf_downloader_models_bytes", "root=\"main\"") > 0
                && value("hf_downloader_disk_free_bytes", "root=\"main\"") > 0);
    }

    @Test
    void aRetryAndARefusalOfTheHubAreCountedByReason() {
        double brokenBefore = value("hf_downloader_retries_total", "reason=\"connection\"");
        double unknownBefore = value("hf_downloader_hub_errors_total", "kind=\"repo_not_found\"");
        hub.add(StandInRepo.model("measured/cut").file("model.bin", Content.generated(9, 300_000)));
        hub.faults().add(Fault.dropAfter("model.bin", 100_000).once());
        fetch(Map.of("repo", "measured/cut"));
        given().get("/api/v1/repos/models/measured/nobody-has-this").then().statusCode(404);
        assertThat(value("hf_downloader_retries_total", "reason=\"connection\""))
                .isGreaterThan(brokenBefore);
        assertThat(value("hf_downloader_hub_errors_total", "kind=\"repo_not_found\""))
                .isGreaterThan(unknownBefore);
    }

    @Test
    void noWordOfAUserOrAClientBecomesALabel() {
        given().get("/api/v1/repos/models/measured/nobody-has-this").then().statusCode(404);
        given().get("/made-up-path").then().statusCode(404);
        given().header("Host", "elsewhere.made-up-path.example")
                .get("/made-up-path")
                .then()
                .statusCode(403);
        given().header("Origin", "http://made-up.example")
                .post("/made-up-path")
                .then()
                .statusCode(403);
        given().contentType("text/plain")
                .body("x")
                .post("/api/v1/library/models/made-up-path/x/verify")
                .then()
                .statusCode(415);
        given().options("/made-up-path");
        given().options("/api/v1/library/models/made-up-path/x");
        given().request("MADEUP", "/manage");
        given().delete("/api/v1/library?path=/made-up-path");
        given().get("/static/shared/base.css").then().statusCode(200);
        assertThat(scraped())
                .noneMatch(line -> line.contains("made-up") || line.contains("MADEUP") || line.contains("measured/"))
                .noneMatch(line -> line.contains("secret-repo-name") || line.contains("nobody-has-this"))
                .noneMatch(line -> line.contains("base.css"))
                .anyMatch(line -> line.contains("uri=\"/static/{file}\""))
                .anyMatch(line -> line.contains("uri=\"REFUSED\""));
    }

    @Test
    void eachEventLoopIsMeasured() {
        await().until(() -> value("hf_downloader_event_loop_lag_seconds_count", "") > 0);
        assertThat(scraped()).anyMatch(isOf("hf_downloader_event_loop_lag_seconds_bucket"));
        assertThat(value("hf_downloader_event_loop_lag_max_seconds", "loop=\"0\""))
                .isGreaterThanOrEqualTo(0);
        assertThat(value("hf_downloader_disk_workers", "")).isGreaterThanOrEqualTo(3);
    }

    private static List<String> scraped() {
        return text().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static String text() {
        return RestAssured.given().accept("text/plain").get("/q/metrics").asString();
    }

    /** Each metric that is described, and its type. */
    private static Map<String, String> families(List<String> samples) {
        assertThat(samples).isNotEmpty();
        return found(Pattern.compile("# TYPE (\\w+) (\\w+)"), text())
                .filter(type -> !type.group(1).endsWith("_lag_seconds_max")) // of the histogram, by the library
                .collect(Collectors.toMap(
                        type -> type.group(1), type -> type.group(2), (one, same) -> one, TreeMap::new));
    }

    private static double value(String name, String label) {
        return scraped().stream()
                .filter(isOf(name).and(line -> line.contains(label)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<String> isOf(String name) {
        return line -> nameOf(line).equals(name);
    }

    private static String nameOf(String sample) {
        return sample.split("[{ ]", 2)[0];
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results();
    }
}
