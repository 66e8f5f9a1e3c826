package io.hfdownloader.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Python client takes the stand-in for the Hub: what holds for the one may be believed of the other. */
@Tag("process")
class HubStandInHfCliTest {

    private static HfCli hf;
    private static HubStandIn hub;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        hf = HfCli.orSkip();
        hub = HubStandIn.startWithSamples();
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @BeforeEach
    void forget() {
        hub.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/tiny-sharded",
                "acme/two-formats",
                "acme/old-name",
                "Acme/New-Name",
                "gpt2",
                "canonical",
                "acme/odd-names"
            })
    void fetchesWholeModels(String repo) throws IOException {
        HfCli.Result result = hf.download(repo, folder, endpoint());
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertFolderHolds(hub.model(repo), file -> true);
    }

    @Test
    void fetchesDatasetsAndSpaces() throws IOException {
        hf.download("acme/sample-data", folder, endpoint(), "--repo-type", "dataset");
        assertFolderHolds(hub.dataset("acme/sample-data"), file -> true);
        hf.download("acme/sample-space", folder, endpoint(), "--repo-type", "space");
        assertFolderHolds(hub.space("acme/sample-space"), file -> file.path().endsWith("app.py"));
    }

    @Test
    void fetchesOneQuantization() throws IOException {
        hf.download("acme/quants-GGUF", folder, endpoint(), "--include", "*-BF16-*");
        List<String> files = filesIn(folder);
        assertThat(files).hasSize(3).allMatch(path -> path.startsWith("BF16/quants-BF16-0000"));
        assertFolderHolds(hub.model("acme/quants-GGUF"), file -> file.path().startsWith("BF16/"));
    }

    @Test
    void fetchesFilesThatAreListedOnSeveralPages() throws IOException {
        hf.download("acme/many-files", folder, endpoint(), "--include", "part-00[05]/*", "--include", "part-024/*");
        assertThat(filesIn(folder)).hasSize(300);
    }

    @Test
    void needsATokenForGatedAndPrivateModelsAndKeepsItFromTheCdn() throws IOException {
        for (String repo : List.of("acme/gated-model", "acme/private-model")) {
            // A folder that exists would do: without access the client is content with what is there.
            Path refused = folder.resolve("refused").resolve(repo);
            assertThat(hf.download(repo, refused, endpoint()).exitCode()).isNotZero();
        }
        assertThat(filesIn(folder)).isEmpty();
        Map<String, String> withToken = new HashMap<>(endpoint());
        withToken.put("HF_TOKEN", HubStandIn.STAND_IN_TOKEN);
        for (String repo : List.of("acme/gated-model", "acme/private-model")) {
            HfCli.Result result = hf.download(repo, folder.resolve(repo), withToken);
            assertThat(result.exitCode()).as(result.output()).isZero();
        }
        assertThat(hub.tokenLeaks()).isZero();
    }

    @Test
    void refusesHostileNames() throws IOException {
        Path inner = folder.resolve("a/b/c");
        HfCli.Result result = hf.download("acme/hostile-names", inner, endpoint());
        assertThat(result.exitCode()).isNotZero();
        assertThat(filesIn(folder)).allMatch(path -> path.startsWith("a/b/c/"));
    }

    @Test
    void fetchesNothingTwiceAndOnlyWhatHasChanged() throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/changing")
                .file("same.bin", Content.generated(1, 100_000))
                .file("changes.bin", Content.generated(2, 100_000)));
        hf.download(repo.id(), folder, endpoint());
        hub.clear();
        hf.download(repo.id(), folder, endpoint());
        assertThat(hub.bytesSent("acme/changing")).isZero();

        repo.push("Change it", commitDraft -> commitDraft.file("changes.bin", Content.generated(3, 70_000)));
        hf.download(repo.id(), folder, endpoint());
        assertThat(hub.bytesSent("same.bin")).isZero();
        assertFolderHolds(repo, file -> true);
    }

    @Test
    void getsOverADroppedConnection() throws IOException {
        hub.faults().add(Fault.dropAfter("tiny-sharded/model-00002", 500_000).once());
        HfCli.Result result = hf.download("acme/tiny-sharded", folder, endpoint());
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertFolderHolds(hub.model("acme/tiny-sharded"), file -> true);
    }

    private static Map<String, String> endpoint() {
        return Map.of("HF_ENDPOINT", hub.endpoint());
    }

    private void assertFolderHolds(StandInRepo repo, Predicate<StandInFile> which) {
        List<StandInFile> files = repo.main().files().stream().filter(which).toList();
        assertThat(files).isNotEmpty();
        for (StandInFile file : files) {
            assertThat(folder.resolve(file.path()))
                    .hasBinaryContent(file.content().bytes());
        }
    }

    private static List<String> filesIn(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .filter(path -> !path.contains(".cache/"))
                    .sorted()
                    .toList();
        }
    }
}
