package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hfdownloader.files.ExchangedFolder;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.FaultyDisk.Call;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinReason;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.RepoFixture.refusedAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is deleted can be taken back, and is never in neither place. */
@Tag("fast")
class BinTest {

    private static final int MAX_STEPS = 400;
    private static final RepoFile Q4 = RepoFixture.lfs("tiny-Q4_K_M.gguf", "four bits");
    private static final RepoFile Q8 = RepoFixture.lfs("tiny-Q8_0.gguf", "eight bits of it");
    private static final RepoFile CONFIG = RepoFixture.git("config.json", "{}");

    @TempDir
    Path disk;

    private Path models;
    private ModelLibrary library;

    @BeforeEach
    void open() throws IOException {
        models = Files.createDirectory(disk.resolve("models"));
        library = new ModelLibrary(() -> models);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private static void publish(ModelLibrary library, RepoFile file, String content) throws IOException {
        library.layout().prepare(REPO);
        Path published = library.files()
                .publish(REPO, file, COMMIT, Files.writeString(library.layout().partialFile(REPO, file), content));
        assertThat(published).exists();
    }

    private static void publishModel(ModelLibrary library) throws IOException {
        publish(library, Q4, "four bits");
        publish(library, Q8, "eight bits of it");
        publish(library, CONFIG, "{}");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(Q4, Q8, CONFIG)));
        library.flush();
    }

    /** All files of the models, with the notes beside them, by path. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path top : inside(models)) {
            try (Stream<Path> all = Files.walk(top)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    found.put(models.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return found;
    }

    /** Without the folder of the program's own, from which things go in the background. */
    private static List<Path> inside(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(place -> !place.endsWith(".cache")).toList();
        }
    }

    private List<String> variants() throws IOException {
        return library.scan().stream()
                .flatMap(model -> model.variants().stream())
                .map(LibraryVariant::label)
                .toList();
    }

    // --- there and back

    @Test
    void ofManyFilesOnlyTheFirstAreHeldByTheirNames() {
        List<String> paths =
                IntStream.range(0, 100_000).mapToObj(i -> "part-" + i).toList();
        BinEntry entry = new BinEntry(
                "id",
                null,
                "name",
                "",
                true,
                null,
                paths,
                paths.size(),
                1,
                null,
                null,
                null,
                BinReason.DELETED,
                Instant.EPOCH);
        assertThat(entry.paths()).isEqualTo(paths.subList(0, 10));
        assertThat(entry.files()).isEqualTo(100_000);
    }

    @Test
    void aModelComesBackAsItWasKnownAsVerified() throws IOException {
        publishModel(library);
        Map<String, String> before = contents();

        BinEntry entry = library.discard(REPO).orElseThrow();

        assertThat(models.resolve("acme")).doesNotExist();
        assertThat(library.scan()).isEmpty();
        assertThat(library.bin().entries()).containsExactly(entry);
        assertThat(entry.whole()).isTrue();
        assertThat(entry.repo()).isEqualTo(REPO);
        assertThat(entry.commit()).isEqualTo(COMMIT);
        assertThat(entry.reason()).isEqualTo(BinReason.DELETED);
        assertThat(entry.bytes()).isEqualTo(Q4.sizeBytes() + Q8.sizeBytes() + CONFIG.sizeBytes());
        assertThat(library.bin().bytes(Volume.of(models))).isEqualTo(entry.bytes());

        assertThat(library.bin().restore(entry.id())).isEqualTo(entry);

        assertThat(contents()).isEqualTo(before);
        assertThat(library.files().compare(REPO, Q4)).isEqualTo(FileMatch.SAME_VERIFIED);
        assertThat(library.bin().entries()).isEmpty();
        assertThat(library.bin().bytes()).isZero();
        assertThatThrownBy(() -> library.bin().restore(entry.id()))
                .satisfies(refusedAs(LibraryException.Kind.NOT_IN_BIN));
    }

    @Test
    void aVariantComesBackAfterARestartThoughItsModelHasMovedOn() throws IOException {
        publishModel(library);
        Map<String, String> before = contents();

        BinEntry entry = library.discardVariant(REPO, "q4_k_m").orElseThrow();

        assertThat(variants()).containsExactly("Q8_0");
        assertThat(entry.label()).isEqualTo("q4_k_m");
        assertThat(entry.paths()).containsExactly(Q4.path());
        library.close();
        library = new ModelLibrary(() -> models);
        assertThat(library.bin().entries()).containsExactly(entry);
        RepoFile newer = RepoFixture.git("config.json", "{\"a\":1}");
        publish(library, newer, "{\"a\":1}");

        assertThat(library.bin().restore(entry.id())).isEqualTo(entry);

        assertThat(variants()).containsExactlyInAnyOrder("Q4_K_M", "Q8_0");
        assertThat(contents().keySet()).isEqualTo(before.keySet());
        assertThat(library.files().compare(REPO, Q4)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    @Test
    void partialDataComesBackWithItsVariantAndTheLastFilesTakeTheFolderAlong() throws IOException {
        publish(library, Q8, "eight bits of it");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(Q4, Q8)));
        Path partial = Files.writeString(library.layout().partialFile(REPO, Q4), "four");
        Path journal = Files.writeString(library.layout().rangeJournal(REPO, Q4), "0-4");

        BinEntry half = library.discardVariant(REPO, "Q4_K_M").orElseThrow();
        assertThat(partial).doesNotExist();
        assertThat(journal).doesNotExist();
        BinEntry rest = library.discardFiles(REPO, Set.of(Q8.path())).orElseThrow();
        assertThat(rest.whole()).isTrue();
        assertThat(models.resolve("acme")).doesNotExist();

        assertThat(library.bin().restore(half.id())).isEqualTo(half);
        assertThat(partial).hasContent("four");
        assertThat(journal).hasContent("0-4");
        assertThat(library.bin().restore(rest.id())).isEqualTo(rest);
        assertThat(models.resolve("acme/tiny").resolve(Q8.path())).hasContent("eight bits of it");
        assertThat(library.tree(REPO, COMMIT)).isPresent();
    }

    @Test
    void aFileOfNoModelComesBackAndAFolderOfNoRepoDoes() throws IOException {
        RepoFixture others = new RepoFixture(models);
        Path loose = others.put("loose.gguf", "weights");
        Path foreign = others.put("my models/some model/model.gguf", "weights");

        BinEntry file = library.discardPath(loose.toString()).orElseThrow();
        BinEntry folder = library.discardPath(foreign.getParent().toString()).orElseThrow();

        assertThat(contents()).isEmpty();
        assertThat(library.bin().restore(file.id())).isEqualTo(file);
        assertThat(library.bin().restore(folder.id())).isEqualTo(folder);
        assertThat(contents().keySet()).containsExactly("loose.gguf", "my models/some model/model.gguf");
    }

    @Test
    void whatAnUpdateReplacesCanBeTakenBackToo() throws IOException {
        publishModel(library);
        RepoTree next = new RepoTree(REPO, "d".repeat(40), List.of(Q4, Q8));
        NewSet set = new NewSet(next, next.files(), COMMIT, true);
        assertThat(library.swap(set, () -> {}).removed()).contains(CONFIG.path());

        BinEntry entry = library.bin().entries().get(0);

        assertThat(entry.reason()).isEqualTo(BinReason.REPLACED);
        assertThat(entry.commit()).isEqualTo(COMMIT);
        assertThat(entry.paths()).contains(CONFIG.path());
        assertThat(library.bin().restore(entry.id())).isEqualTo(entry);
        assertThat(models.resolve("acme/tiny/config.json")).hasContent("{}");
    }

    // --- what is refused

    @Test
    void nothingIsWrittenOverWhatCameSince() throws IOException {
        publishModel(library);
        BinEntry entry = library.discard(REPO).orElseThrow();
        publish(library, CONFIG, "{}");
        Map<String, String> before = contents();

        assertThatThrownBy(() -> library.bin().restore(entry.id()))
                .satisfies(refusedAs(LibraryException.Kind.NAME_TAKEN))
                .hasMessageContaining("config.json");

        assertThat(contents()).isEqualTo(before);
        assertThat(library.bin().entries()).containsExactly(entry);
        library.deleteFiles(REPO, Set.of(CONFIG.path()));
        assertThat(library.bin().restore(entry.id())).isEqualTo(entry);
        assertThat(contents()).containsKeys("acme/tiny/" + Q4.path(), "acme/tiny/" + CONFIG.path());
    }

    @Test
    void aTransferThatRunsKeepsOthersFromDeletingAndFromRestoring() throws IOException {
        publishModel(library);
        BinEntry entry = library.discardVariant(REPO, "Q4_K_M").orElseThrow();
        try (RepoLease transfer = library.lease(REPO)) {
            assertThatThrownBy(() -> library.discard(REPO)).satisfies(refusedAs(LibraryException.Kind.IN_USE));
            assertThatThrownBy(() -> library.bin().restore(entry.id()))
                    .satisfies(refusedAs(LibraryException.Kind.IN_USE));
        }
        assertThat(library.bin().entries()).containsExactly(entry);
        assertThat(variants()).containsExactly("Q8_0");
    }

    @Test
    void whatLiesOnAnotherDiskIsDeletedForGoodOnlyWhenThatIsAskedFor() throws IOException {
        library.close();
        FaultyDisk mounted = new FaultyDisk(models);
        library = new ModelLibrary(mounted::root);
        publishModel(library);
        mounted.mount("acme/tiny/tiny-Q8", "ext4", 1L << 30); // the first files move, and go back
        Map<String, String> before = contents();

        assertThatThrownBy(() -> library.discardFiles(REPO, Set.of(Q4.path(), Q8.path())))
                .satisfies(refusedAs(LibraryException.Kind.OTHER_DISK));

        assertThat(contents()).isEqualTo(before);
        assertThat(library.bin().entries()).isEmpty();
        assertThat(library.files().compare(REPO, Q4)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    // --- how long

    @Test
    void itEmptiesItselfAfterTheWindowAndGivesWayOldestFirst() throws IOException {
        publishModel(library);
        BinEntry first = library.discardVariant(REPO, "Q4_K_M").orElseThrow();
        BinEntry second = library.discardVariant(REPO, "Q8_0").orElseThrow();
        Volume volume = Volume.of(models);

        assertThat(library.bin().giveWay(volume, 1)).isEqualTo(first.bytes());
        assertThat(library.bin().entries()).containsExactly(second);
        assertThat(library.layout().trashFolder()).isEmptyDirectory();

        library.bin().care(second.since().plus(Duration.ofDays(7)).minusMillis(1));
        assertThat(library.bin().entries()).containsExactly(second);
        library.bin().care(second.since().plus(Duration.ofDays(7)));
        assertThat(library.bin().entries()).isEmpty();
        assertThat(library.bin().giveWay(volume, 1)).isZero();
        assertThat(variants()).isEmpty();
    }

    @Test
    void withoutAWindowNothingIsKeptAndWhatWasGoes() throws IOException {
        publishModel(library);
        BinEntry before = library.discardVariant(REPO, "Q4_K_M").orElseThrow();
        library.close();
        library = new ModelLibrary(() -> models, new BinWindows(Duration.ZERO, Duration.ZERO));
        assertThat(library.bin().entries()).containsExactly(before);

        assertThat(library.discard(REPO)).isEmpty();

        assertThat(models.resolve("acme")).doesNotExist();
        library.bin().care(Instant.now());
        assertThat(library.bin().entries()).isEmpty();
    }

    @Test
    void whatSomebodyElsePutThereIsLeftAlone() throws IOException {
        library.close();
        Path strange = Files.createDirectories(models.resolve(".cache/hf-downloader/bin/strange/files"));
        Files.writeString(strange.resolve("precious.gguf"), "weights");
        Path broken = Files.createDirectories(models.resolve(".cache/hf-downloader/bin/broken"));
        Files.writeString(
                broken.resolve("entry.json"), "{\"folder\":\"../../etc\",\"since\":\"2020-01-01T00:00:00Z\"}");
        Files.writeString(Files.createDirectory(broken.resolve("files")).resolve("passwd"), "root");
        library = new ModelLibrary(() -> models);

        library.bin().care(Instant.now());

        assertThat(strange.resolve("precious.gguf")).hasContent("weights");
        assertThat(disk.resolve("etc")).doesNotExist();
        assertThat(models.resolve("etc")).doesNotExist();
    }

    // --- kills and races

    private enum Work {
        MODEL,
        VARIANT,
        RESTORE_MODEL,
        RESTORE_VARIANT,
        RESTORE_INTO_MODEL,
        GIVE_WAY
    }

    /** After each call of the disk the process is killed: nothing works from there on, and another one opens the library. */
    @ParameterizedTest
    @EnumSource
    void aKillAtAnyStepLeavesAModelAsItWasOrInTheBin(Work work) throws IOException {
        int step = 0;
        boolean killed = true;
        while (killed && step++ < MAX_STEPS) {
            killed = killedAt(step, work);
        }
        assertThat(step).as("steps").isBetween(4, MAX_STEPS - 1);
    }

    private boolean killedAt(int step, Work work) throws IOException {
        library.close();
        FaultyDisk faulty = new FaultyDisk(models);
        ModelLibrary dying = new ModelLibrary(faulty::root);
        publishModel(dying);
        Map<String, String> whole = contents();
        String id = prepared(dying, work);
        Map<String, String> before = contents();
        boolean[] killed = {false};
        faulty.beforeCall(step, () -> {
            killed[0] = true;
            Stream.of(Call.OPEN, Call.WRITE, Call.FORCE, Call.MAKE_FOLDER, Call.MOVE, Call.DELETE)
                    .forEach(call -> faulty.refuse(call, "", "killed"));
        });
        try {
            run(dying, work, id);
        } catch (IOException | ProblemException dead) {
            assertThat(killed[0]).as("step %d: %s", step, dead).isTrue();
        }
        dying.close(); // writes nothing more
        faulty.mend();

        library = new ModelLibrary(() -> models);
        List<BinEntry> entries = library.bin().entries();
        Map<String, String> now = contents();
        switch (work) {
            case GIVE_WAY -> assertThat(now).as("step %d", step).isEqualTo(before);
            case MODEL, VARIANT -> {
                if (entries.isEmpty()) {
                    assertThat(now).as("step %d", step).isEqualTo(whole);
                } else {
                    assertThat(now.keySet()).doesNotContain("acme/tiny/" + Q4.path());
                }
            }
            default ->
                assertThat(now.equals(whole)).as("step %d: %s", step, now).isEqualTo(entries.isEmpty());
        }
        for (BinEntry entry : entries) {
            assertThat(library.bin().restore(entry.id())).isEqualTo(entry);
        }
        if (work != Work.GIVE_WAY || !entries.isEmpty()) {
            assertThat(contents()).as("step %d", step).isEqualTo(whole);
            assertThat(library.files().compare(REPO, Q4)).as("step %d", step).isEqualTo(FileMatch.SAME_VERIFIED);
        }
        assertThat(library.bin().entries()).isEmpty();
        assertThat(inside(models.resolve(".cache/hf-downloader/bin")))
                .as("step %d", step)
                .isEmpty();
        if (library.scan().isEmpty()) {
            return killed[0];
        }
        library.delete(REPO);
        return killed[0];
    }

    private static String prepared(ModelLibrary library, Work work) throws IOException {
        return switch (work) {
            case MODEL, VARIANT -> "";
            case RESTORE_MODEL, GIVE_WAY -> library.discard(REPO).orElseThrow().id();
            case RESTORE_VARIANT ->
                library.discardVariant(REPO, "Q4_K_M").orElseThrow().id();
            case RESTORE_INTO_MODEL -> {
                BinEntry entry = library.discard(REPO).orElseThrow();
                library.layout().prepare(REPO); // as when a download has begun and ended
                yield entry.id();
            }
        };
    }

    private static void run(ModelLibrary library, Work work, String id) throws IOException {
        switch (work) {
            case MODEL -> assertThat(library.discard(REPO)).isPresent();
            case VARIANT -> assertThat(library.discardVariant(REPO, "Q4_K_M")).isPresent();
            case GIVE_WAY ->
                assertThat(library.bin().giveWay(Volume.of(library.layout().root()), 1))
                        .isPositive();
            default -> assertThat(library.bin().restore(id).id()).isEqualTo(id);
        }
    }

    /** Whoever may write in the models directory exchanges a folder for a link outside, at each moment of it. */
    @ParameterizedTest
    @EnumSource(
            value = Work.class,
            names = {"MODEL", "VARIANT", "RESTORE_MODEL", "RESTORE_VARIANT"})
    void aFolderExchangedForALinkLeadsNothingOutside(Work work) throws IOException {
        int step = 0;
        int calls;
        do {
            step++;
            library.close();
            FaultyDisk watched = new FaultyDisk(models);
            library = new ModelLibrary(watched::root);
            publishModel(library);
            Path neighbour = new RepoFixture(models).put("acme/other/config.json", "{}");
            String id = prepared(library, work);
            ExchangedFolder exchanged =
                    new ExchangedFolder(models.resolve("acme"), disk.resolve(work + "-outside-" + step));
            watched.beforeCall(step, exchanged::exchange);
            try {
                run(library, work, id);
            } catch (IOException | ProblemException told) {
                assertThat(told.getMessage()).isNotBlank();
            }
            calls = watched.calls();
            assertThat(exchanged.contents()).as("step %d", step).isEqualTo(exchanged.untouched());
            exchanged.stop();
            library.close();
            library = new ModelLibrary(() -> models);
            for (BinEntry entry : library.bin().entries()) {
                library.bin().delete(entry.id());
            }
            assertThat(neighbour).exists();
            for (Path top : inside(models)) {
                removeAll(top);
            }
        } while (step <= calls && step < MAX_STEPS);
        assertThat(step).as("moments").isBetween(4, MAX_STEPS - 1);
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
