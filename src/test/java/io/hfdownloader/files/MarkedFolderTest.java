package io.hfdownloader.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.hfdownloader.problem.ProblemType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A folder whose disk goes away and comes back. */
@Tag("fast")
class MarkedFolderTest {

    private static final String TITLE = "The models directory";

    @TempDir
    Path disks;

    private Path place;
    private Path away;
    private FaultyDisk disk;
    private MarkedFolder folder;

    @BeforeEach
    void mark() throws IOException {
        place = Files.createDirectory(disks.resolve("models"));
        away = disks.resolve("away");
        disk = new FaultyDisk(place);
        folder = MarkedFolder.of(RootFolder.of(disk.root()), disk.root().resolve("id"), TITLE);
        folder.require();
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        String id = Files.readString(place.resolve("id"));

        MarkedFolder.of(RootFolder.of(place), place.resolve("id"), TITLE).require();

        assertThat(place.resolve("id")).hasContent(id.strip());
    }

    @Test
    void isNotTakenForAnEmptyMountPointOrAnotherFolder() throws Exception {
        Files.move(place, away);
        assertAway("nothing is there");

        Files.createDirectory(place);
        assertAway("perhaps an empty mount point, has not its marker id");

        Files.writeString(place.resolve("id"), "of another one");
        assertAway("the folder that is there now is another one");

        Files.delete(place.resolve("id"));
        Files.delete(place);
        Files.writeString(place, "a file");
        assertAway("is not there");

        Files.delete(place);
        Files.move(away, place);
        folder.require();
    }

    @Test
    void isRecognisedOnAnotherDiskByItsMarker() throws Exception {
        Files.createDirectory(away);
        Files.copy(place.resolve("id"), away.resolve("id"));
        Files.move(place, disks.resolve("old"));
        Files.move(away, place);

        folder.require();
        assertThat(folder.absence()).isEmpty();
    }

    @Test
    void anErrorOfItsDiskIsNoReasonToTakeItForThere() {
        for (String said :
                new String[] {"Stale file handle", "Transport endpoint is not connected", "Input/output error"}) {
            disk.refuse(FaultyDisk.Call.LOOK, "models", said);

            assertThat(folder.absence())
                    .hasValueSatisfying(why -> assertThat(why.problem()).isEqualTo(ProblemType.DISK_AWAY));
            disk.mend();
            folder.require();
        }
    }

    @Test
    void ofADiskThatDoesNotAnswerOnlyOneWaitsForEver() throws Exception {
        MarkedFolder hanging =
                MarkedFolder.of(RootFolder.of(disk.root()), disk.root().resolve("id"), TITLE, Duration.ofMillis(50));
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        disk.before(FaultyDisk.Call.LOOK, "id", () -> {
            asked.countDown();
            awaitIt(answer);
        });
        CompletableFuture<Optional<DiskException>> first = CompletableFuture.supplyAsync(hanging::absence);
        asked.await();

        for (int others = 0; others < 3; others++) {
            assertThat(hanging.absence())
                    .hasValueSatisfying(why -> assertThat(why.kind()).isEqualTo(DiskException.Kind.SILENT));
        }
        assertThatThrownBy(hanging::require).hasMessageContaining("does not answer");
        assertThat(first).isNotDone();

        answer.countDown();

        assertThat(first.join()).isEmpty();
        hanging.require();
    }

    @Test
    void ofADiskThatAnswersAllAreToldThatItIsThereHoweverLongNobodyAsked() throws IOException {
        AtomicReference<MarkedFolder> asked = new AtomicReference<>(folder);
        CompletableFuture<Optional<DiskException>> other = CompletableFuture.supplyAsync(() -> {
            Optional<DiskException> absence = Optional.empty();
            for (MarkedFolder idle = asked.get(); idle != null && absence.isEmpty(); idle = asked.get()) {
                absence = idle.absence();
            }
            return absence;
        });
        Optional<DiskException> absence = Optional.empty();
        for (int round = 0; round < 30_000 && absence.isEmpty() && !other.isDone(); round++) {
            MarkedFolder idle = MarkedFolder.of(RootFolder.of(place), place.resolve("id"), TITLE);
            asked.set(idle);
            absence = idle.absence();
        }
        asked.set(null);

        assertThat(absence).isEmpty();
        assertThat(other.join()).isEmpty();
    }

    @Test
    void aMarkerThatIsReplacedJustWhileItIsLockedIsHeldAsItIsThen() throws Exception {
        disk.before(FaultyDisk.Call.OPEN, "id", () -> {
            try {
                Path copy = Files.copy(place.resolve("id"), place.resolve("copy"));
                Files.move(copy, place.resolve("id"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(folder.hold()).isTrue();
        assertThat(folder.hold()).as("the same one again").isTrue();
        assertThat(MarkedFolder.of(RootFolder.of(place), place.resolve("id"), TITLE)
                        .hold())
                .as("another one")
                .isFalse();
    }

    @Test
    void whoEndsDoesNotWaitForADiskThatDoesNotAnswerWhileItIsLocked() throws Exception {
        MarkedFolder hanging =
                MarkedFolder.of(RootFolder.of(disk.root()), disk.root().resolve("id"), TITLE, Duration.ofMillis(50));
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        disk.before(FaultyDisk.Call.LOCK, "id", () -> {
            asked.countDown();
            awaitIt(answer);
        });
        CompletableFuture<Boolean> hold = CompletableFuture.supplyAsync(() -> {
            try {
                return hanging.hold();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        asked.await();

        hanging.release();

        assertThat(hold).isNotDone();
        answer.countDown();
        assertThat(hold.join()).isTrue();
    }

    @Test
    void isAwayWhileAnotherServerHasTakenIt() throws Exception {
        folder.setTaken(true);

        assertAway("another server has taken it");
        assertAway("another server has taken it");
        assertThat(folder.hold()).as("it can be taken back").isTrue();

        folder.setTaken(false);
        folder.require();
    }

    @Test
    void makesAFolderWithThoseAboveIt() throws Exception {
        Path deep = disk.root().resolve("a/b/c");

        folder.makeFolder(deep);
        folder.makeFolder(deep);

        assertThat(place.resolve("a/b/c")).isEmptyDirectory();
        Files.writeString(place.resolve("file"), "");
        assertThatThrownBy(() -> folder.makeFolder(disk.root().resolve("file/below")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void leavesNothingInTheMountPointOfADiskThatGoesInThisVeryMoment() {
        disk.before(FaultyDisk.Call.MAKE_FOLDER, "a", () -> {
            try {
                Files.move(place, away);
                Files.createDirectory(place);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThatThrownBy(() -> folder.makeFolder(disk.root().resolve("a/b")))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("empty mount point");
        assertThat(place).isEmptyDirectory();
    }

    private static void awaitIt(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAway(String reason) {
        assertThatThrownBy(folder::require)
                .isInstanceOfSatisfying(
                        DiskException.class, why -> assertThat(why.kind()).isEqualTo(DiskException.Kind.AWAY))
                .hasMessageContaining(reason)
                .hasMessageStartingWith(TITLE + " ");
        assertThatThrownBy(() -> folder.makeFolder(disk.root().resolve("a/b"))).isInstanceOf(DiskException.class);
        assertThat(Files.exists(place.resolve("a"))).isFalse();
    }
}
