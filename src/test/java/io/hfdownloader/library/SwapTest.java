package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.FaultyDisk.Call;
import io.hfdownloader.files.MemoryDisk;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.swap.NewSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.SwapFixture.NEXT_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whatever ends a swap, and before whichever call to the disk: all files are the old ones, or all are the new. */
@Tag("fast")
class SwapTest {

    private static final int MAX_CALLS = 1_000;

    /** Of a disk that is bad from some call on, as the same is seen a few calls long. */
    private static final int STEP = 3;

    /** Of a way back, whose swap is held before each call by the way there. */
    private static final int BACK_STEP = 7;

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    /** The process is no more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private enum Ended {
        OLD,
        NEW
    }

    private SwapFixture fixture(String name) throws IOException {
        return new SwapFixture(folder.resolve(name));
    }

    @Test
    void theNewSetIsHereAfterwardsAndNothingElse() throws IOException {
        SwapFixture model = fixture("whole");
        ModelLibrary.Departed departed = model.swap();
        assertThat(departed.removed())
                .containsExactly("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "notes.txt");
        assertThat(model.isNew()).isTrue();
        model.assertIsWhole(REPO);
        model.assertIsTidy();
        model.restart();
        model.assertIsWhole(REPO);
        model.library.close();
    }

    @Test
    void sumsOfFilesThatAreReplacedGo() throws IOException {
        SwapFixture model = fixture("sums");
        Path sums = Files.createDirectories(model.library.layout().blockSumsFolder(REPO));
        String path = "config.json";
        String old =
                RepoFixture.lfs(path, SwapFixture.OLD.getOrDefault(path, "")).etag();
        String now =
                RepoFixture.lfs(path, SwapFixture.NEW.getOrDefault(path, "")).etag();
        assertThat(old).isNotEqualTo(now);
        String other = "e".repeat(64);
        for (String etag : List.of(old, now, other)) {
            assertThat(Files.writeString(sums.resolve(etag), "sums")).exists();
        }

        assertThat(model.swap().removed()).isNotEmpty();

        assertThat(sums.resolve(now)).exists();
        assertThat(sums.resolve(old)).as("it can be taken back").exists();
        assertThat(sums.resolve(other)).doesNotExist();
        model.library.close();
    }

    @Test
    void aKillBeforeAnyCallLeavesOneSetWhole() throws IOException {
        Set<Ended> ends = new TreeSet<>();
        int calls = MAX_CALLS;
        for (int call = 1; call <= calls; call++) {
            SwapFixture model = fixture("killed-" + call);
            model.disk.beforeCall(call, () -> {
                refuseAll(model.disk);
                throw new Killed();
            });
            boolean killed = false;
            try {
                ModelLibrary.Departed departed = model.swap();
                calls = call;
            } catch (Killed end) {
                killed = true;
            }
            model.disk.beforeNoCall();
            model.restart();
            model.assertIsWhole(REPO);
            boolean old = model.isOld();
            ends.add(old ? Ended.OLD : Ended.NEW);
            assertThat(killed || !old).isTrue();
            if (old) { // what has come is of use to the next attempt
                model.stage();
                ModelLibrary.Departed departed = model.swap();
                model.assertIsWhole(REPO);
            }
            assertThat(model.isNew()).as("killed before call %d", call).isTrue();
            model.assertIsTidy();
            model.library.close();
        }
        assertThat(calls).isBetween(40, MAX_CALLS - 1);
        assertThat(ends).containsExactly(Ended.OLD, Ended.NEW);
    }

    @Test
    void anUpdateIsTakenBackAsOneSetAndMadeAgainAsOne() throws IOException {
        SwapFixture model = fixture("back");
        assertThat(model.swap().removed()).isNotEmpty();
        model.restart();
        String old = model.library.bin().entries().get(0).id();
        assertThat(model.library.bin().restore(old).commit()).isEqualTo(COMMIT);
        assertThat(model.isOld()).isTrue();
        model.assertIsWhole(REPO);

        assertThat(model.library.bin().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.commit()).isEqualTo(NEXT_COMMIT));
        assertThat(model.library
                        .bin()
                        .restore(model.library.bin().entries().get(0).id()))
                .isNotNull();
        assertThat(model.isNew()).isTrue();
        model.assertIsWhole(REPO);
        model.library.close();
    }

    /** The files of a set are moved one after the other, and some may be read before. */
    @Test
    void whatIsOnItsWayBackIsNotDeletedFromTheBin() throws IOException {
        SwapFixture model = fixture("on-its-way");
        assertThat(model.swap().removed()).isNotEmpty();
        String old = model.library.bin().entries().get(0).id();
        List<Throwable> refused = new ArrayList<>();
        model.disk.beforeCall(25, () -> {
            refused.add(catchThrowable(() -> model.library.bin().delete(old)));
            refused.add(catchThrowable(() -> model.library.bin().care(Instant.MAX.minus(Duration.ofDays(400)))));
        });
        assertThat(model.library.bin().restore(old).commit()).isEqualTo(COMMIT);
        model.disk.beforeNoCall();
        assertThat(refused).hasSize(2);
        assertThat(refused.get(0)).isInstanceOf(LibraryException.class);
        assertThat(refused.get(1)).isNull();
        assertThat(model.isOld()).isTrue();
        model.assertIsWhole(REPO);
        model.library.close();
    }

    @Test
    void aKillOnTheWayBackLeavesOneSetWholeAndTheOtherToBeHad() throws IOException {
        Set<Ended> ends = new TreeSet<>();
        int calls = MAX_CALLS;
        for (int call = 1; call <= calls; call += BACK_STEP) {
            SwapFixture model = fixture("way-back-" + call);
            assertThat(model.swap().removed()).isNotEmpty();
            String old = model.library.bin().entries().get(0).id();
            model.disk.beforeCall(call, () -> {
                refuseAll(model.disk);
                throw new Killed();
            });
            try {
                assertThat(model.library.bin().restore(old)).isNotNull();
                calls = call;
            } catch (Killed end) {
                assertThat(end).isNotNull();
            }
            model.disk.beforeNoCall();
            model.restart();
            model.assertIsWhole(REPO);
            ends.add(model.isOld() ? Ended.OLD : Ended.NEW);
            if (model.isNew()) {
                assertThat(model.library.bin().restore(old)).isNotNull();
                assertThat(model.isOld()).as("killed before call %d", call).isTrue();
                model.assertIsWhole(REPO);
            }
            model.library.close();
        }
        assertThat(calls).isBetween(40, MAX_CALLS - 1);
        assertThat(ends).containsExactly(Ended.OLD, Ended.NEW);
    }

    private static void refuseAll(FaultyDisk disk) {
        for (Call call : Call.values()) {
            disk.refuse(call, "", "Input/output error");
        }
    }

    @Test
    void aDiskThatGoesBadBeforeAnyCallIsToldAndTriedAgainWhenItIsWell() throws IOException {
        boolean wasStuck = false;
        int calls = MAX_CALLS;
        for (int call = 1; call <= calls; call += STEP) {
            SwapFixture model = fixture("bad-" + call);
            model.disk.beforeCall(call, () -> refuseAll(model.disk));
            boolean refused = false;
            try {
                ModelLibrary.Departed departed = model.swap();
                refused = model.disk.refusals() > 0; // of what may be refused, as to force names
            } catch (IOException | RuntimeException told) {
                refused = true;
                assertThat(told.getMessage()).isNotBlank();
            }
            if (!refused) {
                calls = call;
            }
            model.disk.beforeNoCall();
            assertThat(model.library.models().get(0).commit())
                    .as("readers see the set that was whole last")
                    .isEqualTo(COMMIT);
            boolean stuck = model.library.interruptedSwap(REPO).isPresent();
            wasStuck |= stuck;
            model.disk.mend();
            if (stuck) {
                assertThat(model.library.scan().get(0).commit())
                        .as("also when they look again")
                        .isEqualTo(COMMIT);
                assertThat(model.library.interruptedSwap(REPO)).get().asString().endsWith(".");
            }
            model.library.rescan();
            model.assertIsWhole(REPO);
            model.library.close();
        }
        assertThat(calls).isBetween(40, MAX_CALLS - 1);
        assertThat(wasStuck).isTrue();
    }

    @Test
    void oneRefusalAtAnyMomentEndsInOneSet() throws IOException {
        int calls = MAX_CALLS;
        for (int call = 1; call <= calls; call++) {
            SwapFixture model = fixture("refused-" + call);
            model.disk.refuseCall(call, "Input/output error");
            boolean failed = false;
            boolean kept = false;
            try {
                kept = !model.swap().kept().isEmpty();
            } catch (IOException | RuntimeException told) {
                failed = true;
            }
            if (model.disk.calls() < call) {
                calls = call;
            }
            model.disk.beforeNoCall();
            model.library.rescan();
            if (kept) { // what the old commit had could not be read: its weights stay, and go with the next update
                assertThat(model.swap().kept()).isEmpty();
            }
            model.assertIsWhole(REPO);
            assertThat(failed || model.isNew()).isTrue();
            model.library.close();
        }
        assertThat(calls).isBetween(40, MAX_CALLS - 1);
    }

    @Test
    void whoeverReadsTheLibraryMeanwhileSeesTheOldSet() throws IOException {
        SwapFixture model = fixture("read");
        LibraryModel old = model.library.scan().get(0);
        List<LibraryModel> seen = new ArrayList<>();
        scanBeforeNextCall(model, seen);
        ModelLibrary.Departed departed = model.swap();
        model.disk.beforeNoCall();
        assertThat(seen).hasSizeGreaterThan(40).containsOnly(old);
        assertThat(model.library.scan().get(0).commit()).isEqualTo(NEXT_COMMIT);
        model.library.close();
    }

    private static void scanBeforeNextCall(SwapFixture model, List<LibraryModel> seen) {
        model.disk.beforeCall(1, () -> {
            seen.add(scanned(model));
            scanBeforeNextCall(model, seen);
        });
    }

    private static LibraryModel scanned(SwapFixture model) {
        try {
            return model.library.scan().get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLookInTheMidstOfWhichAllFilesMoveIsNotBelieved() throws IOException {
        SwapFixture model = fixture("overtaken");
        LibraryModel old = model.library.models().get(0);
        model.disk.before(Call.LOOK, "tiny/sub", () -> {
            try {
                ModelLibrary.Departed departed = model.swap();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(model.library.scan()).containsExactly(old);
        assertThat(model.isNew()).isTrue();
        model.assertIsWhole(REPO);
        model.library.close();
    }

    @Test
    void whatIsStoppedBeforeTheFirstMoveLeavesTheOldSet() throws IOException {
        SwapFixture model = fixture("stopped");
        RepoTree tree = model.library.tree(REPO, NEXT_COMMIT).orElseThrow();
        assertThatThrownBy(() -> model.library.swap(new NewSet(tree, tree.files(), COMMIT, true), () -> {
                    throw new CancellationException();
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(model.isOld()).isTrue();
        model.assertIsWhole(REPO);
        model.library.close();
    }

    /** Nobody has promised that nothing else is done in the folder while the server is down. */
    @Test
    void whatSomebodyTookAwayMeanwhileIsMissedAndTheRestIsThere() throws IOException {
        SwapFixture model = fixture("taken");
        model.disk.before(Call.MOVE, "README.md", () -> {
            refuseAll(model.disk);
            throw new Killed();
        });
        assertThatThrownBy(model::swap).isInstanceOf(Killed.class);
        Path edited = folder.resolve("taken/acme/tiny/notes.txt");
        Files.writeString(edited, "now it is mine");
        Files.setLastModifiedTime(
                edited, FileTime.fromMillis(Files.getLastModifiedTime(edited).toMillis() + 60_000));
        Files.delete(folder.resolve("taken/acme/tiny/tokenizer.json"));
        model.restart();
        assertThat(model.library.interruptedSwap(REPO)).isEmpty();
        assertThat(edited).hasContent("now it is mine");
        assertThat(folder.resolve("taken/acme/tiny/tokenizer.json")).doesNotExist();
        assertThat(folder.resolve("taken/acme/tiny/README.md")).hasContent("new words");
        assertThat(folder.resolve("taken/acme/tiny/model.safetensors")).exists();
        model.library.close();
    }

    @Test
    void whereAFolderStandsInThePlaceOfAFileNothingHasMoved() throws IOException {
        SwapFixture model = fixture("occupied");
        Files.createDirectories(folder.resolve("occupied/acme/tiny/model.safetensors"));
        assertThatThrownBy(model::swap).hasMessageContaining("A folder stands where \"model.safetensors\" must be");
        assertThat(model.isOld()).isTrue();
        Files.delete(folder.resolve("occupied/acme/tiny/model.safetensors"));
        model.assertIsWhole(REPO);
        model.library.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1]",
                "{\"format\":2,\"type\":\"model\",\"folder\":\"acme/tiny\",\"commit\":\"c\"}",
                "{\"format\":1,\"type\":\"model\",\"folder\":\"../tiny\",\"commit\":\"c\"}",
                "{\"format\":1,\"type\":\"model\",\"folder\":\"acme/tiny\",\"commit\":\"c\",\"leaving\":[\"../../../outside\"]}",
            })
    void aJournalThatIsNoneMovesNothing(String text) throws IOException {
        SwapFixture model = fixture("hostile");
        Path outside = Files.writeString(folder.resolve("outside"), "not ours");
        Path swaps = Files.createDirectories(folder.resolve("hostile/.cache/hf-downloader/swaps"));
        Files.writeString(swaps.resolve("models--acme--tiny.json"), text);
        model.restart();
        assertThat(model.isOld()).isTrue();
        assertThat(outside).hasContent("not ours");
        assertThat(model.library.scan()).hasSize(1);
        model.library.close();
    }

    @Test
    void aModelThatIsDeletedHasNothingLeftToMove() throws IOException {
        SwapFixture model = fixture("deleted");
        model.disk.refuse(Call.MOVE, "config.json", "Input/output error");
        assertThatThrownBy(model::swap).isInstanceOf(IOException.class);
        assertThat(model.library.interruptedSwap(REPO)).isPresent();
        model.library.delete(REPO);
        assertThat(model.library.interruptedSwap(REPO)).isEmpty();
        assertThat(model.library.layout().swapFile(REPO)).doesNotExist();
        model.disk.mend();
        model.library.rescan();
        assertThat(folder.resolve("deleted/acme")).doesNotExist();
        model.library.close();
    }
}
