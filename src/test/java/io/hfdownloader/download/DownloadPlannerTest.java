package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RevisionFolders;
import io.hfdownloader.library.TrackedRevisions;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.GgufFileBuilder;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.F16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.IQ2_XXS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a download is going to do, before and after parts of it are done. */
@Tag("http")
class DownloadPlannerTest {

    private static final RepoId REPO = RepoId.model("acme/two-commits");

    @TempDir
    Path models;

    private final Vertx vertx = Vertx.vertx();
    private final HubStandIn hub = HubStandIn.startWithSamples();
    private ModelLibrary library;
    private DownloadPlanner planner;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        planner = new DownloadPlanner(
                client,
                new TreeLookup(client, library),
                new WeightFactsLookup(client, new ObjectMapper()),
                new GgufHeaderLookup(client),
                library,
                new RevisionFolders(library, new TrackedRevisions(new ObjectMapper(), library)));
    }

    @AfterEach
    void close() {
        library.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }

    @Test
    void anUpdateThatIsPlannedAgainAfterItsFirstFileWantsTheSameFiles() throws IOException {
        StandInRepo repo = hub.model(REPO.id());
        DownloadRecord whole = record(false);
        Plan first = plan(whole);
        library.saveTree(first.tree());
        for (Plan.Item item : first.items()) {
            publish(first, item.file());
        }
        repo.moveBranch("main", repo.commits().get(1));

        DownloadRecord update = record(true);
        Plan before = plan(update);
        assertThat(paths(before)).contains("added.txt");
        library.saveTree(before.tree());
        publish(
                before,
                before.items().stream()
                        .map(Plan.Item::file)
                        .filter(file -> file.path().equals("model.safetensors"))
                        .findFirst()
                        .orElseThrow());

        Plan again = plan(before.bind(update));
        assertThat(again.updateFrom()).isEqualTo(first.tree().commit());
        assertThat(paths(again)).isEqualTo(paths(before));
    }

    /** Few systems have such a disk at hand; a link makes this one look like it. */
    @Test
    void oneOfTwoNamesThatDifferByCaseIsLeftOutWhereTheDiskCannotKeepThemApart() throws IOException {
        RepoId repo = RepoId.model("acme/two-cases");
        hub.add(StandInRepo.model(repo.id())
                .file("README.md", "one")
                .file("Readme.md", "two")
                .file("model.SAFETENSORS", Content.generated(1, 300_000)));
        assertThat(paths(plan(record(repo, Selection.all())))).hasSize(3);
        library.close();
        Files.createSymbolicLink(models.resolve(".cache/hf-downloader/CASE-PROBE"), Path.of("case-probe"));
        open();

        Plan plan = plan(record(repo, Selection.all()));
        assertThat(paths(plan)).containsExactlyInAnyOrder("README.md", "model.SAFETENSORS");
        assertThat(plan.leftOut().filesLeftOut()).isEqualTo(1);
        assertThat(plan.leftOut().leftOut())
                .containsExactly(new LeftOut.File("Readme.md", "the disk takes its name for that of \"README.md\""));
        Selection one = new Selection(List.of(), List.of(), List.of("README.md"), null);
        assertThat(paths(plan(record(repo, one)))).contains("Readme.md");

        hub.add(StandInRepo.model("acme/two-weights")
                .file("a.safetensors", Content.generated(1, 300_000))
                .file("A.safetensors", Content.generated(2, 300_000)));
        Selection both = new Selection(List.of(), List.of("*.safetensors"), List.of(), null);
        assertThatThrownBy(() -> plan(record(RepoId.model("acme/two-weights"), both)))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("safetensors\" is refused: the disk takes its name for that of")
                .hasMessageContaining("choose another variant, or exclude this file");
    }

    @Test
    void namesThatMustNotBeWrittenAreLeftOutUnlessTheyAreWeights() {
        Plan plan = plan(record(RepoId.model("acme/hostile-names"), Selection.all()));
        assertThat(paths(plan)).contains("config.json", "model.safetensors").noneMatch(path -> path.contains("evil"));
        assertThat(plan.leftOut().filesLeftOut()).isEqualTo(12);
        assertThat(plan.leftOut().leftOut())
                .extracting(LeftOut.File::path)
                .contains("../../etc/passwd", "nul?byte.txt", ".cache/huggingface/download/config.json.metadata");

        RepoId repo = RepoId.model("acme/hostile-weights");
        hub.add(StandInRepo.model(repo.id())
                .file("config.json", "{}")
                .file("good-Q4_K_M.gguf", Content.generated(1, 300_000))
                .file("../bad-Q8_0.gguf", Content.generated(2, 300_000)));
        assertThatThrownBy(() -> plan(record(repo, new Selection(List.of("Q8_0"), List.of(), List.of(), null))))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("\"../bad-Q8_0.gguf\" is refused: its path does not stay within the folder");
        assertThat(paths(plan(record(repo, new Selection(List.of("Q4_K_M"), List.of(), List.of(), null)))))
                .contains("good-Q4_K_M.gguf");
        assertThatThrownBy(() -> plan(record(
                        RepoId.model("acme/hostile-names"),
                        new Selection(List.of(), List.of("*up*"), List.of(), null))))
                .hasMessageContaining("nothing that was chosen can be here under its name");
    }

    // --- labels that changed since a download began ------------------------------------------------------------

    @Test
    void aDownloadStaysWithItsFilesWhenTheirLabelIsNotKnownAnyMore() {
        RepoId repo = RepoId.model("labels/mixture");
        GgufFileBuilder gguf = new GgufFileBuilder().tensor(IQ2_XXS, 256_000).tensor(F16, 2_560);
        hub.add(StandInRepo.model(repo.id()).file("x-60IQ2_XXS-40F16.gguf", gguf.content(1)));
        DownloadRecord queued = record(repo, Selection.ofVariant("IQ2_XXS"));

        Plan first = plan(queued);
        assertThat(paths(first)).containsExactly("x-60IQ2_XXS-40F16.gguf");

        hub.faults().add(Fault.status("labels/mixture/x-", 416)); // and whoever takes it up has read no header
        library.close();
        open();
        assertThat(paths(plan(first.bind(queued)))).isEqualTo(paths(first));
    }

    @Test
    void aDownloadThatWasBegunWhenNamesWereAllThereWasGoesOnWithTheSameFiles() {
        RepoId repo = RepoId.model("labels/old");
        StandInRepo upstream = hub.add(StandInRepo.model(repo.id())
                .file("x-Alpha-Q4_K_M.gguf", "a")
                .file("x-Beta-Q4_K_M.gguf", "b")
                .file("x-Beta-Q8_0.gguf", "c"));
        DownloadRecord begun = record(repo, Selection.ofVariant("Q4_K_M"))
                .boundTo(repo, upstream.main().id(), null, null, LeftOut.NONE);

        assertThat(paths(plan(begun))).containsExactly("x-Alpha-Q4_K_M.gguf", "x-Beta-Q4_K_M.gguf");
        assertThatThrownBy(() -> plan(record(repo, Selection.ofVariant("Q4_K_M"))))
                .isInstanceOf(AmbiguousVariantException.class);
    }

    private void publish(Plan plan, RepoFile file) throws IOException {
        RepoLayout layout = library.layout();
        layout.prepare(REPO);
        Path partial = layout.partialFile(REPO, file);
        Files.createDirectories(partial.getParent());
        byte[] content = hub.model(REPO.id()).commits().stream()
                .filter(commit -> commit.id().equals(plan.tree().commit()))
                .flatMap(commit -> commit.files().stream())
                .filter(served -> served.path().equals(file.path()))
                .findFirst()
                .orElseThrow()
                .content()
                .bytes();
        Files.write(partial, content);
        library.publish(REPO, file, plan.tree().commit(), partial);
    }

    private static List<String> paths(Plan plan) {
        return plan.items().stream().map(item -> item.file().path()).toList();
    }

    private Plan plan(DownloadRecord record) {
        return planner.plan(record).await().atMost(Duration.ofSeconds(20));
    }

    private static DownloadRecord record(RepoId repo, Selection selection) {
        DownloadRequest request = new DownloadRequest(repo, "main", selection, false);
        return DownloadRecord.queued(UUID.randomUUID(), repo, request, 1, Instant.now());
    }

    private static DownloadRecord record(boolean update) {
        DownloadRequest request = new DownloadRequest(REPO, "main", Selection.all(), update);
        return DownloadRecord.queued(UUID.randomUUID(), REPO, request, 1, Instant.now());
    }
}
