package io.hfdownloader.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Screen;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.tls.TestAuthority;
import io.hfdownloader.standin.tls.TlsFront;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands as scripts call them, at the running service. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
public class CommandsAtTheServiceTest {

    private static final String QUANTS = "acme/quants-GGUF";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
        ServiceClient.clear();
    }

    @Test
    void aDownloadPrintsItsIdAndGoesOnWithoutTheCommand() {
        CommandCall call = call("download", "acme/new-name");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
        String id = call.out().strip();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(call.err()).contains("acme/new-name", "hf-downloader status " + id);
        ServiceClient.await(id, "completed");
    }

    @Test
    void aDownloadThatIsWaitedForEndsWithItsFolder() {
        CommandCall call = call("download", QUANTS + ":Q4_K_M", "--exclude", "*.md", "--wait");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.DONE);
        assertThat(call.out())
                .contains("Completed " + QUANTS + ":Q4_K_M: 100 %")
                .contains("all verified, in " + models.resolve(QUANTS));
        assertThat(models.resolve(QUANTS)).isDirectoryNotContaining("glob:**.md");
    }

    /** The service gives a thousand at a time. */
    @Test
    void allModelsAreListedHoweverManyThereAre() throws IOException {
        try {
            for (int i = 0; i <= 1_000; i++) {
                Files.createFile(Files.createDirectories(models.resolve("many/model-" + i))
                        .resolve("model.gguf"));
            }
            ServiceClient.await().until(() -> call("list").out().lines().count() == 1_002);
            assertThat(Json.of(call("list", "--json").out()).size()).isEqualTo(1_001);
            assertThat(call("rm", "many/model-999", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(models.resolve("many/model-999")).doesNotExist();
        } finally {
            for (int i = 0; i <= 1_000; i++) { // faster than one call each
                Files.deleteIfExists(models.resolve("many/model-" + i + "/model.gguf"));
                Files.deleteIfExists(models.resolve("many/model-" + i));
            }
        }
    }

    @Test
    void inJsonTheEndIsOneObjectAndNothingElse() {
        CommandCall call = call("download", QUANTS + ":Q4_K_M", "--wait", "--json");

        Json download = Json.of(call.out());
        assertThat(download.getString("state")).isEqualTo("completed");
        assertThat(download.<String>getList("variants")).containsExactly("Q4_K_M");
        assertThat(call.out().strip().lines()).hasSize(1);
        assertThat(call.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/no-such-repo, NOT_FOUND, acme/no-such-repo",
        "acme/quants-GGUF@no-such-branch, NOT_FOUND, no-such-branch",
        "acme/quants-GGUF:Q9_9, NOT_FOUND, Q4_K_M",
        "acme/gated-model, REFUSED, /acme/gated-model"
    })
    void aRefusalSaysWhyAndEndsWithItsOwnStatus(String wanted, ExitCode exitCode, String told) {
        CommandCall call = call("download", wanted);
        assertThat(call.exitCode()).as(call.err()).isEqualTo(exitCode);
        assertThat(call.err()).startsWith("hf-downloader: ").contains(told);
        assertThat(call.out()).isEmpty();
    }

    @Test
    void aWrongNameIsAnsweredWithThoseThatMayHaveBeenMeant() {
        CommandCall call = call("download", "acmee/quants-GGUF");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(call.err()).endsWith("Did you mean " + QUANTS + "?\n");
        assertThat(Json.of(call("download", "acmee/quants-GGUF", "--json").out())
                        .<String>getList("suggestions"))
                .containsExactly(QUANTS);
    }

    @Test
    void whatDoesNotFitEndsWithItsOwnStatus() {
        hub.add(StandInRepo.model("acme/huge")
                .file("config.json", "{}")
                .file("model.safetensors", Content.hollow(1L << 42)));

        CommandCall call = call("download", "acme/huge", "--json");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.NO_ROOM);
        assertThat(Json.of(call.out()).getString("type")).endsWith(":disk-full");
    }

    @Test
    void whatWaitsForRoomStaysInTheQueueAndEndsTheCommandWithTheSameStatus() {
        Json system = ServiceClient.get("/api/v1/system");
        long free = system.getLong("freeBytes");
        hub.add(StandInRepo.model("acme/large")
                .file("model.safetensors", Content.hollow(free + (system.getLong("totalBytes") - free) / 2)));

        CommandCall call = call("download", "acme/large");
        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.NO_ROOM);
        String id = call.out().strip();
        assertThat(call.err()).contains("acme/large waits: ", "are missing. It starts by itself when there is room.");
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS + "/" + id).getString("state"))
                .isEqualTo("queued");

        CommandCall waits = call("download", "acme/large", "--wait");
        assertThat(waits.exitCode()).as(waits.err()).isEqualTo(ExitCode.NO_ROOM);
        assertThat(waits.err()).contains("take it back with: hf-downloader rm " + id);
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).each("")).hasSize(1);
    }

    @Test
    void aDownloadThatFailsIsAFailureOfTheCommandThatWaits() {
        hub.faults().add(Fault.status("config.json", 403));

        CommandCall call = call("download", QUANTS, "--include", "config.json", "--wait");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).contains("hf-downloader: ", "refuses access to " + QUANTS);
        assertThat(call.out()).contains("Failed " + QUANTS).doesNotContain("100 %");
    }

    @Test
    void aHubThatIsOutOfReachEndsTheWaitAndNotTheDownload() {
        hub.faults().add(Fault.status("/api/", 503));

        CommandCall call = call("download", QUANTS, "--wait");

        assertThat(call.exitCode()).as(call.err()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(call.err()).contains("The service tries again by itself");
        assertThat(ServiceClient.get(ServiceClient.DOWNLOADS).each("")).hasSize(1);
    }

    @Test
    void downloadsArePausedSeenResumedAndTakenBack() {
        hub.faults().add(Fault.bytesPerSecond("Q4_K_M", 100_000));
        String id = call("download", QUANTS + ":Q4_K_M").out().strip();
        ServiceClient.await(id, "downloading");

        assertThat(call("pause", QUANTS).out()).isEqualToIgnoringNewLines(QUANTS + ": paused");
        assertThat(call("status").out()).contains(id.substring(0, 8), "paused", QUANTS + ":Q4_K_M");
        assertThat(Json.of(call("status", id, "--json").out()).getString("state"))
                .isEqualTo("paused");
        assertThat(call("pause", id).out()).as("it is so already").isEqualToIgnoringNewLines(QUANTS + ": paused");
        assertThat(call("resume", id.substring(0, 8)).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("rm", id).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("status").out()).isEqualToIgnoringNewLines("No downloads.");
        assertThat(call("status", id).exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(call("resume", QUANTS).exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void aDownloadThatIsPausedGoesOnWhenItIsAskedForAgain() {
        hub.faults().add(Fault.bytesPerSecond("Q4_K_M", 100_000));
        String id = call("download", QUANTS + ":Q4_K_M").out().strip();
        ServiceClient.await(id, "downloading");
        assertThat(call("pause", id).exitCode()).isEqualTo(ExitCode.DONE);
        hub.faults().clear();

        CommandCall again = call("download", QUANTS + ":q4_k_m", "--wait", "--json");

        assertThat(Json.of(again.out()).getString("id")).isEqualTo(id);
        assertThat(Json.of(again.out()).getString("state")).isEqualTo("completed");
    }

    @Test
    void ofSeveralEachIsPausedAndOneThatCannotBeIsTold() {
        hub.faults().add(Fault.bytesPerSecond(".gguf", 100_000));
        String one = call("download", QUANTS + ":Q4_K_M").out().strip();
        String other = call("download", QUANTS + ":Q8_0").out().strip();

        CommandCall paused = call("pause", "acme/no-such", one, other);
        assertThat(paused.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(paused.err()).contains("There is no download of acme/no-such");
        assertThat(ServiceClient.state(one)).isEqualTo("paused");
        assertThat(ServiceClient.state(other)).isEqualTo("paused");

        CommandCall again = call("pause", one, "acme/no-such", other, "--json");
        assertThat(again.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        List<Json> told = Json.of(again.out()).each("");
        assertThat(told).hasSize(3);
        assertThat(told.get(0).getString("state")).isEqualTo("paused");
        assertThat(told.get(1).getString("type")).endsWith(":not-found");
        assertThat(call("resume", one, other).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("resume", one, other).exitCode()).as("again").isEqualTo(ExitCode.DONE);
    }

    @Test
    void rmSaysHowToTakeBackTheDownloadThatIsInTheWay() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q8_0")));
        hub.faults().add(Fault.bytesPerSecond("Q4_K_M", 100_000));
        String id = call("download", QUANTS + ":Q4_K_M").out().strip();
        ServiceClient.await(id, "downloading");
        assertThat(call("pause", id).exitCode()).isEqualTo(ExitCode.DONE);

        CommandCall refused = call("rm", QUANTS);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("Its download is paused", "hf-downloader rm " + id);
        assertThat(call("rm", id).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("rm", QUANTS).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void rmOfAVariantThatIsNotHereListsThoseThatAre() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q8_0")));

        for (String none : List.of(":Q9", ":Q4_K_M", ":q4_k_m")) {
            CommandCall refused = call("rm", QUANTS + none, "--json");
            assertThat(refused.exitCode()).as(none).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(refused.err()).contains("Q8_0");
            assertThat(Json.of(refused.out()).<String>getList("choices")).contains("Q8_0");
        }
    }

    @Test
    void verifyOfWhatHasNoHashesIsNoSuccess() throws IOException {
        Files.createDirectories(models.resolve("acme/by-hand"));
        Files.writeString(models.resolve("acme/by-hand/model.gguf"), "GGUF, or so");
        ServiceClient.awaitOnPage("acme/by-hand");

        CommandCall call = call("verify", "acme/by-hand");
        assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(call.err()).contains("nothing of acme/by-hand could be checked");
        assertThat(Json.of(call("verify", "acme/by-hand", "--json").out()).<String>getList("unknown"))
                .containsExactly("model.gguf");
    }

    @Test
    void aServiceBehindTheAuthorityOfTheHouseIsTrustedByTheVariablesThatTheServiceKnows(@TempDir Path folder)
            throws Exception {
        TestAuthority authority = new TestAuthority("House");
        Path pem = Files.writeString(folder.resolve("house.pem"), authority.pem());
        try (TlsFront front = TlsFront.before(RestAssured.port, authority.serverNamed("localhost"))) {
            for (String variable : List.of("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")) {
                CommandCall trusted =
                        CommandCall.of(Map.of(variable, pem.toString()), "list", "--url", front.address());
                assertThat(trusted.exitCode()).as(trusted.err()).isEqualTo(ExitCode.DONE);
            }
            CommandCall stranger = CommandCall.of(Map.of(), "list", "--url", front.address());
            assertThat(stranger.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(stranger.err()).contains("SSL_CERT_FILE");
            CommandCall unusable =
                    CommandCall.of(Map.of("SSL_CERT_FILE", "/no/such.pem"), "list", "--url", front.address());
            assertThat(unusable.exitCode()).isEqualTo(ExitCode.WRONG_USE);
            assertThat(unusable.err()).contains("SSL_CERT_FILE names /no/such.pem, which does not exist");
        }
    }

    @Test
    void aModelIsListedVerifiedUpdatedAndDeleted() throws IOException {
        assertThat(call("list").out()).startsWith("No models yet.");
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M", "Q8_0")));

        assertThat(call("list").out()).contains(QUANTS, "complete", "Q4_K_M", "Q8_0");
        assertThat(Json.of(call("list", "--json").out()).each("")).hasSize(1);
        assertThat(call("verify", QUANTS).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("update", QUANTS, "--wait").exitCode()).isEqualTo(ExitCode.DONE);

        damage(file("Q8_0"));
        CommandCall damaged = call("verify", QUANTS, "--json");
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Json.of(damaged.out()).<String>getList("damaged")).hasSize(1);
        assertThat(damaged.err()).contains("hf-downloader repair " + QUANTS);
        CommandCall mended = call("repair", QUANTS, "--wait");
        assertThat(mended.exitCode()).as(mended.err()).isEqualTo(ExitCode.DONE);
        assertThat(mended.out()).contains("1 files, ", "all verified");
        assertThat(call("repair", QUANTS).out()).contains("nothing is known to be damaged or missing");
        assertThat(call("verify", QUANTS).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("repair", QUANTS + ":Q8_0").exitCode()).isEqualTo(ExitCode.WRONG_USE);

        assertThat(call("rm", QUANTS + ":Q8_0").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(call("list").out()).contains("Q4_K_M").doesNotContain("Q8_0");
        assertThat(call("restore").out()).contains(QUANTS + ":Q8_0", "deleted", " UTC");
        CommandCall back = call("restore", QUANTS + ":q8_0");
        assertThat(back.exitCode()).as(back.err()).isEqualTo(ExitCode.DONE);
        assertThat(back.out()).startsWith(QUANTS + ":Q8_0: restored, ");
        assertThat(call("list").out()).contains("Q8_0");
        assertThat(call("restore", QUANTS + ":Q8_0").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(call("rm", QUANTS, "--yes").out()).startsWith(QUANTS + ": deleted; it can be restored until ");
        CommandCall gone = call("rm", QUANTS);
        assertThat(gone.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(models.resolve(QUANTS)).doesNotExist();
        String id = Json.of(call("restore", "--json").out()).getString("[0].id");
        assertThat(Json.of(call("restore", id.substring(0, 8), "--json").out()).getString("id"))
                .isEqualTo(id);
        assertThat(models.resolve(QUANTS)).isDirectory();
    }

    @Test
    void rmTakesTheFileThatIsNamedAndNotTheModel() throws IOException {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M", "Q8_0")));
        String file = file("Q8_0").getFileName().toString();

        for (String wrong : List.of(":latest", "/tree/main/sub", ":Q4_K_M:" + file, "?x=" + file)) {
            assertThat(call("rm", QUANTS + wrong).exitCode()).as(wrong).isEqualTo(ExitCode.WRONG_USE);
        }
        for (String command : List.of("verify", "update")) {
            assertThat(call(command, QUANTS + ":" + file).exitCode())
                    .as(command)
                    .isEqualTo(ExitCode.WRONG_USE);
        }
        assertThat(ask(Screen.Input.UNKNOWN, "rm", QUANTS).exitCode()).isEqualTo(ExitCode.WRONG_USE);
        for (String none : List.of("/no-such-file.gguf", "/*.gguf", ":*.gguf")) {
            assertThat(call("rm", QUANTS + none).exitCode()).as(none).isEqualTo(ExitCode.NOT_FOUND);
        }
        assertThat(call("rm", QUANTS + ":" + file).out())
                .startsWith(QUANTS + "/" + file + ": deleted; it can be restored until ");
        assertThat(models.resolve(QUANTS).resolve(file)).doesNotExist();
        assertThat(file("Q4_K_M")).exists();
    }

    @Test
    void rmOfAModelLeavesTheDatasetOfTheSameName() throws IOException {
        hub.add(StandInRepo.dataset("acme/same").file("data.csv", "1"));
        hub.add(StandInRepo.model("acme/same").file("config.json", "{}"));
        Files.createDirectories(models.resolve("datasets/acme/same"));
        Files.writeString(models.resolve("datasets/acme/same/\u009b31m\u202e.txt"), "not of the Hub");
        ServiceClient.fetch(Map.of("repo", "acme/same", "type", "dataset"));

        CommandCall missing = call("rm", "acme/same");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(missing.err()).contains("datasets/acme/same");
        assertThat(call("list", "--json").out())
                .contains("\\u009B31m\\u202E.txt")
                .containsPattern("^\\p{ASCII}+$");

        ServiceClient.fetch(Map.of("repo", "acme/same"));
        assertThat(call("rm", "acme/same").out()).startsWith("acme/same: deleted; it can be restored until ");
        assertThat(models.resolve("datasets/acme/same/data.csv")).exists();
        assertThat(call("rm", "datasets/acme/same").out())
                .startsWith("datasets/acme/same: deleted; it can be restored until ");
        assertThat(models.resolve("datasets/acme/same/data.csv")).doesNotExist();
    }

    @Test
    void theWaitEndsWhenTheDownloadIsPaused() {
        hub.faults().add(Fault.bytesPerSecond("Q4_K_M", 100_000));
        CompletableFuture<CommandCall> waiting =
                CompletableFuture.supplyAsync(() -> call("download", QUANTS + ":Q4_K_M", "--wait"));
        ServiceClient.await().until(() -> call("pause", QUANTS).exitCode() == ExitCode.DONE);

        ServiceClient.await().until(waiting::isDone);
        assertThat(waiting.join().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(waiting.join().err()).contains("was paused", "hf-downloader resume ");
    }

    private Path file(String variant) throws IOException {
        try (Stream<Path> files = Files.list(models.resolve(QUANTS))) {
            return files.filter(path -> path.toString().contains(variant))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        FileTime time = Files.getLastModifiedTime(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time); // a disk that rots does not write
    }

    private static CommandCall call(String... words) {
        return ask(Screen.Input.NO_TERMINAL, words);
    }

    private static CommandCall ask(Screen.Input input, String... words) {
        return CommandCall.with(
                input, Map.of("HF_DOWNLOADER_URL", "http://127.0.0.1:" + RestAssured.port + "/hf-downloader/"), words);
    }
}
