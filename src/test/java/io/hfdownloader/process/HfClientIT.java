package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HfCli;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.LoggedRequest;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One folder, two programs: what the Python client or this one has brought, the other does not fetch again. */
@Tag("process")
class HfClientIT {

    /** What a plan reads of weights whose names leave a doubt. */
    private static final String HEAD_OF_WEIGHTS = "bytes=0-65535";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String HUNDREDS_OF_FILES = "acme/hundreds-of-files";

    private static HfCli hf;
    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path models;

    @BeforeAll
    static void startHub() {
        hf = HfCli.orSkip();
        hub = HubStandIn.startWithSamples();
        hub.add(StandInRepo.model(HUNDREDS_OF_FILES).edit(commitDraft -> {
            for (int i = 0; i < 400; i++) { // the client takes a hundredth of a second for each
                commitDraft.file("part-%d/file-%03d.txt".formatted(i / 50, i), Content.generated(i, i % 9 * 300));
            }
        }));
    }

    @AfterAll
    static void stopHub() {
        if (hub != null) {
            hub.close();
        }
    }

    @BeforeEach
    void forget() {
        hub.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/tiny-sharded", "acme/odd-names", HUNDREDS_OF_FILES})
    void theClientFetchesNothingIntoAFolderThatWeFilled(String repo) throws IOException {
        ServerClient server = serverProcesses.start(models, hub).api();
        server.awaitCompleted(server.download(repo), LIMIT);
        new ModelFolder(models.resolve(repo)).assertHoldsAllOf(hub.model(repo));

        assertClientFetchesNothing(repo);
    }

    @Test
    void theClientFetchesNothingOfAVariantThatWeFetched() throws IOException {
        String repo = "acme/quants-GGUF";
        ServerClient server = serverProcesses.start(models, hub).api();
        String id = server.post("/api/download", Map.of("repo_id", repo, "quant_pattern", "Q4_K_M"))
                .body()
                .replaceAll(".*\"task_id\":\"([^\"]+)\".*", "$1");
        server.awaitCompleted(id, LIMIT);

        assertClientFetchesNothing(repo, "--include", "*Q4_K_M*", "--include", "*.json", "--include", "*.md");
    }

    @Test
    void theClientFetchesNothingIntoTheFolderOfABranchBesideAnother() throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/in-branches")
                .file("config.json", "{}\n")
                .file("output.safetensors", Content.generated(905, 300_000)));
        repo.moveBranch("4.0bpw", repo.main());
        repo.push("6", commitDraft -> commitDraft.file("output.safetensors", Content.generated(906, 400_000)));
        repo.moveBranch("6.0bpw", repo.main());
        ServerClient server = serverProcesses.start(models, hub).api();
        for (String branch : List.of("4.0bpw", "6.0bpw")) {
            String id = server.post("/api/v1/downloads", Map.of("repo", repo.id(), "revision", branch))
                    .body()
                    .replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
            server.awaitCompleted(id, LIMIT);
        }
        hub.clear();
        for (String folder : List.of("acme/in-branches", "acme/in-branches@6.0bpw")) {
            String branch = folder.contains("@") ? "6.0bpw" : "4.0bpw";
            HfCli.Result result = hf.download(
                    repo.id(), models.resolve(folder), Map.of("HF_ENDPOINT", hub.endpoint()), "--revision", branch);
            assertThat(result.exitCode()).as(result.output()).isZero();
        }
        assertThat(hub.requests()).isNotEmpty();
        assertThat(bodiesSent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/tiny-sharded", "acme/odd-names", HUNDREDS_OF_FILES})
    void weFetchNothingIntoAFolderThatTheClientFilled(String repo) throws IOException {
        runClient(repo);
        hub.clear();

        ServerClient server = serverProcesses.start(models, hub).api();
        JsonNode model = inLibrary(server, repo);
        assertThat(model.path("complete").asBoolean()).as(model.toString()).isTrue();
        assertThat(model.path("commit").asText())
                .isEqualTo(hub.model(repo).main().id());
        assertThat(model.path("files")).hasSize(hub.model(repo).main().files().size());

        JsonNode done = server.awaitCompleted(server.download(repo), LIMIT);
        assertThat(done.path("bytesReused").asLong())
                .isEqualTo(done.path("bytesVerified").asLong())
                .isEqualTo(done.path("bytesTotal").asLong())
                .isPositive();
        assertThat(bodiesSent()).isEmpty();
        new ModelFolder(models.resolve(repo)).assertHoldsAllOf(hub.model(repo));
    }

    @Test
    void theTwoTakeTurnsWithUpdatesOfOneFolder() throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/turns")
                .file("config.json", "{}\n")
                .file("same.safetensors", Content.generated(901, 3_000_000))
                .file("gone.txt", "Only the first commit has this.\n")
                .file("changes.safetensors", Content.generated(902, 3_000_000)));
        runClient(repo.id());
        repo.push(
                "Train longer",
                commitDraft -> commitDraft
                        .file("changes.safetensors", Content.generated(903, 4_000_000))
                        .remove("gone.txt"));
        hub.clear();

        ServerClient server = serverProcesses.start(models, hub).api();
        String id = server.post("/api/models/update", Map.of("repo_id", repo.id(), "quant_pattern", ""))
                .body()
                .replaceAll(".*\"task_id\":\"([^\"]+)\".*", "$1");
        server.awaitCompleted(id, LIMIT);
        assertThat(bodiesSent()).extracting(LoggedRequest::file).containsOnly("acme/turns/changes.safetensors");
        assertThat(models.resolve(repo.id()).resolve("gone.txt")).doesNotExist();
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertClientFetchesNothing(repo.id());

        repo.push(
                "Once more", commitDraft -> commitDraft.file("changes.safetensors", Content.generated(904, 2_000_000)));
        hub.clear();
        runClient(repo.id());
        assertThat(hub.bytesSent("same.safetensors")).isZero();
        hub.clear();
        JsonNode again = server.awaitCompleted(server.download(repo.id()), LIMIT);
        assertThat(bodiesSent())
                .as(again.toString())
                .allMatch(request -> HEAD_OF_WEIGHTS.equals(request.range()), "tells two models from copies of one");
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(inLibrary(server, repo.id()).path("commit").asText())
                .isEqualTo(repo.main().id());
    }

    /** One copy for both: what we publish the client finds without a network, beside what it has brought itself. */
    @Test
    void theClientFindsAllOfAViewWithoutTheHubAndKeepsItsOwn(@TempDir Path home) throws IOException {
        String theirs = "acme/odd-names";
        String ours = "acme/tiny-sharded";
        Map<String, String> online = Map.of("HF_ENDPOINT", hub.endpoint(), "HF_HOME", home.toString());
        Map<String, String> offline =
                Map.of("HF_ENDPOINT", "http://127.0.0.1:9", "HF_HOME", home.toString(), "HF_HUB_OFFLINE", "1");
        succeeds(hf.run(online, "download", theirs));
        ServerClient server = serverProcesses.start(models, hub).api();
        server.awaitCompleted(server.download(ours), LIMIT);
        server.awaitCompleted(server.download(theirs), LIMIT);
        String view = server.post("/api/v1/views", Map.of("kind", "hf-cache", "path", home.toString()))
                .body();
        assertThat(view).contains("\"models\":1", "\"reason\":\"occupied\"");
        hub.clear();

        Path snapshot = Path.of(lastLine(succeeds(hf.run(offline, "download", ours, "--revision", "main"))));
        for (StandInFile file : hub.model(ours).main().files()) {
            assertThat(snapshot.resolve(file.path())).hasSize(file.content().size());
        }
        assertThat(lastLine(succeeds(hf.python(
                        offline,
                        "import huggingface_hub as h; print(h.snapshot_download('" + ours
                                + "', local_files_only=True))"))))
                .isEqualTo(snapshot.toString());
        assertThat(succeeds(hf.run(offline, "cache", "ls"))).contains(ours, theirs);
        assertThat(succeeds(hf.run(offline, "download", theirs))).contains("models--acme--odd-names");
        assertThat(hub.requests()).isEmpty();

        String id = view.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        assertThat(server.delete("/api/v1/views/" + id).statusCode()).isEqualTo(204);
        assertThat(home.resolve("hub/models--acme--tiny-sharded")).doesNotExist();
        assertThat(succeeds(hf.run(offline, "download", theirs))).contains("models--acme--odd-names");
        new ModelFolder(models.resolve(ours)).assertHoldsAllOf(hub.model(ours));
    }

    private static String succeeds(HfCli.Result result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    /** With or without a word before it. */
    private static String lastLine(String output) {
        String[] lines = output.strip().split("\n", -1);
        return lines[lines.length - 1].strip().replaceFirst("^.*?(?=/)", "");
    }

    private void assertClientFetchesNothing(String repo, String... more) {
        hub.clear();
        runClient(repo, more);
        assertThat(hub.requests()).isNotEmpty();
        assertThat(bodiesSent()).isEmpty();
    }

    private void runClient(String repo, String... more) {
        HfCli.Result result = hf.download(repo, models.resolve(repo), Map.of("HF_ENDPOINT", hub.endpoint()), more);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** Requests that brought bytes of files. */
    private static List<LoggedRequest> bodiesSent() {
        return hub.requests().stream()
                .filter(request -> !request.file().isEmpty() && request.bytesSent() > 0)
                .toList();
    }

    private static JsonNode inLibrary(ServerClient server, String repo) {
        for (JsonNode model : server.get("/api/v1/library")) {
            if (model.path("repo").asText().equals(repo)) {
                return model;
            }
        }
        throw new AssertionError(repo + " is not in the library");
    }
}
