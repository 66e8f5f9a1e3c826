package io.hfdownloader.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.CommitDraft;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that is killed goes on where it was: by itself, without fetching much again, to the right bytes. */
@Tag("process")
class KillIT {

    private static final String REPO = "acme/one-large-file";
    private static final String FILE = REPO + "/model.bin";
    private static final long MIB = 1L << 20;
    private static final long SIZE = 128 * MIB;
    private static final long MAX_REFETCHED_BYTES = 16 * MIB;
    /** Of each kill when there are several: what may be unsafe on the disk at a time, and what is on its way. */
    private static final long TYPICAL_REFETCHED_BYTES = 8 * MIB;

    /** What Docker gives a container, and others more, before it is killed. */
    private static final Duration SUPERVISOR_LIMIT = Duration.ofSeconds(10);

    private static final Duration SLOW = Duration.ofMinutes(3);
    /** On each connection, so that there is a middle in which to kill. */
    private static final long RATE = 4 * MIB;

    /** On each of eight connections, so that all together are 67 Mbit/s. */
    private static final long HOME_RATE = MIB;

    /** Each is renamed by itself, so that there is a middle in which to kill. */
    private static final int SMALL_FILES = 150;

    private static final int ALL_KILLS = 50;
    private static final int DEFAULT_KILLS = 3;

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forLong();

    @TempDir
    private Path models;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.start();
        hub.add(StandInRepo.model(REPO).file("model.bin", Content.generated(2_001, SIZE)));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @BeforeEach
    void slowDown() {
        hub.clear();
        hub.faults().add(Fault.bytesPerSecond("model.bin", RATE));
    }

    @Test
    void goesOnByItselfAfterAKillInTheMiddle() throws IOException {
        ServerProcess first = serverProcesses.start(models, hub);
        String id = first.api().download(REPO);
        long seen = awaitReceived(first, id, SIZE * 2 / 5);
        first.kill();
        hub.faults().clear();

        ServerProcess second = serverProcesses.start(models, hub);
        JsonNode resumed = second.api()
                .await(id, SLOW, download -> download.path("bytesTotal").asLong() > 0);
        assertThat(resumed.path("bytesReceived").asLong()).isGreaterThan(seen - MAX_REFETCHED_BYTES);
        assertCompletes(second, id);
        assertThat(fetchedAgain("after one kill")).isLessThanOrEqualTo(MAX_REFETCHED_BYTES);
    }

    /**
     * All fifty with {@code -Dkills=50}; few in the usual run, as each costs the start of a server. What a kill costs is
     * mostly what is in the sockets at that moment, which no program has seen yet: the more, the faster the line.
     */
    @Test
    void survivesManyKillsInOneDownloadAndFetchesHardlyAnythingTwice() throws IOException {
        Random random = new Random(20_260_203);
        int kills = Integer.getInteger("kills", DEFAULT_KILLS);
        hub.clear();
        hub.faults().clear();
        hub.faults().add(Fault.bytesPerSecond("model.bin", HOME_RATE));
        ServerProcess server = serverProcesses.start(models, hub);
        String id = server.api().download(REPO);
        for (int kill = 1; kill <= kills; kill++) {
            long step = SIZE / (ALL_KILLS + 2);
            awaitReceived(server, id, kill * step + random.nextLong(step / 2));
            server.kill();
            server = serverProcesses.start(models, hub);
        }
        hub.faults().clear();
        assertCompletes(server, id);
        assertThat(fetchedAgain("after " + kills + " kills")).isLessThanOrEqualTo(2 * MIB * kills);
    }

    @Test
    void goesOnByItselfAfterAKillInAFileOfTheContentAddressedStorage() throws IOException {
        long size = 96 * MIB;
        StandInRepo repo = hub.add(StandInRepo.model("acme/stored-file")
                .onXet()
                .file("model.bin", Content.generated(2_002, size))
                .lfs());
        hub.xet().file(repo, "model.bin"); // put there before somebody waits for it
        hub.faults().clear();
        hub.faults().add(Fault.bytesPerSecond("model.bin", HOME_RATE).on(ServerRole.XORBS));
        ServerProcess first = serverProcesses.start(models, hub);
        String id = first.api().download(repo.id());
        long seen = awaitReceived(first, id, size / 2);
        first.kill();
        hub.faults().clear();

        ServerProcess second = serverProcesses.start(models, hub);
        JsonNode resumed = second.api()
                .await(id, SLOW, download -> download.path("bytesTotal").asLong() > 0);
        assertThat(resumed.path("bytesReceived").asLong()).isGreaterThan(seen - 2 * MAX_REFETCHED_BYTES);
        second.api().awaitCompleted(id, SLOW);
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(hub.bytesSent(ServerRole.CDN, "acme/stored-file")).isZero();
        assertThat(hub.bytesSent(ServerRole.XORBS, "acme/stored-file")).isLessThan(size + 2 * MAX_REFETCHED_BYTES);
    }

    /** Of two downloads: several files over HTTP, one that is here and is being hashed, and one over Xet. */
    @Test
    void anOrderlyStopInTheMidstOfEverythingKeepsAllThatHasArrived() throws IOException {
        long part = 48 * MIB;
        Content here = Content.generated(2_010, 2 * part);
        StandInRepo plain = hub.add(StandInRepo.model("acme/stopped")
                .file("a.bin", Content.generated(2_011, part))
                .file("b.bin", Content.generated(2_012, part))
                .file("here.bin", here));
        StandInRepo stored = hub.add(StandInRepo.model("acme/stopped-stored")
                .onXet()
                .file("model.bin", Content.generated(2_013, part))
                .lfs());
        hub.xet().file(stored, "model.bin"); // put there before somebody waits for it
        Files.createDirectories(models.resolve(plain.id()));
        write(here, models.resolve(plain.id()).resolve("here.bin"));
        hub.faults().clear();
        hub.faults().add(Fault.bytesPerSecond(".bin", MIB));
        hub.faults().add(Fault.bytesPerSecond("", MIB).on(ServerRole.XORBS));
        ServerProcess first = serverProcesses.start(models, hub);
        String one = first.api().download(plain.id());
        String other = first.api().download(stored.id());
        awaitReceived(first, one, part / 3);
        awaitReceived(first, other, part / 4);

        long stopped = System.nanoTime();
        first.stop(SUPERVISOR_LIMIT);
        System.out.printf("ended %d ms after SIGTERM%n", (System.nanoTime() - stopped) / 1_000_000);
        hub.faults().clear();

        ServerProcess second = serverProcesses.start(models, hub);
        second.api().awaitCompleted(one, SLOW);
        second.api().awaitCompleted(other, SLOW);
        new ModelFolder(models.resolve(plain.id())).assertHoldsAllOf(plain);
        new ModelFolder(models.resolve(stored.id())).assertHoldsAllOf(stored);
        // What was on its way in sockets and buffers is lost, whatever a program does.
        assertThat(hub.bytesSent(plain.id() + "/") - 2 * part).isLessThanOrEqualTo(TYPICAL_REFETCHED_BYTES);
        assertThat(hub.bytesSent(ServerRole.XORBS, stored.id()) - part).isLessThanOrEqualTo(MAX_REFETCHED_BYTES);
    }

    @Test
    void takesAFileThatSomebodyPutInPlaceMeanwhileAndTidiesUp() throws IOException {
        Content weights = Content.generated(1_001, 48 * MIB);
        StandInRepo repo = hub.add(StandInRepo.model("acme/overtaken").file("model.bin", weights));
        hub.faults().clear();
        hub.faults().add(Fault.bytesPerSecond("model.bin", MIB));
        ServerProcess first = serverProcesses.start(models, hub);
        String id = first.api().download(repo.id());
        awaitReceived(first, id, 8 * MIB);
        first.kill();
        hub.clear();
        Files.write(models.resolve(repo.id()).resolve("model.bin"), weights.bytes());

        ServerProcess second = serverProcesses.start(models, hub);
        second.api().awaitCompleted(id, SLOW);
        assertThat(hub.requests()).noneMatch(request -> request.uri().contains("model.bin"));
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
    }

    /** Once while files arrive, once just when they take their places, if it is quick enough for that. */
    @Test
    void anUpdateThatIsKilledEndsInTheOldSetOrTheNewOne() throws IOException {
        StandInRepo repo = hub.add(StandInRepo.model("acme/swapped").edit(draft -> changed(draft, 3_001)));
        ServerProcess first = serverProcesses.start(models, hub);
        first.api().awaitCompleted(first.api().download(repo.id()), SLOW);
        Commit old = repo.main();
        repo.push("On", draft -> changed(draft, 4_001).remove("gone.txt"));
        hub.faults().add(Fault.bytesPerSecond("model.bin", MIB / 16));
        String id = first.api()
                .post("/api/v1/library/models/" + repo.id() + "/update", Map.of())
                .body()
                .replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
        JsonNode arriving = first.api()
                .await(id, SLOW, download -> download.path("filesDone").asInt() == SMALL_FILES);
        assertThat(arriving.path("state").asText()).isEqualTo("downloading");
        first.kill();
        assertIsOf(repo.id(), old);

        hub.faults().clear();
        Path swaps = models.resolve(".cache/hf-downloader/swaps");
        ServerProcess second = serverProcesses.start(models, hub);
        await().pollInterval(Duration.ofMillis(1))
                .until(() ->
                        swaps.resolve("models--acme--swapped.json").toFile().exists()
                                || second.api()
                                        .get("/api/v1/downloads/" + id)
                                        .path("state")
                                        .asText()
                                        .equals("completed"));
        second.kill();

        ServerProcess third = serverProcesses.start(models, hub);
        third.api().awaitCompleted(id, SLOW);
        assertIsOf(repo.id(), repo.main());
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(swaps).isEmptyDirectory();
        assertThat(models.resolve(repo.id()).resolve("gone.txt")).doesNotExist();
    }

    private static CommitDraft changed(CommitDraft draft, int seed) {
        for (int i = 0; i < SMALL_FILES; i++) {
            draft.file("part/file-%03d.txt".formatted(i), Content.generated(seed + i, 500));
        }
        return draft.file("model.bin", Content.generated(seed, 2 * MIB)).file("gone.txt", "only in the first");
    }

    private void assertIsOf(String repo, Commit commit) throws IOException {
        for (StandInFile file : commit.files()) {
            assertThat(models.resolve(repo).resolve(file.path()))
                    .as(file.path())
                    .hasBinaryContent(file.content().bytes());
        }
    }

    private static void write(Content content, Path file) throws IOException {
        byte[] block = new byte[(int) MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < content.size(); at += block.length) {
                int length = (int) Math.min(block.length, content.size() - at);
                content.read(at, block, length);
                out.write(block, 0, length);
            }
        }
    }

    private static long awaitReceived(ServerProcess server, String id, long bytes) {
        return server.api()
                .await(id, SLOW, download -> download.path("bytesReceived").asLong() >= bytes)
                .path("bytesReceived")
                .asLong();
    }

    private void assertCompletes(ServerProcess server, String id) throws IOException {
        JsonNode done = server.api().awaitCompleted(id, SLOW);
        assertThat(done.path("bytesVerified").asLong())
                .isEqualTo(done.path("bytesTotal").asLong())
                .isEqualTo(done.path("bytesReceived").asLong());
        new ModelFolder(models.resolve(REPO)).assertHoldsAllOf(hub.model(REPO));
        assertThat(server.log()).doesNotContain("has been blocked", "OutOfMemoryError");
    }

    private static long fetchedAgain(String when) {
        long again = hub.bytesSent(FILE) - SIZE;
        System.out.printf("%s: %.1f MiB of %d were sent twice%n", when, again / (double) MIB, SIZE / MIB);
        return again;
    }
}
