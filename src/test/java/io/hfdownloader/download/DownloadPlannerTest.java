package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.RevisionOrigins;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.download.plan.PlanException;
import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.GgufFileBuilder;
import io.hfdownloader.variant.AmbiguousVariantException;
import io.hfdownloader.variant.NoSuchVariantException;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.F16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.IQ2_XXS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a download is going to do, before and after parts of it are done. */
@Tag("http")
class DownloadPlannerTest {

    private static final RepoId REPO = RepoId.model("acme/two-commits");
    private static final int BUDGET = 8_000;

    @TempDir
    Path models;

    private final Vertx vertx = Vertx.vertx();
    private final HubStandIn hub = HubStandIn.startWithSamples();
    private ModelLibrary library;
    private DownloadPlanner planner;
    private ListingBudget budget;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        RevisionFolders folders = new RevisionFolders(library, new TrackedRevisions(new ObjectMapper(), library));
        budget = new ListingBudget(client, BUDGET, BUDGET, 10, Duration.ofMillis(200));
        planner = new DownloadPlanner(
                client,
                new TreeLookup(client, library),
                budget,
                new RevisionOrigins(client, folders),
                new WeightFactsLookup(client, new ObjectMapper()),
                new GgufHeaderLookup(client),
                library,
                folders);
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
        for (PlanItem item : first.items()) {
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
                        .map(PlanItem::file)
                        .filter(file -> file.path().equals("model.safetensors"))
                        .findFirst()
                        .orElseThrow());

        Plan again = plan(before.bind(update));
        assertThat(again.updateFrom()).isEqualTo(first.tree().commit());
        assertThat(paths(again)).isEqualTo(paths(before));
    }

    @Test
    void theFilesOfADownloadThatGoesOnAreCountedInTheMemoryThatAllShare() {
        RepoId repo = RepoId.model("acme/large");
        Content text = Content.of("x");
        hub.add(StandInRepo.model(repo.id())
                .edit(draft -> IntStream.range(0, 3_500)
                        .forEach(row -> draft.file("part-%d/%d.txt".formatted(row / 100, row), text))));
        DownloadRecord queued = record(repo, Selection.all());
        DownloadRecord begun = plan(queued).bind(queued);
        assertThat(begun.commit()).isNotNull();

        ListingBudget.Permit other = budget.permit();
        other.room(repo, "0".repeat(40), BUDGET).await().atMost(Duration.ofSeconds(20));
        assertThatThrownBy(() -> plan(begun)).isInstanceOfSatisfying(ListingBudget.NoRoomException.class, busy -> {
            assertThat(busy).hasMessageContainingAll("3,500 files of acme/large", "Try again in a minute");
            assertThat(busy.isPassing()).as("so it is tried again").isTrue();
        });
        other.close();
        assertThat(paths(plan(begun))).hasSize(3_500);
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
                .containsExactly(LeftOut.UnwritableFile.of(
                        "Readme.md",
                        NameObjection.SAME_NAME
                                .says("the disk takes its name for that of \"README.md\"")
                                .and("other", "README.md")));
        Selection one = new Selection(List.of(), List.of(), List.of("README.md"), null);
        assertThat(paths(plan(record(repo, one)))).contains("Readme.md");

        hub.add(StandInRepo.model("acme/two-weights")
                .file("a.safetensors", Content.generated(1, 300_000))
                .file("A.safetensors", Content.generated(2, 300_000)));
        Selection both = new Selection(List.of(), List.of("*.safetensors"), List.of(), null);
        assertThatThrownBy(() -> plan(record(RepoId.model("acme/two-weights"), both)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("safetensors\" is refused: the disk takes its name for that of")
                .hasMessageContaining("choose another variant, or exclude this file");
    }

    @Test
    void namesThatMustNotBeWrittenAreLeftOutUnlessTheyAreWeights() {
        Plan plan = plan(record(RepoId.model("acme/hostile-names"), Selection.all()));
        assertThat(paths(plan)).contains("config.json", "model.safetensors").noneMatch(path -> path.contains("evil"));
        assertThat(plan.leftOut().filesLeftOut()).isEqualTo(12);
        assertThat(plan.leftOut().leftOut())
                .extracting(LeftOut.UnwritableFile::path)
                .contains("../../etc/passwd", "nul?byte.txt", ".cache/huggingface/download/config.json.metadata");

        RepoId repo = RepoId.model("acme/hostile-weights");
        hub.add(StandInRepo.model(repo.id())
                .file("config.json", "{}")
                .file("good-Q4_K_M.gguf", Content.generated(1, 300_000))
                .file("../bad-Q8_0.gguf", Content.generated(2, 300_000)));
        assertThatThrownBy(() -> plan(record(repo, new Selection(List.of("Q8_0"), List.of(), List.of(), null))))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("\"../bad-Q8_0.gguf\" is refused: its path does not stay within the folder");
        assertThat(paths(plan(record(repo, new Selection(List.of("Q4_K_M"), List.of(), List.of(), null)))))
                .contains("good-Q4_K_M.gguf");
        assertThatThrownBy(() -> plan(record(
                        RepoId.model("acme/hostile-names"),
                        new Selection(List.of(), List.of("*up*"), List.of(), null))))
                .hasMessageContaining("nothing that was chosen can be here under its name");
    }

    @Test
    void pathsThatAreTooLongForAnyDiskAreLeftOutUnlessTheyAreWeights() {
        RepoId repo = RepoId.model("acme/long-paths");
        String deep = "a/".repeat(3_000) + "notes.txt";
        String umlauts = "ü".repeat(130) + ".txt";
        hub.add(StandInRepo.model(repo.id())
                .file("config.json", "{}")
                .file("m-Q4_K_M.gguf", Content.generated(1, 300_000))
                .file("-".repeat(64_000) + ".txt", "dashes")
                .file("docs/" + "optimizer.a".repeat(400) + ".txt", "words")
                .file(deep, "deep")
                .file(umlauts, "more bytes than characters"));
        Plan plan = plan(record(repo, Selection.all()));
        assertThat(paths(plan)).contains("config.json", "m-Q4_K_M.gguf").allMatch(path -> path.length() < 300);
        assertThat(plan.leftOut().filesLeftOut()).isEqualTo(4);
        assertThat(plan.leftOut().leftOut())
                .allMatch(file -> file.reason().equals("its path is too long for any disk"))
                .extracting(LeftOut.UnwritableFile::path)
                .anyMatch(path -> path.startsWith("a/a/a/") && path.endsWith("/notes.txt") && path.length() < 200);
        assertThat(plan.tree().names().size())
                .as("a list that is compared with that of the Hub has them")
                .isEqualTo(plan.tree().files().size() + 4);
        assertThat(paths(plan(record(repo, new Selection(List.of(), List.of("*.gguf"), List.of(), null)))))
                .containsExactly("m-Q4_K_M.gguf");

        hub.add(StandInRepo.model("acme/long-weights")
                .file("config.json", "{}")
                .file("m-Q4_K_M.gguf", Content.generated(1, 300_000))
                .file("q".repeat(256) + "-Q8_0.gguf", Content.generated(2, 300_000)));
        RepoId weights = RepoId.model("acme/long-weights");
        assertThatThrownBy(() -> plan(record(weights, Selection.all())))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("-Q8_0.gguf\" is refused: its path is too long for any disk")
                .hasMessageContaining("choose another variant, or exclude this file");
        assertThat(paths(plan(record(weights, new Selection(List.of(), List.of(), List.of("*-Q8_0.gguf"), null)))))
                .contains("m-Q4_K_M.gguf");
        assertThat(paths(plan(record(weights, Selection.ofVariant("Q4_K_M"))))).contains("m-Q4_K_M.gguf");
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

    @Test
    void aRepositoryWithoutAFileIsToldAndNotCompleted() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/no-files").file("config.json", "{}"));
        repo.push("Empty", draft -> draft.remove("config.json"));

        assertThatThrownBy(() -> plan(record(RepoId.model("acme/no-files"), "main", false)))
                .isInstanceOf(NoSuchVariantException.class)
                .hasMessageContaining("acme/no-files has no file at commit ")
                .hasMessageContaining("nothing to download");
    }

    // --- folders that no record tells of -----------------------------------------------------------------------

    @Test
    void aFolderThatTheClientFilledFromABranchIsThatOfTheBranch() throws IOException {
        StandInRepo repo = hub.add(
                StandInRepo.model("acme/branches").file("config.json", "{}").file("model.safetensors", "main"));
        Commit main = repo.main();
        Commit first = repo.push("4 bits", draft -> draft.file("model.safetensors", "four"));
        repo.moveBranch("4.0bpw", first);
        repo.moveBranch("main", main);
        RepoId id = RepoId.model("acme/branches");
        fillAsTheClient(id, first, "model.safetensors");

        assertThat(plan(record(id, "4.0bpw", false)).tree().repo()).isEqualTo(id);
        assertThat(plan(record(id, "main", false)).tree().repo()).isEqualTo(id.at("main"));
        Plan update = plan(record(id, "main", true));
        assertThat(update.tree().commit()).isEqualTo(first.id());
        assertThat(update.revision(record(id, "main", true).request())).isEqualTo("4.0bpw");

        repo.moveBranch("main", first); // the branch goes on
        Commit second = repo.push("4 bits again", draft -> draft.file("model.safetensors", "four again"));
        repo.moveBranch("4.0bpw", second);
        repo.moveBranch("main", main);
        library.close();
        open();
        assertThat(plan(record(id, "main", true)).tree().commit()).isEqualTo(second.id());
        assertThat(plan(record(id, "main", false)).tree().repo()).isEqualTo(id.at("main"));
        assertThat(Files.exists(models.resolve(".cache/hf-downloader/followed.json")))
                .as("a plan writes nothing")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "/commits/", "/refs"})
    void aFolderThatTheClientFilledFromMainStaysThatOfMain(String refused) throws IOException {
        StandInRepo repo = hub.add(
                StandInRepo.model("acme/branches").file("config.json", "{}").file("model.safetensors", "one"));
        Commit first = repo.main();
        RepoId id = RepoId.model("acme/branches");
        fillAsTheClient(id, first, "model.safetensors");
        Commit second = repo.push("Two", draft -> draft.file("model.safetensors", "two"));
        repo.moveBranch("other", first);
        assertThat(plan(record(id, "main", true)).tree().commit()).isEqualTo(second.id());
        assertThat(plan(record(id, "main", false)).tree().repo()).isEqualTo(id);
        assertThat(plan(record(id, "other", false)).tree().repo()).isEqualTo(id);
        repo.moveBranch("other", second);
        library.close();
        open();
        hub.faults().add(Fault.status(refused, 403));
        assertThat(plan(record(id, "main", true)).tree().commit()).isEqualTo(second.id());
        assertThat(plan(record(id, "main", false)).tree().repo()).isEqualTo(id);
    }

    /** A branch that was left at a release says nothing where the branch itself may have passed it. */
    @ParameterizedTest
    @CsvSource({"/commits/, 403", "/commits/, 503", "nothing, 403"})
    void aBranchThatStoppedAtAnOldCommitIsNotTakenForTheOneThatWasFetched(String refused, int status)
            throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/frozen").file("model.safetensors", "one"));
        Commit first = repo.main();
        RepoId id = RepoId.model("acme/frozen");
        fillAsTheClient(id, first, "model.safetensors");
        repo.moveBranch("v1.0", first);
        for (int i = 0; i <= HubClient.MAX_COMMITS; i++) {
            String text = "main, " + i;
            repo.push("On", draft -> draft.file("model.safetensors", text));
        }
        hub.faults().add(Fault.status(refused, status));

        assertThat(plan(record(id, "main", true)).tree().commit())
                .isEqualTo(repo.main().id());
        assertThat(plan(record(id, "main", false)).tree().repo()).isEqualTo(id);
    }

    @Test
    void anUpdateOfAPatternKnowsTheCommitThatIsHereFromThenOn() throws IOException {
        StandInRepo repo = hub.add(
                StandInRepo.model("acme/branches").file("x-Q4_K_M.gguf", "one").file("x-Q8_0.gguf", "eight"));
        Commit first = repo.main();
        RepoId id = RepoId.model("acme/branches");
        fillAsTheClient(id, first, "x-Q4_K_M.gguf");
        Commit second = repo.push("Two", draft -> draft.file("x-Q4_K_M.gguf", "two"));
        DownloadRequest request = new DownloadRequest(id, "main", Selection.ofPattern("Q4_K_M"), true);
        DownloadRecord update = DownloadRecord.queued(UUID.randomUUID(), id, request, 1, Instant.now());

        Plan before = plan(update);
        assertThat(before.updateFrom()).isEqualTo(first.id());
        assertThat(paths(before)).containsExactly("x-Q4_K_M.gguf");
        fillAsTheClient(id, second, "x-Q4_K_M.gguf");
        assertThat(plan(before.bind(update)).updateFrom()).isEqualTo(first.id());
    }

    private void fillAsTheClient(RepoId repo, Commit commit, String... paths) throws IOException {
        for (String path : paths) {
            StandInFile file = commit.files().stream()
                    .filter(served -> served.path().equals(path))
                    .findFirst()
                    .orElseThrow();
            Path target = models.resolve(repo.id()).resolve(path);
            Files.createDirectories(target.getParent());
            Files.write(target, file.content().bytes());
            Path note = models.resolve(repo.id()).resolve(".cache/huggingface/download/" + path + ".metadata");
            Files.createDirectories(note.getParent());
            double seconds = Files.getLastModifiedTime(target).toMillis() / 1000.0 + 0.01;
            Files.writeString(
                    note,
                    commit.id() + "\n" + "a".repeat(64) + "\n" + String.format(Locale.ROOT, "%.6f", seconds) + "\n");
        }
    }

    private static DownloadRecord record(RepoId repo, String revision, boolean update) {
        DownloadRequest request = new DownloadRequest(repo, revision, Selection.all(), update);
        return DownloadRecord.queued(UUID.randomUUID(), repo, request, 1, Instant.now());
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
        library.files().publish(REPO, file, plan.tree().commit(), partial);
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
