package io.hfdownloader.standin.xet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.PlainHttpClient;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.ReferenceFixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("http")
class CasRoutesTest {

    private static final String TOKEN = "/api/models/acme/x/xet-read-token/main";
    private static HubStandIn hub;
    private static PlainHttpClient plainHttpClient;
    private static ReferenceFixtures referenceFixtures;
    private static StandInRepo repo;

    @BeforeAll
    static void start() {
        hub = HubStandIn.start();
        plainHttpClient = new PlainHttpClient(hub);
        referenceFixtures = ReferenceFixtures.load();
        hub.xet().use(referenceFixtures);
        RepoBuilder genuine = StandInRepo.model("acme/x").onXet();
        referenceFixtures
                .files()
                .forEach(file ->
                        genuine.file(file.name(), Content.of(file.content())).lfs());
        repo = hub.add(genuine.file("config.json", "{}\n"));
        hub.add(StandInRepo.model("acme/other")
                .file("model.bin", Content.generated(1, 20_000))
                .onXet());
        hub.add(StandInRepo.model("acme/closed")
                .file("model.bin", Content.generated(2, 20_000))
                .onXet()
                .gated());
        hub.add(StandInRepo.model("acme/off").file("model.bin", Content.generated(3, 20_000)));
        hub.add(StandInRepo.model("acme/half")
                .file("on.bin", Content.generated(4, 20_000))
                .file("off.bin", Content.generated(5, 20_000))
                .onXet(path -> path.equals("on.bin")));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void forget() {
        hub.clear();
    }

    @Test
    void listingsAndFilesTellTheHashOfWhatIsInTheStorage() throws Exception {
        for (JsonNode row : json(plainHttpClient.get("/api/models/acme/x/tree/main"))) {
            String path = row.get("path").asText();
            if (path.equals("config.json")) {
                assertThat(row.has("xetHash")).isFalse();
                continue;
            }
            assertThat(row.get("xetHash").asText())
                    .isEqualTo(
                            referenceFixtures.file(path).facts().get("xet_hash").asText());
        }
        HttpResponse<byte[]> file = plainHttpClient.head("/acme/x/resolve/main/text.txt");
        assertThat(file.statusCode()).isEqualTo(302);
        assertThat(header(file, "X-Xet-Hash"))
                .isEqualTo(referenceFixtures.file("text.txt").file().hash().toString());
        assertThat(header(file, "Link"))
                .contains(hub.endpoint() + "/api/models/acme/x/xet-read-token/")
                .contains("rel=\"xet-auth\"")
                .contains(hub.xet().casUrl() + "/v1/reconstructions/");
        assertThat(plainHttpClient.get(header(file, "Location")).body())
                .as("over plain HTTP")
                .isEqualTo(referenceFixtures.file("text.txt").content());
        HttpResponse<byte[]> info = plainHttpClient.get(
                "/acme/x/resolve/main/text.txt", "Accept", "application/vnd.xet-fileinfo+json, */*");
        assertThat(info.statusCode()).isEqualTo(200);
        assertThat(header(info, "X-Xet-Hash")).isEqualTo(header(file, "X-Xet-Hash"));
    }

    @Test
    void onlyWhatWasPutThereIsInTheStorage() throws Exception {
        assertThat(plainHttpClient
                        .head("/acme/off/resolve/main/model.bin")
                        .headers()
                        .firstValue("X-Xet-Hash"))
                .isEmpty();
        assertThat(plainHttpClient
                        .head("/acme/half/resolve/main/off.bin")
                        .headers()
                        .firstValue("X-Xet-Hash"))
                .isEmpty();
        assertThat(plainHttpClient
                        .head("/acme/half/resolve/main/on.bin")
                        .headers()
                        .firstValue("X-Xet-Hash"))
                .isPresent();
    }

    @Test
    void tokensAreForThoseWhoMayFetch() throws Exception {
        HttpResponse<byte[]> token = plainHttpClient.get(TOKEN);
        JsonNode body = json(token);
        assertThat(header(token, "X-Xet-Cas-Url"))
                .isEqualTo(hub.xet().casUrl())
                .isEqualTo(body.get("casUrl").asText());
        assertThat(header(token, "X-Xet-Access-Token"))
                .isEqualTo(body.get("accessToken").asText());
        assertThat(header(token, "X-Xet-Token-Expiration"))
                .isEqualTo(body.get("exp").asText());
        assertThat(plainHttpClient
                        .get("/api/models/acme/closed/xet-read-token/main")
                        .statusCode())
                .isEqualTo(401);
        assertThat(plainHttpClient
                        .get(
                                "/api/models/acme/closed/xet-read-token/main",
                                "Authorization",
                                "Bearer " + HubStandIn.TOKEN_WITHOUT_ACCESS)
                        .statusCode())
                .isEqualTo(403);
        assertThat(plainHttpClient
                        .get("/api/models/acme/x/xet-read-token/nowhere")
                        .statusCode())
                .isEqualTo(404);
        assertThat(hub.xet().tokenCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void answersAreThoseOfTheReferencesServer(String version) throws Exception {
        String token = token();
        int compared = 0;
        for (ReferenceFixtures.Fixture fixture : referenceFixtures.files()) {
            for (JsonNode recorded : fixture.facts().get("reconstructions")) {
                String range = recorded.path("range").asText("null");
                String address = hub.xet().casUrl() + "/" + version + "/reconstructions/"
                        + fixture.file().hash();
                HttpResponse<byte[]> answer = range.equals("null")
                        ? plainHttpClient.get(address, "Authorization", token)
                        : plainHttpClient.get(address, "Authorization", token, "Range", range);
                JsonNode genuine = Response.JSON.readTree(CasRoutesTest.class.getResource(
                        "/xet/" + recorded.get(version).asText()));
                assertThat(withoutAddresses(json(answer)))
                        .as(fixture.name() + " " + range)
                        .isEqualTo(withoutAddresses(genuine));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({
        "text.txt, bytes=662480-, 200",
        "text.txt, bytes=662481-, 416",
        "text.txt, bytes=900000-900001, 416",
        "text.txt, bytes=x, 400",
    })
    void rangesHaveToBeginInTheFile(String name, String range, int status) throws Exception {
        HttpResponse<byte[]> answer = plainHttpClient.get(address(name), "Authorization", token(), "Range", range);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void refusesWhoIsNotAllowedAndWhatIsNotThere() throws Exception {
        int leaksBefore = hub.tokenLeaks();
        String token = token();
        assertThat(plainHttpClient.get(address("text.txt")).statusCode()).isEqualTo(401);
        assertThat(plainHttpClient
                        .get(hub.xet().casUrl() + "/v2/reconstructions/xyz", "Authorization", token)
                        .statusCode())
                .isEqualTo(400);
        assertThat(plainHttpClient
                        .get(hub.xet().casUrl() + "/v2/reconstructions/" + "ab".repeat(32), "Authorization", token)
                        .statusCode())
                .isEqualTo(404);
        plainHttpClient.head("/acme/other/resolve/main/model.bin");
        String foreign = hub.xet().casUrl() + "/v2/reconstructions/"
                + hub.xet().file(hub.model("acme/other"), "model.bin").hash();
        assertThat(plainHttpClient.get(foreign, "Authorization", token).statusCode())
                .isEqualTo(403);
        hub.xet().expireTokens();
        assertThat(plainHttpClient
                        .get(address("text.txt"), "Authorization", token)
                        .statusCode())
                .isEqualTo(401);
        hub.xet().tokenLifetime(Duration.ZERO);
        assertThat(plainHttpClient
                        .get(address("text.txt"), "Authorization", token())
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.tokenLeaks()).isEqualTo(leaksBefore);
    }

    @Test
    void countsTokensOfTheHubThatAreBroughtToTheStorage() throws Exception {
        int before = hub.tokenLeaks();
        plainHttpClient.get(address("text.txt"), "Authorization", "Bearer " + HubStandIn.STAND_IN_TOKEN);
        assertThat(hub.tokenLeaks()).isEqualTo(before + 1);
    }

    @Test
    void packsAnswersForThoseWhoAcceptIt() throws Exception {
        HttpResponse<byte[]> packed =
                plainHttpClient.get(address("patchwork.bin"), "Authorization", token(), "Accept-Encoding", "gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        byte[] json = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(Response.JSON.readTree(json).get("terms")).hasSize(10);
    }

    @Test
    void secondVersionCanBeSwitchedOff() throws Exception {
        hub.faults().add(Fault.status("/v2/reconstructions", 501).on(ServerRole.CAS));
        assertThat(plainHttpClient
                        .get(address("text.txt"), "Authorization", token())
                        .statusCode())
                .isEqualTo(501);
        assertThat(plainHttpClient
                        .get(address("text.txt").replace("/v2/", "/v1/"), "Authorization", token())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void nonsenseIsToldOnDemand(String version) throws Exception {
        JsonNode good = reconstruction(version);
        for (Fault fault : List.of(
                Fault.of(Fault.Kind.TERM_OUTSIDE_RANGES, "patchwork", 0),
                Fault.of(Fault.Kind.WRONG_LENGTH, "patchwork", -1_000_000_000),
                Fault.of(Fault.Kind.HUGE_LENGTHS, "patchwork", 0),
                Fault.of(Fault.Kind.WRONG_OFFSET, "patchwork", 5),
                Fault.of(Fault.Kind.MISSING_TERMS, "patchwork", 3),
                Fault.of(Fault.Kind.MISSING_URLS, "patchwork", 0))) {
            hub.faults().add(fault.once());
            assertThat(withoutAddresses(reconstruction(version)))
                    .as(fault.toString())
                    .isNotEqualTo(withoutAddresses(good));
            assertThat(withoutAddresses(reconstruction(version))).isEqualTo(withoutAddresses(good));
        }
    }

    private static JsonNode reconstruction(String version) throws Exception {
        return json(plainHttpClient.get(address("patchwork.bin").replace("v2", version), "Authorization", token()));
    }

    private static String address(String name) {
        return hub.xet().casUrl() + "/v2/reconstructions/"
                + hub.xet().file(repo, name).hash();
    }

    private static String token() throws IOException, InterruptedException {
        return "Bearer " + json(plainHttpClient.get(TOKEN)).get("accessToken").asText();
    }

    private static JsonNode withoutAddresses(JsonNode answer) {
        JsonNode copy = answer.deepCopy();
        copy.findParents("url").forEach(node -> ((ObjectNode) node).put("url", ""));
        return copy;
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Response.JSON.readTree(answer.body());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
