package io.hfdownloader.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.library.lock.LibraryLock;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.lock.LockHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The system keeps locks of processes apart, not of threads: the second server is a process here. */
@Tag("fast")
class LibraryLockTest {

    @TempDir
    Path models;

    private ModelLibrary library;

    /** A server's first steps in a process of its own. */
    static final class Second {
        private Second() {}

        public static void main(String[] arguments) {
            try {
                ModelLibrary library = new ModelLibrary(() -> Path.of(arguments[0]));
                System.out.println("STARTED");
                while (System.in.read() >= 0) {
                    // until it is told to end
                }
                library.close();
            } catch (LibraryUnavailableException | IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private Path state(String name) {
        return models.resolve(".cache/hf-downloader").resolve(name);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Second.class.getName(),
                        models.toString())
                .redirectErrorStream(true)
                .start();
    }

    private String second() throws IOException, InterruptedException {
        Process process = start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** By another process: who closes a file, as Java does for this, loses the locks that this one has on it. */
    private static void touch(Path file) throws IOException, InterruptedException {
        Process touch = new ProcessBuilder("touch", "-d", "2001-01-01", file.toString()).start();
        assertThat(touch.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(touch.exitValue()).isZero();
    }

    @Test
    void aSecondServerIsKeptOutAlthoughTheLockFileWasRemoved() throws Exception {
        Files.delete(state("lock"));
        touch(state("id"));
        library.layout().requireRoot(); // reads the marker anew, which must not give its lock away

        assertThat(second())
                .contains("Another server works in this models directory")
                .doesNotContain("STARTED");
        Files.deleteIfExists(state("lock"));
        library.rescan();

        assertThat(second()).contains("process " + ProcessHandle.current().pid());
        library.close();
        assertThat(second()).contains("STARTED");
    }

    @Test
    void whoWorksWhereTheMarkerIsAnotherWritesNothing() throws Exception {
        Files.delete(state("lock"));
        Files.delete(state("id"));

        assertThat(second()).contains("STARTED");

        assertThat(library.layout().absence())
                .hasValueSatisfying(away -> assertThat(away.detail()).contains("is another one, by its marker"));
    }

    @Test
    void whoLostTheDirectoryToAnotherServerSaysSoAndWritesNothingUntilThatOneHasEnded() throws Exception {
        Path copy = Files.copy(state("id"), state("id-copy"));
        Files.move(copy, state("id"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(state("lock"));
        Process other = start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().anyMatch("STARTED"::equals)).isTrue();
            library.rescan();
            library.rescan();

            assertThat(library.layout().absence())
                    .hasValueSatisfying(away -> assertThat(away.detail()).contains("another server has taken it"));
            assertThatThrownBy(() -> library.layout().prepare(RepoFixture.REPO)).isInstanceOf(DiskException.class);
            assertThat(models.resolve("acme")).doesNotExist();

            other.getOutputStream().close();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            library.rescan();
            library.layout().requireRoot();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatCouldNotBeOpenedWholeIsNotKeptLocked() throws Exception {
        library.close();
        Files.delete(state("trash"));
        Files.createFile(state("trash"));
        assertThatThrownBy(() -> new ModelLibrary(() -> models)).isInstanceOf(LibraryUnavailableException.class);

        Files.delete(state("trash"));

        library = new ModelLibrary(() -> models);
        assertThat(state("trash")).isEmptyDirectory();
    }

    @Test
    void aMarkerThatWasReplacedByItsCopyIsHeldAnew() throws Exception {
        Path copy = Files.copy(state("id"), state("id-copy"));
        Files.delete(state("id"));
        Files.move(copy, state("id"));
        Files.delete(state("lock"));
        library.rescan();
        Files.delete(state("lock"));

        assertThat(second()).contains("Another server works in this models directory");
    }

    @Test
    void aServerOfAnotherMachineThatGivesSignsOfLifeKeepsItsDirectory() throws IOException {
        library.close();
        leftByAnotherMachine("yes", LockHolder.LIFE.minusSeconds(60));

        assertThatThrownBy(this::acquire)
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageContaining("process 7 on the-other-nas, whose last sign of life is")
                .hasMessageContaining("one that has crashed is passed over after 180 s");
        assertThat(state("lock")).content().contains("process 7 on the-other-nas");
        assertThat(state("lock-clock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process 7 on the-other-nas\nboot 11111111-2222\nsigns yes\n",
                "process 7 on the-other-nas\nboot 11111111-2222\nsigns no\n",
                "process 7 on the-other-nas",
                "process 99999999999999999999999 on x\nboot b\nsigns yes\n",
                "",
                "\u0000\u0000\u0000",
                "{\"holder\": 7}"
            })
    void aServerThatCrashedOnAnotherMachineOrLetGoOrIsOfAnEarlierVersionIsPassedOver(String left) throws IOException {
        library.close();
        Files.writeString(state("lock"), left);
        Files.setLastModifiedTime(state("lock"), FileTime.from(Instant.now().minus(LockHolder.LIFE.multipliedBy(2))));

        acquire().close();

        assertThat(state("lock")).as("whoever ends in order says so").isEmptyFile();
    }

    @Test
    void onADiskThatMachinesShareTheHolderGivesSignsOfLife() throws IOException {
        library.close();
        try (LibraryLock lock = acquire()) {
            FileTime past = FileTime.from(Instant.now().minus(LockHolder.LIFE));
            Files.setLastModifiedTime(state("lock"), past);

            lock.renew();

            assertThat(Files.getLastModifiedTime(state("lock"))).isGreaterThan(past);
        }
    }

    /** A machine that was asleep for long, while another server took the file over in its place. */
    @Test
    void aHolderThatWasTakenForDeadFindsOutAndGivesNoSignForTheOther() throws IOException {
        library.close();
        try (LibraryLock lock = acquire()) {
            String other = "process 7 on the-other-nas\nboot 11111111-2222\nsigns yes\n";
            Files.writeString(state("lock"), other);
            FileTime past = FileTime.from(Instant.now().minus(LockHolder.LIFE));
            Files.setLastModifiedTime(state("lock"), past);

            assertThatThrownBy(lock::renew).hasMessageContaining("the-other-nas");

            assertThat(Files.getLastModifiedTime(state("lock"))).isEqualTo(past);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nfs, true",
        "nfs4, true",
        "cifs, true",
        "smb3, true",
        "9p, true",
        "fuse.sshfs, true",
        "ext4, false",
        "btrfs, false",
        "zfs, false",
        "overlay, false",
        "apfs, false",
        "NTFS, false"
    })
    void disksOfTheNetworkAreKnownByTheirKind(String kind, boolean isShared) {
        assertThat(LibraryLock.isShared(kind)).isEqualTo(isShared);
    }

    @Test
    void aHolderIsToldDeadFromAliveByWhatCanBeKnownOfIt() {
        LockHolder self = LockHolder.self(true);
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        Duration justNow = Duration.ofSeconds(1);
        LockHolder here = new LockHolder(living, self.host(), self.boot(), true);
        LockHolder container = new LockHolder(self.pid(), "another-container", self.boot(), true);
        LockHolder elsewhere = new LockHolder(7, self.host(), "another-boot", true);

        assertThat(here.isAlive(self, true, justNow))
                .as("its lock would be in the way")
                .isFalse();
        assertThat(here.isAlive(self, false, LockHolder.LIFE))
                .as("no locks, but its process is there")
                .isTrue();
        assertThat(new LockHolder(Integer.MAX_VALUE, self.host(), self.boot(), true).isAlive(self, false, justNow))
                .as("no locks, and no such process")
                .isFalse();
        assertThat(self.isAlive(self, false, justNow))
                .as("a container's process 1 of the run before")
                .isFalse();
        assertThat(container.isAlive(self, false, justNow)).isTrue();
        assertThat(container.isAlive(self, false, LockHolder.LIFE)).isFalse();
        assertThat(elsewhere.isAlive(self, true, justNow))
                .as("locks of a network may be of one machine")
                .isTrue();
        assertThat(elsewhere.isAlive(self, true, LockHolder.LIFE)).isFalse();
        assertThat(new LockHolder(7, "x", "another-boot", false).isAlive(self, true, justNow))
                .isFalse();
    }

    private void leftByAnotherMachine(String signs, Duration ago) throws IOException {
        Files.writeString(state("lock"), "process 7 on the-other-nas\nboot 11111111-2222\nsigns " + signs + "\n");
        Files.setLastModifiedTime(state("lock"), FileTime.from(Instant.now().minus(ago)));
    }

    private LibraryLock acquire() throws IOException {
        return LibraryLock.acquire(library.layout().rootFolder(), state("lock"), true);
    }
}
