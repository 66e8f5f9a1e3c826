package io.hfdownloader.download;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.catalog.RevisionOrigins;
import io.hfdownloader.catalog.TreeLookup;
import io.hfdownloader.catalog.WeightFactsLookup;
import io.hfdownloader.download.arrival.UpdateChanges;
import io.hfdownloader.download.plan.PlanException;
import io.hfdownloader.download.room.KeepFree;
import io.hfdownloader.download.room.NoRoomException;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.download.room.SpaceCheck;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.transfer.engine.EngineFixture;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.weights.GgufHeaderLookup;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Disks below the models directory, quotas, and limits that no figure tells. */
@Tag("http")
class DiskRoomTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BYTES = 24_000_000;
    private static final RepoId REPO = RepoId.model("acme/fits");

    @TempDir
    Path folder;

    private final HubStandIn hub = HubStandIn.start();
    private final EngineFixture engine = new EngineFixture(hub);
    private final ManualTimer timer = new ManualTimer();
    private final Waits waits = new Waits();
    private FaultyDisk disk;
    private ModelLibrary library;
    private DownloadPlanner planner;
    private SpaceCheck space;

    @BeforeEach
    void open() {
        disk = new FaultyDisk(folder);
        library = new ModelLibrary(disk::root);
        RevisionFolders folders = new RevisionFolders(library, new TrackedRevisions(new ObjectMapper(), library));
        planner = new DownloadPlanner(
                engine.client(),
                new TreeLookup(engine.client(), library),
                new ListingBudget(engine.client()),
                new RevisionOrigins(engine.client(), folders),
                new WeightFactsLookup(engine.client(), new ObjectMapper()),
                new GgufHeaderLookup(engine.client()),
                library,
                folders);
        space = new SpaceCheck(library, KeepFree.of("32Mi"));
        hub.add(StandInRepo.model(REPO.id())
                .file("model.safetensors", Content.generated(1, BYTES))
                .lfs());
    }

    @AfterEach
    void close() throws Exception {
        library.close();
        engine.close();
        hub.close();
    }

    @Test
    void aQuotaThatShowsInNoFigureIsWaitedForSteadilyAndNothingIsFetchedMeanwhile() throws Exception {
        hub.faults().add(Fault.bytesPerSecond("model.safetensors", 1_500_000));
        Meter meter = new Meter();
        CompletableFuture<Void> running = start(meter);
        await().until(() -> meter.snapshot().bytes().bytesReceived() > BYTES / 2);

        disk.refuse(FaultyDisk.Call.WRITE, "acme", "Disk quota exceeded");
        disk.refuse(FaultyDisk.Call.OPEN, "acme", "Disk quota exceeded"); // no room for a file either
        Wait wait = timer.next();
        assertThat(waits.last().code()).isEqualTo("disk-full");
        assertThat(waits.last().reason())
                .startsWith("\"acme/fits/model.safetensors\" cannot be written: the disk quota is used up")
                .endsWith("It goes on by itself when there is room.");
        waits.forget();
        int requests = hub.requests().size();
        for (int look = 0; look < 5; look++) {
            assertThat(wait.time()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
            wait.passes();
            wait = timer.next();
        }
        assertThat(hub.requests())
                .as("nobody asks the Hub for what cannot be written")
                .hasSize(requests);
        assertThat(waits.reasons()).as("it says the same all the time").hasSize(1);

        hub.faults().clear();
        disk.mend();
        wait.passes();
        running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(Files.size(folder.resolve("acme/fits/model.safetensors"))).isEqualTo(BYTES);
        assertThat(hub.bytesSent("acme/fits")).isLessThan(BYTES + 6_000_000);
    }

    @Test
    void aWaitForRoomEndsAtOnceWhenItIsStopped() throws Exception {
        disk.refuse(FaultyDisk.Call.WRITE, ".part", "No space left on device");
        DownloadJob job = job(new Meter());
        var running = job.run().subscribe().with(done -> {}, failure -> {});
        Wait wait = timer.next();
        assertThat(wait.time()).isEqualTo(Duration.ofSeconds(10));

        job.stop();
        running.cancel();

        assertThat(job.stopped().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(1));
    }

    @Test
    void roomIsAskedOfTheDiskWhereTheBytesGo() throws IOException {
        Files.createDirectory(folder.resolve("datasets"));
        StandInRepo dataset = hub.add(StandInRepo.dataset("acme/rows").file("rows.bin", Content.generated(2, 300_000)));
        Plan plan = plan(new RepoId(RepoType.DATASET, "acme", "rows"));
        assertThat(roomFor(plan, repos -> 0).missingBytes()).isZero();

        disk.mount("datasets", "xfs", 20L << 20, 1L << 30);

        Room room = roomFor(plan, repos -> 0);
        assertThat(room.freeBytes()).isEqualTo(20L << 20);
        assertThat(room.missingBytes()).isEqualTo(300_000 + (12L << 20));
        assertThat(room.everFits()).isTrue();
        assertThatThrownBy(() -> require(plan))
                .hasMessageContaining(dataset.id() + " needs 0.3 MB more on the disk of ")
                .hasMessageContaining("21.0 MB are free, and 33.6 MB are kept free, so 12.9 MB are missing");
        assertThat(roomFor(plan(REPO), repos -> 0).missingBytes())
                .as("the disk of the models directory has room")
                .isZero();
    }

    @Test
    void whatIsLargerThanTheDiskWillNeverFit() throws IOException {
        Files.createDirectory(folder.resolve("datasets"));
        hub.add(StandInRepo.dataset("acme/rows").file("rows.bin", Content.generated(2, 300_000)));
        disk.mount("datasets", "xfs", 32L << 20);
        Plan plan = plan(new RepoId(RepoType.DATASET, "acme", "rows"));

        assertThatThrownBy(() -> require(plan))
                .isInstanceOfSatisfying(
                        NoRoomException.class,
                        refused -> assertThat(refused.passes()).isFalse())
                .hasMessageContaining("it has 33.6 MB in all, of which 33.6 MB are kept free");
    }

    @Test
    void roomIsLookedAtAnewWhereThereWasNone() throws IOException {
        Files.createDirectory(folder.resolve("datasets"));
        hub.add(StandInRepo.dataset("acme/rows").file("rows.bin", Content.generated(2, 300_000)));
        disk.mount("datasets", "xfs", 20L << 20, 1L << 30);
        Room before = roomFor(plan(new RepoId(RepoType.DATASET, "acme", "rows")), repos -> 0);
        assertThat(before.missingBytes()).isPositive();

        disk.mount("datasets", "xfs", 40L << 20, 1L << 30);

        assertThat(space.again(before, repos -> 0).await().atMost(LIMIT).missingBytes())
                .isZero();
        assertThat(space.again(before, repos -> 8L << 20).await().atMost(LIMIT).missingBytes())
                .as("which others are going to take")
                .isEqualTo(300_000);
    }

    @Test
    void aDownloadWithoutRoomGivesItsPlaceBackBeforeItWritesAnything() throws IOException {
        disk.mount(folder.toString(), "xfs", 40L << 20, 1L << 30);

        assertThat(start(new Meter()))
                .failsWithin(LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        NoRoomException.class,
                        refused -> assertThat(refused.passes()).isTrue());

        assertThat(hub.bytesSent("acme/fits")).isZero();
        assertThat(folder.resolve("acme/fits/model.safetensors")).doesNotExist();
    }

    @Test
    void theBinCountsAsRoomAndGivesWayBeforeADownloadBegins() throws IOException {
        Path old = Files.createDirectories(folder.resolve("acme/old")).resolve("old.gguf");
        try (RandomAccessFile file = new RandomAccessFile(old.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        assertThat(library.discard(RepoId.model("acme/old"))).isPresent();
        disk.mount(folder.toString(), "xfs", 40L << 20, 1L << 30);
        Plan plan = plan(REPO);

        assertThat(roomFor(plan, repos -> 0).freeBytes()).isEqualTo((40L << 20) + BYTES);
        assertThat(library.bin().entries()).hasSize(1);
        require(plan);
        assertThat(library.bin().entries()).isEmpty();
    }

    /** What the first one gives back is there for the second, unless another name keeps it. */
    @Test
    void fileByFileAnUpdateNeedsRoomForWhatIsNotGivenBackYet() throws IOException {
        RepoId two = RepoId.model("acme/two");
        hub.add(StandInRepo.model(two.id())
                .file("a.bin", Content.generated(2, 1_000_000))
                .file("b.bin", Content.generated(3, 1_500_000)));
        Path old = Files.createDirectories(folder.resolve("acme/two"));
        Files.write(old.resolve("a.bin"), new byte[900_000]);
        Files.write(old.resolve("b.bin"), new byte[2_000_000]);
        Plan plan = plan(two);

        assertThat(roomFor(plan, repos -> 0).neededBytes()).isEqualTo(2_500_000);
        assertThat(roomOneByOne(plan).neededBytes()).isEqualTo(1_600_000);
        Files.createLink(folder.resolve("view.bin"), old.resolve("a.bin"));
        assertThat(roomOneByOne(plan).neededBytes()).isEqualTo(2_500_000);
    }

    private Room roomOneByOne(Plan plan) {
        return space.roomFor(plan.tree().repo(), plan.items(), true, repos -> 0)
                .await()
                .atMost(LIMIT);
    }

    @Test
    void whatIsPromisedToDownloadsOnAnotherDiskIsNotCounted() throws IOException {
        Files.createDirectory(folder.resolve("datasets"));
        RepoId elsewhere = new RepoId(RepoType.DATASET, "acme", "elsewhere");
        disk.mount("datasets", "xfs", 1L << 40);
        SpaceCheck.Promises promises = repos -> (repos.test(elsewhere) ? 1L << 50 : 0) + (repos.test(REPO) ? 7 : 0);

        Room room = roomFor(plan(REPO), promises);

        assertThat(room.promisedBytes()).isEqualTo(7);
        assertThat(room.missingBytes()).isZero();
    }

    @Test
    void aFileThatTheDiskCannotHoldIsToldInThePlan() {
        hub.add(StandInRepo.model("fat/large")
                .file("small.gguf", Content.generated(3, 1_000))
                .file("model.gguf", Content.hollow(5_368_709_120L))
                .lfs());
        RepoId repo = RepoId.model("fat/large");
        assertThat(plan(repo).items()).hasSize(2);

        disk.mount(folder.toString(), "vfat", 1L << 40);

        assertThatThrownBy(() -> plan(repo))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(PlanException.Kind.FILE_TOO_LARGE))
                .hasMessageStartingWith(
                        "\"model.gguf\" has 5.4 GB, and the file system there (vfat) takes no file above"
                                + " 4.3 GB. Nothing was fetched; exclude it");
        disk.mount(folder.toString(), "ext2", 1L << 40);
        assertThat(plan(repo).items()).hasSize(2);
    }

    private CompletableFuture<Void> start(Meter meter) {
        return job(meter).run().subscribeAsCompletionStage().toCompletableFuture();
    }

    private DownloadJob job(Meter meter) {
        DownloadJob.Dependencies dependencies = new DownloadJob.Dependencies(
                planner,
                space,
                new FileJob.Dependencies(library, engine.engine(), new KeyedLock()),
                engine.connections(),
                new EngineFixture.Settings(),
                timer);
        return new DownloadJob(dependencies, record(REPO), Optional.empty(), true, meter, new Told(meter, waits));
    }

    private Room roomFor(Plan plan, SpaceCheck.Promises promises) {
        return space.roomFor(plan.tree().repo(), plan.items(), promises).await().atMost(LIMIT);
    }

    private void require(Plan plan) {
        space.require(plan.tree().repo(), plan.items(), repos -> 0).await().atMost(LIMIT);
    }

    private Plan plan(RepoId repo) {
        return planner.plan(record(repo)).await().atMost(LIMIT);
    }

    private static DownloadRecord record(RepoId repo) {
        DownloadRequest request = new DownloadRequest(repo, "main", Selection.all(), false);
        return DownloadRecord.queued(UUID.randomUUID(), repo, request, 1, Instant.now());
    }

    /** What the queue would show. */
    private record Told(Meter meter, Waits waits) implements DownloadJob.Listener {

        @Override
        public void resolved(Plan plan) {
            plan.startCounting(meter, ByteCounts.NONE);
        }

        @Override
        public void waiting(@Nullable Waiting waiting) {
            waits.all.add(Optional.ofNullable(waiting));
        }

        @Override
        public void waitingForSpace(Waiting waiting) {
            waits.all.add(Optional.of(waiting));
        }

        @Override
        public void updated(UpdateChanges changes) {}

        @Override
        public void note(CodedText note) {
            // nobody asks for it here
        }

        @Override
        public long promisedToOthers(Predicate<RepoId> repos) {
            return 0;
        }
    }

    private static final class Waits {
        private final List<Optional<Waiting>> all = new CopyOnWriteArrayList<>();

        Waiting last() {
            return all.get(all.size() - 1).orElseThrow();
        }

        void forget() {
            all.clear();
        }

        List<String> reasons() {
            return all.stream()
                    .map(waiting -> waiting.map(Waiting::reason).orElse("none"))
                    .distinct()
                    .toList();
        }
    }

    private record Wait(Duration time, CompletableFuture<Void> end) {
        void passes() {
            end.complete(null);
        }
    }

    /** Time passes when the test says so. */
    private static final class ManualTimer implements DownloadJob.Timer {

        private final BlockingQueue<Wait> waits = new LinkedBlockingQueue<>();

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public Uni<Void> after(Duration wait) {
            Wait added = new Wait(wait, new CompletableFuture<>());
            waits.add(added);
            return Uni.createFrom().completionStage(added.end());
        }

        Wait next() throws InterruptedException {
            Wait next = waits.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("it waits").isNotNull();
            return next;
        }
    }
}
