package io.hfdownloader.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.RevisionOrigins;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.CommitDraft;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.engine.EngineFixture;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.weights.GgufHeaderLookup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Weights that a user asked for and that were verified are only ever removed by an explicit deletion: at any moment, each
 * variant that was once brought of a revision is whole on the disk, as it was at a commit that was asked for by this name.
 */
@Tag("http")
class RevisionsInvariantTest {

    private static final RepoId REPO = RepoId.model("acme/moves");
    private static final List<String> VARIANTS = List.of("Q4_K_M", "Q8_0", "BF16");
    private static final int STEPS = 30;
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    Path models;

    private final HubStandIn hub = HubStandIn.start();
    private final EngineFixture engine = new EngineFixture(hub);
    private final List<String> history = new ArrayList<>();

    /** What was brought, by revision and variant, with the commits that were asked for since. */
    private final Map<Wanted, Set<Commit>> brought = new LinkedHashMap<>();

    private ModelLibrary library;
    private TrackedRevisions tracked;
    private DownloadJob.Dependencies dependencies;
    private StandInRepo repo;
    private Random random;
    private int contents;

    private record Wanted(String revision, String variant) {}

    private record Outcome(@Nullable Plan plan, boolean completed) {}

    @AfterEach
    void close() throws InterruptedException {
        library.close();
        engine.close();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void weightsThatWereAskedForAndVerifiedAreOnlyEverRemovedByADeletion(long seed) throws Exception {
        random = new Random(seed);
        repo = hub.add(StandInRepo.model(REPO.id())
                .file("config.json", "{}")
                .file("notes.txt", "notes")
                .file("m-Q4_K_M.gguf", content())
                .file("m-Q8_0.gguf", content())
                .file("m-BF16-00001-of-00002.gguf", content())
                .file("m-BF16-00002-of-00002.gguf", content()));
        repo.moveBranch("dev", repo.main());
        open();
        int completed = 0;
        for (int step = 0; step < STEPS; step++) {
            completed += step() ? 1 : 0;
            hub.faults().clear();
            check();
        }
        assertThat(completed).as("something happened").isPositive();
        assertThat(hub.tokenLeaks()).isZero();
    }

    /** As from before each revision had its folder, when the record of what the folder follows was lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theWeightsOfTwoRevisionsInOneFolderSurviveAnUpdate(boolean toldByTheHub) throws Exception {
        random = new Random(1);
        repo = hub.add(StandInRepo.model(REPO.id()).file("config.json", "{}").file("m-Q8_0.gguf", content()));
        Commit main = repo.main();
        Commit dev = repo.push("Two shards", draft -> {
            draft.remove("m-Q8_0.gguf");
            draft.file("m-Q8_0-00001-of-00002.gguf", content());
            draft.file("m-Q8_0-00002-of-00002.gguf", content());
        });
        repo.moveBranch("dev", dev);
        repo.moveBranch("main", main);
        open();
        publish(main, "m-Q8_0.gguf");
        publish(dev, "m-Q8_0-00001-of-00002.gguf");
        publish(dev, "m-Q8_0-00002-of-00002.gguf");
        Commit next = repo.push("Another", draft -> {
            dev.files().forEach(file -> draft.remove(file.path()));
            draft.file("config.json", "{}");
            draft.file("m-Q8_0.gguf", content());
        });
        if (!toldByTheHub) {
            hub.faults().add(Fault.status("/commits/", 403));
            hub.faults().add(Fault.status("/refs", 403));
        }

        Outcome outcome = run(new DownloadRequest(REPO, "main", Selection.all(), true), false);

        assertThat(holds(REPO, dev, "Q8_0")).as(String.join("\n", history)).isTrue();
        assertThat(outcome.completed()).isEqualTo(!toldByTheHub);
        assertThat(holds(REPO, toldByTheHub ? main : next, "Q8_0")).isTrue();
        assertThat(history.stream().anyMatch(told -> told.contains("also holds dev")))
                .isEqualTo(toldByTheHub);
    }

    private void publish(Commit commit, String path) throws IOException {
        RepoTree tree = engine.client().tree(REPO, commit.id()).await().indefinitely();
        library.saveTree(tree);
        RepoFile file = tree.files().stream()
                .filter(listed -> listed.path().equals(path))
                .findFirst()
                .orElseThrow();
        Path partial = library.layout().partialFile(REPO, file);
        Files.createDirectories(partial.getParent());
        Files.write(
                partial,
                commit.files().stream()
                        .filter(served -> served.path().equals(path))
                        .findFirst()
                        .orElseThrow()
                        .content()
                        .bytes());
        library.files().publish(REPO, file, commit.id(), partial);
    }

    private boolean step() throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1 -> moveUpstream();
            case 2 -> delete();
            case 3 -> {
                history.add("restart");
                library.close();
                open();
            }
            case 4, 5, 6 -> {
                return update();
            }
            default -> {
                return download();
            }
        }
        return false;
    }

    // --- what a user does --------------------------------------------------------------------------------------

    private boolean download() throws Exception {
        String revision = pick(List.of("main", "dev", repo.commits().get(0).id()));
        String variant = pick(VARIANTS);
        Selection selection = new Selection(List.of(variant), List.of(), List.of(), null);
        history.add("download " + revision + " " + variant);
        Outcome outcome = run(new DownloadRequest(REPO, revision, selection, false));
        Wanted wanted = new Wanted(revision, variant);
        if (outcome.plan() != null) {
            Commit commit = commit(outcome.plan());
            if (outcome.completed()) {
                brought.computeIfAbsent(wanted, first -> new LinkedHashSet<>());
            }
            brought.computeIfPresent(wanted, (key, commits) -> with(commits, commit));
        }
        return outcome.completed();
    }

    private boolean update() throws Exception {
        List<RepoId> folders = folders();
        if (folders.isEmpty()) {
            return false;
        }
        RepoId folder = pick(folders);
        String revision = tracked.revisionOf(folder).orElse("main");
        history.add("update " + folder.folder() + " to " + revision);
        Outcome outcome = run(new DownloadRequest(folder, revision, Selection.all(), true));
        if (outcome.plan() != null) {
            Commit commit = commit(outcome.plan());
            brought.forEach((wanted, commits) -> {
                if (wanted.revision().equals(revision)) {
                    commits.add(commit);
                }
            });
        }
        return outcome.completed();
    }

    private void delete() throws IOException {
        List<RepoId> folders = folders();
        if (folders.isEmpty() || random.nextInt(3) > 0) {
            return;
        }
        RepoId folder = pick(folders);
        history.add("delete " + folder.folder());
        library.delete(folder);
        brought.keySet().removeIf(wanted -> !isWhole(wanted)); // what was there alone
    }

    // --- how it ends -------------------------------------------------------------------------------------------

    private Outcome run(DownloadRequest request) throws Exception {
        boolean cancelled = random.nextInt(5) == 0;
        fault();
        return run(request, cancelled);
    }

    private Outcome run(DownloadRequest request, boolean cancelled) throws Exception {
        DownloadRecord record = DownloadRecord.queued(UUID.randomUUID(), request.repo(), request, 1, Instant.now());
        Meter meter = new Meter();
        Probe probe = new Probe(meter);
        DownloadJob job = new DownloadJob(dependencies, record, Optional.empty(), true, meter, probe);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        var running = job.run().subscribe().with(done -> ended.complete(true), failure -> {
            history.add("  failed: " + failure.getMessage());
            ended.complete(false);
        });
        if (cancelled) {
            CompletableFuture.anyOf(ended, probe.resolved).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            history.add("  cancelled");
            job.stop();
            running.cancel();
            job.stopped().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return new Outcome(probe.resolved.getNow(null), false);
        }
        boolean completed = ended.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        job.stop();
        job.stopped().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        library.scan();
        return new Outcome(probe.resolved.getNow(null), completed);
    }

    private void fault() {
        Fault fault = switch (random.nextInt(12)) {
            case 0 -> Fault.of(Fault.Kind.NO_NEXT_LINK, "", 0);
            case 1 -> Fault.of(Fault.Kind.CUT_LISTING, "", 2);
            case 2 -> Fault.of(Fault.Kind.NO_SIBLINGS, "", 0);
            case 3 -> Fault.of(Fault.Kind.FEWER_SIBLINGS, "", 1);
            case 4 ->
                Fault.status("/resolve/", 404)
                        .on(io.hfdownloader.standin.http.ServerRole.HUB)
                        .times(1);
            case 5 -> Fault.status("00002-of-00002", 404);
            case 6 -> Fault.dropAfter("", 3).times(2);
            default -> null;
        };
        hub.faults().add(Fault.of(Fault.Kind.SMALL_PAGES, "", 3));
        if (fault != null) {
            history.add("  with " + fault.kind());
            hub.faults().add(fault);
        }
    }

    // --- what happens upstream ---------------------------------------------------------------------------------

    private void moveUpstream() {
        String branch = pick(List.of("main", "dev"));
        Commit main = repo.main();
        if (random.nextInt(4) == 0) {
            history.add("upstream: dev is at main");
            repo.moveBranch("dev", main);
            return;
        }
        int kind = random.nextInt(6);
        Commit pushed = repo.push("Commit " + repo.commits().size(), draft -> change(draft, kind));
        if (branch.equals("dev")) {
            repo.moveBranch("dev", pushed);
            repo.moveBranch("main", main);
        }
        history.add("upstream: " + branch + " changes by " + kind + " to "
                + pushed.files().stream().map(StandInFile::path).toList());
    }

    private void change(CommitDraft draft, int kind) {
        List<String> all = repo.commits().get(repo.commits().size() - 1).files().stream()
                .map(StandInFile::path)
                .toList();
        switch (kind) {
            case 0 -> all.forEach(draft::remove); // emptied
            case 1 -> {
                removeAll(draft, all, "Q4_K_M");
                draft.file("m-Q4_K_M-00001-of-00002.gguf", content());
                draft.file("m-Q4_K_M-00002-of-00002.gguf", content());
            }
            case 2 -> removeAll(draft, all, pick(VARIANTS));
            case 3 -> {
                removeAll(draft, all, "Q8_0");
                draft.file("renamed-Q8_0.gguf", content());
            }
            default -> {
                all.forEach(draft::remove);
                draft.file("config.json", content());
                draft.file("m-Q4_K_M.gguf", content());
                draft.file("m-Q8_0.gguf", content());
                draft.file("m-BF16-00001-of-00002.gguf", content());
                draft.file("m-BF16-00002-of-00002.gguf", content());
            }
        }
    }

    private static void removeAll(CommitDraft draft, List<String> paths, String variant) {
        paths.stream().filter(path -> path.contains(variant)).forEach(draft::remove);
    }

    private Content content() {
        return Content.of("content number " + contents++ + " of " + random.nextInt());
    }

    // --- what must hold ----------------------------------------------------------------------------------------

    private void check() {
        brought.keySet()
                .forEach(wanted -> assertThat(isWhole(wanted))
                        .as("%s is whole somewhere, after%n%s", wanted, String.join("\n", history))
                        .isTrue());
    }

    private boolean isWhole(Wanted wanted) {
        return brought.getOrDefault(wanted, Set.of()).stream()
                .anyMatch(commit -> folders().stream().anyMatch(folder -> holds(folder, commit, wanted.variant())));
    }

    private boolean holds(RepoId folder, Commit commit, String variant) {
        List<StandInFile> files = commit.files().stream()
                .filter(file -> file.path().contains(variant))
                .toList();
        return !files.isEmpty() && files.stream().allMatch(file -> holds(folder, file));
    }

    private boolean holds(RepoId folder, StandInFile file) {
        try {
            Path path = library.layout().file(folder, file.path());
            return Files.exists(path)
                    && java.util.Arrays.equals(
                            Files.readAllBytes(path), file.content().bytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<RepoId> folders() {
        try {
            return library.scan().stream()
                    .map(LibraryModel::repo)
                    .filter(folder -> folder != null)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    // --- the machine -------------------------------------------------------------------------------------------

    private void open() {
        library = new ModelLibrary(() -> models);
        tracked = new TrackedRevisions(new ObjectMapper(), library);
        tracked.load();
        RevisionFolders folders = new RevisionFolders(library, tracked);
        EngineFixture.Settings settings = new EngineFixture.Settings();
        dependencies = new DownloadJob.Dependencies(
                new DownloadPlanner(
                        engine.client(),
                        new TreeLookup(engine.client(), library),
                        new ListingBudget(engine.client()),
                        new RevisionOrigins(engine.client(), folders),
                        new WeightFactsLookup(engine.client(), new ObjectMapper()),
                        new GgufHeaderLookup(engine.client()),
                        library,
                        folders),
                new SpaceCheck(library, KeepFree.usual()),
                new FileJob.Dependencies(library, engine.engine(), new KeyedLock()),
                EngineFixture.connections(settings),
                settings,
                DownloadJob.Timer.system());
    }

    private Commit commit(Plan plan) {
        return repo.commits().stream()
                .filter(commit -> commit.id().equals(plan.tree().commit()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Commit> with(Set<Commit> commits, Commit commit) {
        commits.add(commit);
        return commits;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Counts as the queue does. */
    private static final class Probe implements DownloadJob.Listener {

        private final Meter meter;
        private final CompletableFuture<Plan> resolved = new CompletableFuture<>();

        Probe(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void resolved(Plan plan) {
            plan.startCounting(meter, ByteCounts.NONE);
            resolved.complete(plan);
        }

        @Override
        public void waiting(@Nullable Waiting waiting) {}

        @Override
        public void waitingForSpace(Waiting waiting) {}

        @Override
        public void updated(UpdateChanges changes) {}

        @Override
        public void note(CodedText note) {}

        @Override
        public long promisedToOthers(Predicate<RepoId> repos) {
            return 0;
        }
    }
}
