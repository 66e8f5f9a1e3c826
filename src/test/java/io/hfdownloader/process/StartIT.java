package io.hfdownloader.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.proxy.ProxyStandIn;
import io.hfdownloader.standin.tls.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the program starts, with all settings as environment variables, at run time; {@link RefusedStartIT} tells how it does not. */
@Tag("process")
class StartIT {

    private static final Pattern LOCAL = Pattern.compile("(?:href|src)=\"([^\"#:]+)\"");

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWithSamples();
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void theModelsDirectoryOfAKilledServerIsFreeAgain() throws IOException {
        serverProcesses.start(models(), hub).kill();
        assertThat(serverProcesses.start(models(), hub).isAlive()).isTrue();
    }

    @Test
    void aModelComesByWayOfAProxyWhosePasswordIsNeverTold() throws IOException {
        try (ProxyStandIn proxy = ProxyStandIn.start().asksFor("jane", "hunter2")) {
            Path bundle = Files.writeString(folder.resolve("own.pem"), ownAuthority());
            ServerProcess server = serverProcesses.start(
                    models(),
                    hub,
                    Map.of(
                            "http_proxy",
                            "http://jane:hunter2@127.0.0.1:" + proxy.port(),
                            "SSL_CERT_FILE",
                            bundle.toString()));

            server.api().awaitCompleted(server.api().download("acme/on-xet"), ServerProcess.START_LIMIT);

            assertThat(proxy.asked()).contains("GET " + hub.endpoint().replace("http://", ""));
            assertThat(server.log())
                    .containsOnlyOnce(
                            "Servers without TLS are reached by way of the proxy http://127.0.0.1:" + proxy.port())
                    .containsOnlyOnce("1 of SSL_CERT_FILE (" + bundle + ")");
            assertThat(server.log()
                            + server.api().call("/api/v1/system").body()
                            + server.api().call("/q/openapi").body())
                    .doesNotContain("hunter2", "jane");
        }
    }

    private static String ownAuthority() {
        try {
            return new TestAuthority("Own").pem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void variablesThatAreSetAndEmptyAndNoPlaceForTemporaryFilesAreNoReasonNotToStart() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String blank : new String[] {
            "HF_TOKEN",
            "HF_TOKEN_PATH",
            "HF_XET_HIGH_PERFORMANCE",
            "HF_HUB_DISABLE_XET",
            "HF_API_TIMEOUT",
            "HF_DOWNLOADER_BANDWIDTH_LIMIT",
            "HF_DOWNLOADER_MAX_CONNECTIONS",
            "HF_DOWNLOADER_STALL_TIMEOUT",
            "HF_DOWNLOADER_XET",
            "HF_DOWNLOADER_ALLOWED_HOSTS",
            "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE",
            "QUARKUS_LOG_LEVEL"
        }) {
            environment.put(blank, "");
        }
        environment.put("TMPDIR", "/dev/null/none");
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/dev/null/none");
        ServerProcess server = serverProcesses.start(models(), hub, environment);

        assertThat(server.api()
                        .get("/api/v1/system")
                        .path("limits")
                        .path("maxConnections")
                        .asInt())
                .isEqualTo(16);
        assertLinksLeadSomewhere(server.api(), "/manage");
        server.api().awaitCompleted(server.api().download("acme/new-name"), ServerProcess.START_LIMIT);
        assertThat(server.log()).doesNotContain("\tat ");
    }

    @Test
    void pagesThatListenDoNotHoldUpTheEnd() throws Exception {
        ServerProcess server = serverProcesses.start(models(), hub, Map.of());
        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.root().resolve("/api/v1/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(events.body().read()).isPositive();
        try (Socket socket = new Socket("127.0.0.1", server.root().getPort())) {
            socket.getOutputStream().write("GET /api/status HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        }

        server.stop();

        assertThat(events.body().readAllBytes()).isNotEmpty(); // and an end, not a broken connection
        assertThat(server.log()).contains("stopped in").doesNotContain(" ERROR ", "\tat ");
    }

    /**
     * A path that is written as ours are is that of each other test. Each start has one of the switches of the Python client, too: they
     * have nothing to do with paths, but a start costs seconds.
     */
    @ParameterizedTest(name = "base URL \"{0}\", {2}")
    @CsvSource({
        "'','',HF_HUB_ENABLE_HF_TRANSFER,1,64",
        "/,'',HF_HUB_DISABLE_XET,1,16",
        "x/y/,/x/y,HF_XET_HIGH_PERFORMANCE,true,64"
    })
    void servesUnderAnyBaseUrlWithAndWithoutThePrefixAndUnderstandsTheSwitchesOfThePythonClient(
            String configured, String prefix, String name, String value, int connections) throws IOException {
        ServerProcess process =
                serverProcesses.start(models(), hub, Map.of("HF_DOWNLOADER_BASE_URL", configured, name, value));
        ServerClient server = process.api();
        assertThat(server.get("/api/v1/system")
                        .path("limits")
                        .path("maxConnections")
                        .asInt())
                .isEqualTo(connections);
        assertThat(process.log().contains("up to 64 connections")).isEqualTo(connections == 64);
        for (String base : new String[] {"", prefix}) {
            assertThat(server.get(base + "/api/status").path("status").asText()).isEqualTo("idle");
            assertThat(server.status(base + "/q/health/ready")).isEqualTo(200);
            for (String page : new String[] {"/", "/manage"}) {
                assertLinksLeadSomewhere(server, base + page);
            }
        }
        if (!prefix.isEmpty()) {
            HttpResponse<String> redirect = server.call(prefix);
            assertThat(redirect.statusCode()).isEqualTo(308);
            assertThat(redirect.headers().firstValue("Location")).hasValue(prefix + "/");
        }
        HttpResponse<String> created = server.post(prefix + "/api/v1/downloads", Map.of("repo", "acme/two-commits"));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(prefix + "/api/v1/downloads/");
        assertThat(server.status(location)).isEqualTo(200);
    }

    /** Relative to the page, as a browser sees it; the server is not told where the browser thinks it is. */
    private static void assertLinksLeadSomewhere(ServerClient server, String page) {
        HttpResponse<String> answer = server.call(page);
        assertThat(answer.statusCode()).as(page).isEqualTo(200);
        Matcher links = LOCAL.matcher(answer.body());
        int found = 0;
        while (links.find()) {
            String target = answer.uri().resolve(links.group(1)).getPath();
            assertThat(server.status(target))
                    .as("%s, linked on %s", target, page)
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).as("links on %s", page).isPositive();
    }

    @Test
    void readsTheTokenFromAFileAndNeverTellsIt() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, HubStandIn.STAND_IN_TOKEN + "\n");
        ServerProcess server = serverProcesses.start(models(), hub, Map.of("HF_TOKEN_PATH", file.toString()));

        assertThat(server.api().get("/api/v1/system").path("tokenPresent").asBoolean())
                .isTrue();
        server.api().awaitCompleted(server.api().download("acme/gated-model"), ServerProcess.START_LIMIT);
        new ModelFolder(models().resolve("acme/gated-model")).assertHoldsAllOf(hub.model("acme/gated-model"));
        assertThat(hub.tokenLeaks()).isZero();
        assertThat(server.log()).doesNotContain(HubStandIn.STAND_IN_TOKEN);
        assertThat(server.api().call("/api/v1/system").body()).doesNotContain(HubStandIn.STAND_IN_TOKEN);
    }

    @Test
    void aTokenThatWasGivenOutlivesAKillAndGoesBeforeThatOfAFile() throws IOException {
        String secret = "/api/v1/repos/models/acme/private-model";
        Path file = Files.writeString(folder.resolve("token"), HubStandIn.TOKEN_WITHOUT_ACCESS);
        Map<String, String> settings = Map.of("HF_TOKEN_PATH", file.toString());
        ServerProcess first = serverProcesses.start(models(), hub, settings);
        assertThat(first.api()
                        .put("/api/v1/system/token", Map.of("token", HubStandIn.STAND_IN_TOKEN))
                        .statusCode())
                .isEqualTo(200);
        first.kill();

        ServerProcess second = serverProcesses.start(models(), hub, settings);

        assertThat(second.api().get("/api/v1/system/token").path("name").asText())
                .isEqualTo("member");
        assertThat(second.api().status(secret)).isEqualTo(200);
        assertThat(second.log()).contains("given on the page").doesNotContain(HubStandIn.STAND_IN_TOKEN);
    }

    private Path models() {
        return folder.resolve("models");
    }
}
