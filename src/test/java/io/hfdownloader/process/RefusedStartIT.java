package io.hfdownloader.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** How the program says why it does not start: all that is wrong, in sentences, and nothing is left behind. */
@Tag("process")
class RefusedStartIT {

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
    void aSecondServerOnTheSameModelsEndsAndNamesTheFirst() throws IOException {
        ServerProcess first = serverProcesses.start(models(), hub);
        ServerProcess second = serverProcesses.launch(models(), hub, Map.of());

        assertThat(second.awaitExit(ServerProcess.START_LIMIT)).isPositive();
        assertThat(second.log())
                .contains("Another server works in this models directory (process " + first.pid() + " on ")
                .doesNotContain("\tat ");
        assertThat(first.api().status("/q/health/ready")).isEqualTo(200);
    }

    @Test
    void aModelsDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        try (SmallDisk readOnly = SmallDisk.mountOrSkip(models(), "ro,size=1m")) {
            assertRefuses("cannot be written", "may write");
        }
    }

    @Test
    void aFileInPlaceOfTheModelsDirectoryIsNamed() throws IOException {
        Files.writeString(models(), "no folder");
        assertRefuses("there is a file where a folder must be");
    }

    @Test
    void aHubAddressThatCannotBeUsedStopsTheStartWithItsSentence() throws IOException {
        ServerProcess server = serverProcesses.launch(models(), hub, Map.of("HF_ENDPOINT", "huggingface.co"));
        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isPositive();
        assertThat(server.log())
                .contains("HF_ENDPOINT is \"huggingface.co\", which has no scheme")
                .doesNotContain("\tat ");
    }

    @Test
    void whatIsWrongWithProxiesAndAuthoritiesIsToldAtOnceAndNothingStarts() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        ServerProcess server = serverProcesses.launch(
                models(),
                hub,
                Map.of(
                        "HTTPS_PROXY",
                        "ftp://jane:hunter2@proxy.example",
                        "SSL_CERT_FILE",
                        empty.toString(),
                        "REQUESTS_CA_BUNDLE",
                        folder.resolve("none.pem").toString(),
                        "CURL_CA_BUNDLE",
                        ""));

        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isPositive();
        assertThat(server.log())
                .contains(
                        "HTTPS_PROXY is not the address of a proxy: ",
                        "SSL_CERT_FILE names " + empty + ", which is empty",
                        "REQUESTS_CA_BUNDLE names " + folder.resolve("none.pem") + ", which does not exist")
                .doesNotContain("\tat ", "hunter2", "jane");
    }

    /** With a models directory that cannot be used beside settings that cannot be read. */
    @Test
    void allFaultsOfTheSettingsAreToldInOneMessage() throws IOException {
        Files.writeString(models(), "no folder");
        Path file = Files.writeString(folder.resolve("own.properties"), "hf-downloader.model-dir=/data\n");
        ServerProcess server = serverProcesses.launch(
                models(),
                hub,
                Map.of(
                        "QUARKUS_CONFIG_LOCATIONS", file.toUri().toString(),
                        "HF_ENDPOINT", "huggingface.co",
                        "HF_DOWNLOADER_BANDWIDTH_LIMIT", "fast",
                        "HF_DOWNLOADER_MAX_CONNECTIONS", "many",
                        "HF_DOWNLOADER_MAX_RETRIES", "-1",
                        "HF_DOWNLOADER_STALL_TIMEOUT", "soon",
                        "HF_DOWNLOADER_XET", "maybe",
                        "HF_DOWNLOADER_BASE_URL", "https://nas/hf",
                        "HF_DOWNLOADER_SHOWN_DIR", "models",
                        "QUARKUS_HTTP_PORT", "http"));

        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isPositive();
        assertThat(server.log())
                .contains("hf-downloader cannot start. There are 11 faults:")
                .contains("hf-downloader.model-dir (in ", ") is no setting.")
                .contains("HF_ENDPOINT is \"huggingface.co\", which has no scheme")
                .contains("(HF_DOWNLOADER_BANDWIDTH_LIMIT): \"fast\" is no bandwidth limit")
                .contains("(HF_DOWNLOADER_MAX_CONNECTIONS) is \"many\"", "(HF_DOWNLOADER_MAX_RETRIES) is \"-1\"")
                .contains("(HF_DOWNLOADER_STALL_TIMEOUT) is \"soon\"", "(HF_DOWNLOADER_XET) is \"maybe\"")
                .contains("(HF_DOWNLOADER_BASE_URL) is \"https://nas/hf\"", "(QUARKUS_HTTP_PORT) is \"http\"")
                .contains("(HF_DOWNLOADER_SHOWN_DIR) is no absolute path")
                .contains("The models directory " + models() + " cannot be used")
                .doesNotContain("\tat ", "SRCFG");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            ServerProcess server = serverProcesses.launch(models(), hub, Map.of("QUARKUS_HTTP_PORT", port));

            assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isPositive();
            assertThat(server.log())
                    .contains("Port " + port + " is in use", "QUARKUS_HTTP_PORT")
                    .doesNotContain("\tat ");
        }
    }

    private void assertRefuses(String... words) throws IOException {
        ServerProcess server = serverProcesses.launch(models(), hub, Map.of());
        assertThat(server.awaitExit(ServerProcess.START_LIMIT)).isPositive();
        assertThat(server.log())
                .contains("The models directory " + models() + " cannot be used", "HF_DOWNLOADER_MODELS_DIR")
                .contains(words)
                .doesNotContain("\tat ");
    }

    private Path models() {
        return folder.resolve("models");
    }
}
