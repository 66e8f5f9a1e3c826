package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.NameProbe;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What people plug in: exFAT, NTFS, FAT, and a disk that knows no locks, which holds the others. All in one run of the program, as
 * each start of it costs seconds.
 */
@Tag("process")
class ForeignDisksIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> ODD_NAMES = List.of(
            "plain.json",
            "12:30.txt",
            "what?.md",
            "a*b",
            "x<y",
            "x>y",
            "a|b",
            "say \"hi\"",
            "back\\slash",
            "dot.",
            "dots..",
            "blank ",
            "Dev",
            "dev",
            "con.txt",
            "caf\u00e9",
            "\u6a21\u578b".repeat(40),
            "n".repeat(255),
            "n".repeat(256));
    private static final int MIB = 1 << 20;
    private static final long FILE_BYTES = 10L * MIB; // large enough to be fetched in ranges, with a sidecar

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forSeconds();

    @TempDir
    private Path folder;

    private final HubStandIn hub = HubStandIn.start();
    private final List<ForeignDisk> disks = new ArrayList<>();
    private final Map<String, StandInRepo> repos = new LinkedHashMap<>();
    private Path models;

    @BeforeEach
    void mount() throws IOException {
        models = folder.resolve("models");
        for (ForeignDisk.Kind kind :
                List.of(ForeignDisk.Kind.BARE, ForeignDisk.Kind.EXFAT, ForeignDisk.Kind.NTFS, ForeignDisk.Kind.VFAT)) {
            String owner = kind.name().toLowerCase(Locale.ROOT);
            Path at = kind == ForeignDisk.Kind.BARE ? models : models.resolve(owner);
            Optional<ForeignDisk> mounted = ForeignDisk.mountIfAble(kind, folder.resolve(owner + ".img"), at);
            mounted.ifPresent(disk -> {
                disks.add(disk);
                repos.put(
                        owner + "/tiny",
                        hub.add(StandInRepo.model(owner + "/tiny")
                                .file("config.json", "{}")
                                .file("sub/Model.safetensors", Content.generated(owner.length(), FILE_BYTES))
                                .lfs()));
            });
        }
        assumeTrue(!disks.isEmpty(), "no foreign disk can be mounted here");
    }

    @AfterEach
    void unmount() throws IOException {
        hub.close();
        for (int last = disks.size() - 1; last >= 0; last--) {
            disks.get(last).close();
        }
    }

    @Test
    void aDownloadGoesOnAfterAKillAndStaysVerifiedAndCanBeDeleted() throws IOException {
        for (ForeignDisk disk : disks) {
            assertAnswersAreWhatItDoes(disk.at());
        }
        hub.faults().add(Fault.bytesPerSecond("Model.safetensors", MIB / 8));
        ServerProcess killed = serverProcesses.start(models, hub, Map.of("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "4"));
        Map<String, String> ids = new LinkedHashMap<>();
        for (String repo : repos.keySet()) {
            ids.put(repo, killed.api().download(repo));
        }
        for (String id : ids.values()) {
            killed.api()
                    .await(id, LIMIT, download -> download.path("bytesReceived").asLong() > MIB);
        }
        killed.kill();
        remount();
        hub.faults().clear();

        ServerProcess second = serverProcesses.start(models, hub);
        for (Map.Entry<String, String> download : ids.entrySet()) {
            second.api().awaitCompleted(download.getValue(), LIMIT);
            new ModelFolder(models.resolve(download.getKey())).assertHoldsAllOf(repos.get(download.getKey()));
            assertThat(hub.bytesSent(download.getKey()))
                    .as("bytes sent of %s", download.getKey())
                    .isLessThan(FILE_BYTES * 3 / 2);
        }
        second.stop();
        remount();

        ServerProcess third = serverProcesses.start(models, hub);
        for (String repo : repos.keySet()) {
            JsonNode plan = plan(third, repo);
            assertThat(plan.path("bytesToFetch").asLong()).isZero();
            assertThat(plan.path("files"))
                    .as("what was hashed is not hashed again on %s", repo)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.path("verified").asBoolean())
                            .as(file.toString())
                            .isTrue());
            String model = "/api/v1/library/models/" + repo;
            int status = third.api().delete(model).statusCode();
            if (status == 409) { // the bin is on another disk
                status = third.api().delete(model + "?now=true").statusCode();
            }
            assertThat(status).isBetween(200, 299);
            assertThat(models.resolve(repo)).doesNotExist();
        }
        assertThat(killed.log() + second.log() + third.log())
                .as("no stack trace, no fault of ours")
                .doesNotContain("\tat ", "Something went wrong", "ERROR");
        if (disks.get(0).at().equals(models)) {
            assertThat(third.log()).contains("The models directory's disk knows no locks");
            losesItsDiskAndFindsItAgain(third);
        }
    }

    /** What each of them makes of a name depends on who mounts it: the answer is held against the disk itself. */
    private static void assertAnswersAreWhatItDoes(Path disk) throws IOException {
        Path probed = Files.createDirectory(disk.resolve("probed"));
        Map<String, CodedText> refusals = NameProbe.refusals(RootFolder.of(probed), probed, ODD_NAMES);
        assertThat(probed).as("nothing is left on %s", disk).isEmptyDirectory();
        for (String name : ODD_NAMES) {
            Path alone = Files.createDirectory(disk.resolve("alone"));
            assertThat(holds(alone, name))
                    .as("%s holds %s, of which it said: %s", disk, name, refusals.get(name))
                    .isEqualTo(!refusals.containsKey(name));
            Files.delete(alone);
        }
        assertThat(refusals)
                .as("%s", disk)
                .containsKey("n".repeat(256))
                .doesNotContainKeys("plain.json", "n".repeat(255), "Dev", "dev");
        CaseFolding folding = CaseFolding.of(RootFolder.of(probed), probed);
        Files.createFile(probed.resolve("Dev"));
        assertThat(folding.key("Dev").equals(folding.key("dev")))
                .as("Dev and dev are one on %s", disk)
                .isEqualTo(Files.exists(probed.resolve("dev")));
        Files.delete(probed.resolve("Dev"));
        Files.delete(probed);
    }

    private static boolean holds(Path folder, String name) throws IOException {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException refused) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            Path made = files.iterator().next();
            Files.delete(made);
            return made.getFileName().toString().equals(name);
        }
    }

    private void losesItsDiskAndFindsItAgain(ServerProcess server) throws IOException {
        disks.get(0).loseConnection();
        await().atMost(LIMIT).until(() -> server.api().status("/api/v1/library") == 503); // a list is good for a second
        assertThat(server.api().call("/api/v1/library").body())
                .contains("disk-away", "the connection to its disk is lost");
        assertThat(server.api().status("/q/health/ready")).isEqualTo(503);
        for (int last = disks.size() - 1; last > 0; last--) {
            disks.get(last).close();
        }
        disks.get(0).remount();
        disks.subList(1, disks.size()).clear();

        await().atMost(LIMIT).until(() -> server.api().status("/q/health/ready") == 200);
        assertThat(server.api().get("/api/v1/library")).isEmpty();
    }

    private static JsonNode plan(ServerProcess server, String repo) throws IOException {
        var answer = server.api().post("/api/v1/downloads/plan", Map.of("repo", repo));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    /** Those that lie on another one first. */
    private void remount() throws IOException {
        for (int last = disks.size() - 1; last > 0; last--) {
            disks.get(last).close();
        }
        for (ForeignDisk disk : disks) {
            disk.remount();
        }
    }
}
