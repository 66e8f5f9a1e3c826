package io.hfdownloader.process;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages and fragments of the packaged program, in both languages and with something of everything in them. A native
 * executable shows an empty page and answers with 500 as soon as there is something to show, when it was built without
 * what its templates read.
 */
@Tag("process")
class PagesIT {

    private static final String[] LANGUAGES = {"en", "zh"};
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern STATE = Pattern.compile("<li [^>]*data-state=\"([a-z]+)\"");
    private static final Pattern ROW = Pattern.compile("<li data-id=\"([^\"]+)\"");
    private static final Pattern FOLDER = Pattern.compile("<tbody [^>]*data-id=\"([^\"]+)\"");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    private ServerClient api;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWithSamples();
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void everyPageAndFragmentIsShownInBothLanguagesWhateverThereIs() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        fillTheShelf(models);
        hub.add(StandInRepo.model("acme/with-card").file("README.md", "# A &rarr; b\n\n![c](d.png)\n"));
        ServerProcess server = serverProcesses.start(models, hub, Map.of("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "2"));
        api = server.api();
        Set<String> ids = startDownloadsOfAllKinds();

        for (String language : LANGUAGES) {
            assertThat(found(STATE, shown("/", language)))
                    .containsExactlyInAnyOrder("downloading", "queued", "paused", "completed", "failed", "cancelled");
            String rows = "/fragments/downloads?id=" + String.join("&id=", ids);
            assertThat(found(ROW, shown(rows, language))).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(shown(rows + "&open=" + String.join("&open=", ids), language)
                            .split("<ul class=\"facts\""))
                    .hasSize(ids.size() + 1);
            assertThat(shown("/manage", language)).contains("passed-over", "<summary>");
            Set<String> wanted =
                    Set.of(".", "shelf/alpha", "acme/large-file", "acme/quants-GGUF", "acme/hostile-names");
            Set<String> folders = Awaitility.await() // the list may be a second old, and a paused download younger
                    .atMost(LIMIT)
                    .until(
                            () -> found(FOLDER, shown("/fragments/library", language)),
                            shown -> shown.containsAll(wanted));
            for (String one : folders) {
                assertThat(shown("/fragments/model?folder=" + URLEncoder.encode(one, StandardCharsets.UTF_8), language))
                        .contains("row-size")
                        .containsPattern("row-(?:path|name)");
            }
            assertThat(shown("/fragments/model-card?repo=acme/with-card", language))
                    .contains("<h4 id=\"model-card-a--b\">A → b</h4>");
            assertThat(page("/no-such-page", 404, language)).contains("</html>");
        }

        Files.move(models, folder.resolve("unplugged"));
        Awaitility.await().atMost(LIMIT).until(() -> api.status("/manage") == 503);
        for (String language : LANGUAGES) {
            assertThat(page("/manage", 503, language)).contains("</html>");
        }
        assertThat(server.log()).doesNotContain("TemplateException", "nobody expected");
    }

    /** A model of nobody's download, a file beside all models, and a folder that is not looked into. */
    private void fillTheShelf(Path models) throws IOException {
        Path shelf = Files.createDirectories(models.resolve("shelf/alpha"));
        Files.write(shelf.resolve("model-Q8_0.gguf"), new byte[1_000]);
        Files.write(models.resolve("loose-Q4_0.gguf"), new byte[600]);
        Files.createSymbolicLink(models.resolve("elsewhere"), Files.createDirectory(folder.resolve("other")));
    }

    private Set<String> startDownloadsOfAllKinds() {
        Set<String> ids = new TreeSet<>();
        ids.add(ended("acme/hostile-names", "completed")); // some files are left out
        ids.add(ended("acme/quants-GGUF", "completed", "*Q4_K_M.gguf"));
        ids.add(ended("acme/gated-model", "failed"));
        hub.faults().add(Fault.bytesPerSecond("", 20_000));
        ids.add(ended("acme/large-file", "paused"));
        List<String> slow = List.of(
                api.download("acme/vision-GGUF"),
                api.download("acme/quants-GGUF", "*Q5_K_M.gguf"),
                api.download("acme/quants-GGUF", "*Q8_0.gguf"),
                api.download("acme/tiny-sharded"));
        awaitState(slow.get(0), "downloading");
        awaitState(slow.get(1), "downloading");
        act(slow.get(3), "cancel");
        ids.addAll(slow);
        return ids;
    }

    private String ended(String repo, String state, String... include) {
        String id = api.download(repo, include);
        if (state.equals("paused")) {
            api.await(id, LIMIT, download -> download.path("bytesReceived").asLong() > 0);
            act(id, "pause");
        }
        awaitState(id, state);
        return id;
    }

    private void act(String id, String action) {
        assertThat(api.post("/api/v1/downloads/" + id + "/" + action, Map.of()).statusCode())
                .isEqualTo(200);
    }

    private JsonNode awaitState(String id, String state) {
        return api.await(id, LIMIT, download -> download.path("state").asText().equals(state));
    }

    private String shown(String path, String language) {
        return page(path, 200, language);
    }

    private String page(String path, int status, String language) {
        HttpResponse<String> answer = api.page(path, language);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(status);
        assertThat(HAN.matcher(answer.body().replace("中文", "")).find())
                .as(path + " in " + language)
                .isEqualTo(language.equals("zh"));
        return answer.body();
    }

    private static Set<String> found(Pattern pattern, String in) {
        return new TreeSet<>(pattern.matcher(in)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
    }
}
