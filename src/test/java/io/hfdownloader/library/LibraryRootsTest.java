package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.root.RememberedRoots;
import io.hfdownloader.library.root.RootRules;
import io.hfdownloader.library.root.RootSetting;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.process.SmallDisk;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.RepoFixture.refusedAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Models are in several directories, some of which come and go. */
@Tag("fast")
class LibraryRootsTest {

    private static final RepoFile WEIGHTS = RepoFixture.lfs("model.gguf", "four bits");
    private static final RepoFile NEWER = RepoFixture.lfs("model.gguf", "five bits");
    private static final RepoId OTHER = RepoId.model("acme/other");
    private static final String NEXT = "d".repeat(40);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path disk;

    private Path models;
    private Path nas;
    private String further = "nas"; // name of that directory
    private ModelLibrary library;

    @BeforeEach
    void open() throws IOException {
        disk = disk.toRealPath();
        models = Files.createDirectory(disk.resolve("models"));
        nas = Files.createDirectory(disk.resolve("nas"));
        library = reopened();
    }

    @AfterEach
    void close() {
        library.close();
    }

    private ModelLibrary reopened() {
        return new ModelLibrary(() -> models, BinWindows.DEFAULT, () -> Optional.of(further + "=" + nas));
    }

    private void restart() {
        library.close();
        library = reopened();
    }

    private void publish(RepoId repo, RepoFile file, String content) throws IOException {
        library.layout().prepare(repo);
        Path partial = Files.writeString(library.layout().partialFile(repo, file), content);
        Path published = library.files().publish(repo, file, COMMIT, partial);
        assertThat(published).hasContent(content);
        library.saveTree(new RepoTree(repo, COMMIT, List.of(file)));
        library.flushAfterJob(repo);
    }

    private void publishInNas() throws IOException {
        library.choose(REPO, "nas");
        publish(REPO, WEIGHTS, "four bits");
    }

    private LibraryModel model(RepoId repo) throws IOException {
        return library.scan().stream()
                .filter(model -> repo.equals(model.repo()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitThere(boolean there) {
        await().atMost(LIMIT).until(() -> {
            library.lookForRoots();
            return library.roots().get(1).away() != there;
        });
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder)).toList();
        }
    }

    // --- where models go ---------------------------------------------------------------------------------------

    @Test
    void oneIsInTheDirectoryThatWasChosenWithAllThatBelongsToIt() throws IOException {
        publishInNas();
        publish(OTHER, WEIGHTS, "four bits");

        assertThat(nas.resolve("acme/tiny/model.gguf")).hasContent("four bits");
        assertThat(nas.resolve(".cache/hf-downloader/verified/models--acme--tiny.json"))
                .exists();
        assertThat(models.resolve("acme/tiny")).doesNotExist();
        assertThat(models.resolve("acme/other/model.gguf"))
                .as("of two directories on one disk the first")
                .exists();
        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/other", "acme/tiny");
        assertThat(library.rootOf(model(REPO).folder())).isEqualTo(new ModelLibrary.Root("nas", nas, false));
        assertThat(library.rootOf(model(OTHER).folder()).name()).isEqualTo("main");
        assertThat(models.resolve(".cache/hf-downloader/roots.json"))
                .as("a kill in this very moment does not lose it from the list")
                .content()
                .contains("acme/tiny")
                .doesNotContain("acme/other");
        assertThat(library.files().compare(REPO, WEIGHTS)).isEqualTo(FileMatch.SAME_VERIFIED);
        assertThat(library.tree(REPO, COMMIT)).isPresent();
    }

    @Test
    void itIsFoundAgainAfterARestartBeforeTheFirstScan() throws IOException {
        publishInNas();

        restart();

        assertThat(library.layout().file(REPO, "model.gguf")).isEqualTo(nas.resolve("acme/tiny/model.gguf"));
        assertThat(library.files().compare(REPO, WEIGHTS)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    @Test
    void whoWorksInItStaysInItAlsoWhenItsFolderWasRemovedMeanwhile() throws IOException {
        publishInNas();
        try (RepoLease lease = library.lease(REPO)) {
            assertThatThrownBy(() -> library.discard(REPO)).satisfies(refusedAs(LibraryException.Kind.IN_USE));
            Files.move(nas.resolve("acme"), disk.resolve("gone"));
            assertThat(library.scan()).isEmpty();
            publish(REPO, WEIGHTS, "four bits");
        }
        assertThat(nas.resolve("acme/tiny/model.gguf")).exists();
    }

    @Test
    void aRepoThatIsAskedForByANameItHadBeforeComesToWhereThatOneWouldHaveCome() {
        library.choose(OTHER, "nas");

        library.renamed(OTHER, REPO);

        assertThat(library.layout().repoFolder(REPO)).isEqualTo(nas.resolve("acme/tiny"));
    }

    @Test
    void whoIsInTheWayIsCalledByWhatItDoes() {
        try (RepoLease first = library.leaseToAdopt(REPO)) {
            assertThatThrownBy(() -> library.leaseToAdopt(REPO)).hasMessage("acme/tiny is being adopted already.");
            assertThatThrownBy(() -> library.lease(REPO)).hasMessageContaining("is being adopted. Try again");
        }
    }

    private ModelLibrary ruled(String rules) {
        return new ModelLibrary(
                () -> models, BinWindows.DEFAULT, () -> Optional.of("nas=" + nas), () -> Optional.of(rules));
    }

    @Test
    void theFirstRuleForItsNameSaysWhereAModelComesThatIsNowhere() {
        library.close();
        library = ruled("Acme/OTHER=main, acme/t*=nas, *=main");

        assertThat(library.layout().repoFolder(REPO)).isEqualTo(nas.resolve("acme/tiny"));
        assertThat(library.layout().repoFolder(OTHER)).isEqualTo(models.resolve("acme/other"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                acme/*=tape     | there are only main, nas
                acme            | no owner/name=root
                a/b/c=nas       | no owner/name=root
                *a*b*c*d*e=nas  | no owner/name=root
                """)
    void aRuleThatCannotBeIsRefusedAtTheStartWithASentence(String rules, String reason) {
        assertThatThrownBy(() -> ruled(rules))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageStartingWith("hf-downloader.root-for (HF_DOWNLOADER_ROOT_FOR)")
                .hasMessageContaining(reason);
    }

    @Test
    void aChoiceIsRefusedThatCannotBe() throws IOException {
        publishInNas();

        assertThatThrownBy(() -> library.choose(OTHER, "tape")).hasMessageContaining("there are main, nas");
        assertThatThrownBy(() -> library.choose(REPO, "main")).hasMessageContaining("acme/tiny is in \"nas\" already");
        library.choose(REPO, "nas");
    }

    @Test
    void anUpdateTakesItsPlaceInTheSameDirectoryAndTheOldFilesGoIntoTheBinThere() throws IOException {
        publishInNas();
        RepoTree tree = new RepoTree(REPO, NEXT, List.of(NEWER));
        Files.writeString(library.layout().partialFile(REPO, NEWER), "five bits");
        library.files().stage(REPO, NEWER);
        library.saveTree(tree);

        var departed = library.swap(new NewSet(tree, List.of(NEWER), COMMIT, true), () -> {});

        assertThat(departed.removed()).isEmpty();
        assertThat(nas.resolve("acme/tiny/model.gguf")).hasContent("five bits");
        assertThat(library.bin().entries())
                .singleElement()
                .satisfies(old -> assertThat(library.bin().origin(old)).isEqualTo(nas.resolve("acme/tiny")));
        assertThat(models.resolve(".cache/hf-downloader/bin")).doesNotExist();
    }

    // --- what goes ---------------------------------------------------------------------------------------------

    @Test
    void whatIsDeletedStaysOnItsDiskAndComesBackThere() throws IOException {
        publishInNas();

        BinEntry kept = library.discard(REPO).orElseThrow();

        assertThat(library.scan()).isEmpty();
        assertThat(nas.resolve(".cache/hf-downloader/bin").resolve(kept.id())).isDirectory();
        assertThat(library.bin().entries()).containsExactly(kept);
        assertThat(library.bin().origin(kept)).isEqualTo(nas.resolve("acme/tiny"));
        assertThat(library.bin().bytes()).isEqualTo(9);
        restart();
        assertThat(library.bin().restore(kept.id())).isEqualTo(kept);
        assertThat(nas.resolve("acme/tiny/model.gguf")).hasContent("four bits");
        assertThat(library.files().compare(REPO, WEIGHTS)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    @Test
    void nothingComesBackBesideTheSameModelInAnotherDirectory() throws IOException {
        publishInNas();
        BinEntry kept = library.discard(REPO).orElseThrow();
        library.choose(REPO, "main");
        publish(REPO, WEIGHTS, "four bits");

        assertThatThrownBy(() -> library.bin().restore(kept.id()))
                .satisfies(refusedAs(LibraryException.Kind.NAME_TAKEN))
                .hasMessageContaining(models.resolve("acme/tiny").toString());

        library.delete(REPO);
        assertThat(library.bin().restore(kept.id())).isEqualTo(kept);
        assertThat(nas.resolve("acme/tiny/model.gguf")).exists();
    }

    @Test
    void itIsDeletedByItsPathToo() throws IOException {
        publishInNas();
        library.deletePath(nas.resolve("acme/tiny").toString());
        assertThat(nas.resolve("acme")).doesNotExist();
        assertThatThrownBy(() -> library.deletePath(nas.resolveSibling("nas-2").toString()))
                .satisfies(refusedAs(LibraryException.Kind.INVALID_PATH));
        assertThatThrownBy(() -> library.deletePath(nas.toString()))
                .satisfies(refusedAs(LibraryException.Kind.INVALID_PATH));
    }

    @Test
    void ofOneThatIsInTwoDirectoriesTheFirstIsShownAndTheOtherToldOf() throws IOException {
        publishInNas();
        new RepoFixture(models).putFromHub("acme/tiny", "model.gguf", "four bits", COMMIT);
        restart();

        assertThat(library.scan())
                .singleElement()
                .satisfies(model -> assertThat(model.folder()).isEqualTo(models.resolve("acme/tiny")));
        assertThat(library.skippedFolders()).singleElement().satisfies(other -> {
            assertThat(other.folder()).isEqualTo(nas.resolve("acme/tiny"));
            assertThat(other.kind()).isEqualTo("in-another-root");
        });

        library.delete(REPO);

        assertThat(library.scan())
                .singleElement()
                .satisfies(model -> assertThat(model.folder()).isEqualTo(nas.resolve("acme/tiny")));
        assertThat(library.skippedFolders()).extracting(SkippedFolder::name).isEmpty();
    }

    // --- what is away ------------------------------------------------------------------------------------------

    @Test
    void oneThatIsAwayAtTheStartIsRememberedAndNothingIsWrittenWhereItBelongs() throws IOException {
        publishInNas();
        assertThat(library.scan()).hasSize(1);
        library.close();
        Path elsewhere = Files.move(nas, disk.resolve("elsewhere"));
        Files.createDirectory(nas);

        library = reopened();

        assertThat(library.roots().get(1)).isEqualTo(new ModelLibrary.Root("nas", nas, true));
        assertThat(model(REPO).sizeBytes()).isEqualTo(9);
        assertThat(model(REPO).commit()).isEqualTo(COMMIT);
        assertThat(library.rootOf(model(REPO).folder()).away()).isTrue();
        assertIsAway();
        try (RepoLease lease = library.lease(REPO)) { // as a download takes it that waits
            assertIsAway();
        }
        library.flush();
        library.rescan();
        assertThatThrownBy(() -> library.requireThere(REPO)).hasMessageContaining("The models in \"nas\" are away");
        assertThat(inside(nas)).as("an empty mount point stays empty").isEmpty();

        Files.delete(nas);
        Files.move(elsewhere, nas);
        awaitThere(true);
        assertThat(library.files().compare(REPO, WEIGHTS)).isEqualTo(FileMatch.SAME_VERIFIED);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(library.models())
                        .singleElement()
                        .satisfies(model -> assertThat(model.files()).hasSize(1)));
    }

    private void assertIsAway() {
        assertThat(library.isGone(REPO)).isFalse();
        assertThat(library.folderOf(REPO)).isEqualTo(nas.resolve("acme/tiny"));
        for (ThrowingCallable work : List.<ThrowingCallable>of(
                () -> library.layout().prepare(REPO),
                () -> library.discard(REPO),
                () -> library.files().compare(REPO, WEIGHTS),
                () -> library.disk(REPO).isReachable(REPO))) {
            assertThatThrownBy(work)
                    .isInstanceOfSatisfying(
                            DiskException.class, away -> assertThat(away.kind()).isEqualTo(DiskException.Kind.AWAY))
                    .hasMessageContaining(nas.toString());
        }
    }

    @Test
    void oneThatGoesAwayMeanwhileKeepsItsModelsInTheListAndComesBackByItself() throws IOException {
        publishInNas();
        publish(OTHER, WEIGHTS, "four bits");
        assertThat(library.scan()).hasSize(2);
        Path elsewhere = Files.move(nas, disk.resolve("elsewhere"));
        Files.createDirectory(nas);

        awaitThere(false);

        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/other", "acme/tiny");
        assertThat(model(REPO).files()).as("as it was seen last").hasSize(1);
        assertThatThrownBy(() -> library.layout().prepare(REPO)).isInstanceOf(DiskException.class);
        assertThatThrownBy(() -> library.discard(REPO))
                .isInstanceOf(DiskException.class)
                .hasMessageStartingWith("The directory \"nas\" for models (" + nas + ") is not there");
        assertThat(library.discard(OTHER)).as("which is on another disk").isPresent();
        assertThat(inside(nas)).isEmpty();

        Files.delete(nas);
        Files.move(elsewhere, nas);
        awaitThere(true);
        assertThat(library.discard(REPO)).isPresent();
    }

    @Test
    void anotherDirectoryInItsPlaceIsNotTakenForIt() throws IOException {
        publishInNas();
        assertThat(library.scan()).hasSize(1);
        library.close();
        Path elsewhere = Files.move(nas, disk.resolve("elsewhere"));
        library = reopened();
        Path another = Files.createDirectories(nas.resolve(".cache/hf-downloader"));
        Files.writeString(another.resolve("id"), "7e57-0000\n");

        library.lookForRoots();
        library.rescan();

        assertThat(library.roots().get(1).away()).isTrue();
        assertThat(inside(another)).hasSize(1);
        assertThat(elsewhere).isDirectory();
    }

    @Test
    void oneThatAnotherServerHasIsAway() throws IOException {
        Path second = Files.createDirectory(disk.resolve("second"));
        ModelLibrary other = new ModelLibrary(() -> second, BinWindows.DEFAULT, () -> Optional.of("theirs=" + nas));
        try {
            assertThat(other.roots().get(1).away()).isTrue();
            assertThatThrownBy(() -> other.choose(REPO, "theirs")).hasMessageContaining("away");
        } finally {
            other.close();
        }
    }

    // --- disks of their own ------------------------------------------------------------------------------------

    @Test
    void oneThatIsNowhereComesToTheDiskWithMostRoom() throws IOException {
        Path small = disk.resolve("small");
        try (SmallDisk tiny = SmallDisk.mountOrSkip(small, "size=8m")) {
            assertThat(Volume.of(nas).freeBytes()).isGreaterThan(8L << 20);
            ModelLibrary onSmall = new ModelLibrary(
                    () -> small, BinWindows.DEFAULT, () -> Optional.of("large=" + disk.resolve("large")));
            assertThat(onSmall.layout().repoFolder(REPO))
                    .as("the other one is not there")
                    .isEqualTo(small.resolve("acme/tiny"));
            onSmall.close();
            Path large = Files.createDirectory(disk.resolve("large"));
            onSmall = new ModelLibrary(() -> small, BinWindows.DEFAULT, () -> Optional.of("large=" + large));
            try {
                assertThat(onSmall.layout().repoFolder(REPO)).isEqualTo(large.resolve("acme/tiny"));
                onSmall.choose(OTHER, "main");
                assertThat(onSmall.layout().repoFolder(OTHER)).isEqualTo(small.resolve("acme/other"));
                assertThat(tiny).isNotNull();
            } finally {
                onSmall.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "small"})
    void oneThatIsFullAtTheStartIsReadAndEmptiedAndTakesModelsAgain(String name) throws IOException {
        library.close();
        Path small = disk.resolve("small");
        try (SmallDisk tiny = SmallDisk.mountOrSkip(small, "size=2m")) {
            models = name.equals("main") ? small : models;
            nas = name.equals("main") ? nas : small;
            further = "small";
            library = reopened();
            library.choose(REPO, name);
            publish(REPO, WEIGHTS, "four bits");
            library.close();
            Path filler = Files.move(tiny.fill(), small.resolve("acme/tiny/filler.bin"));

            library = reopened();

            assertThat(model(REPO).sizeBytes()).isEqualTo(9 + Files.size(filler));
            assertThat(library.roots()).noneMatch(ModelLibrary.Root::away);
            assertThat(library.files().compare(REPO, WEIGHTS)).isEqualTo(FileMatch.SAME_VERIFIED);
            assertThatThrownBy(() -> library.discard(REPO))
                    .as("which is noted")
                    .hasStackTraceContaining("No space left");
            library.delete(REPO);
            assertThat(library.scan()).isEmpty();
            await().atMost(LIMIT).until(() -> Volume.of(small).freeBytes() > 1L << 20);
            library.choose(REPO, name);
            publish(REPO, WEIGHTS, "four bits");
            assertThat(small.resolve("acme/tiny/model.gguf")).hasContent("four bits");
            library.close();
        }
        models = disk.resolve("models");
        nas = disk.resolve("nas");
        further = "nas";
        library = reopened();
    }

    @Test
    void oneThatIsFullBeforeItIsUsedAtAllIsMarkedWhenThereIsRoom() throws IOException {
        library.close();
        Path small = disk.resolve("small");
        Path empty = nas;
        try (SmallDisk tiny = SmallDisk.mountOrSkip(small, "size=1m")) {
            nas = small;
            further = "small";
            new RepoFixture(small).putFromHub("acme/tiny", "model.gguf", "four bits", COMMIT);
            Path filler = tiny.fill();
            library = reopened();

            assertThat(model(REPO).folder()).isEqualTo(small.resolve("acme/tiny"));
            assertThat(library.rootOf(small)).isEqualTo(new ModelLibrary.Root("small", small, false));
            assertThat(small.resolve(".cache/hf-downloader/id")).doesNotExist();
            Files.delete(filler);
            await().atMost(LIMIT).untilAsserted(() -> {
                library.rescan();
                assertThat(small.resolve(".cache/hf-downloader/id")).isNotEmptyFile();
            });
            library.close();
        }
        nas = empty;
        further = "nas";
        library = reopened();
    }

    // --- disks that do not answer ------------------------------------------------------------------------------

    @Test
    void oneThatDoesNotAnswerIsAwayUntilItDoesAndKeepsNobodyWaiting() throws IOException {
        library.close();
        CountDownLatch answer = new CountDownLatch(1);
        LibraryRoot main = new LibraryRoot(new RootSetting(RootSetting.MAIN, models), BinWindows.DEFAULT, NOBODY);
        RootSetting setting = new RootSetting("nas", nas);
        RootSlot slot = RootSlot.further(
                        List.of(setting),
                        new RememberedRoots(main.layout()),
                        place -> {
                            awaitUninterruptibly(answer);
                            return new LibraryRoot(place, BinWindows.DEFAULT, NOBODY);
                        },
                        Duration.ofMillis(50))
                .get(0);
        LibraryRoots roots = new LibraryRoots(main, List.of(slot), RootRules.NONE, NOBODY.leases());
        try {
            assertThat(slot.isAway()).isTrue();
            assertThatThrownBy(slot::require).hasMessageContaining("\"nas\"").hasMessageContaining("does not answer");
            assertThat(roots.slotOf(REPO).name()).isEqualTo("main");
            AtomicInteger changes = new AtomicInteger();
            roots.look(changes::incrementAndGet);

            answer.countDown();

            await().atMost(LIMIT).until(() -> {
                roots.look(changes::incrementAndGet);
                return changes.get() == 1;
            });
            assertThat(slot.isAway()).isFalse();
            slot.requireThere();
        } finally {
            answer.countDown();
            roots.close();
            library = reopened();
        }
    }

    private static final LibraryRoot.Library NOBODY = new LibraryRoot.Library() {

        private final RepoLeases leases = new RepoLeases();

        @Override
        public RepoLeases leases() {
            return leases;
        }

        @Override
        public Optional<String> followed(RepoId repo) {
            return Optional.empty();
        }

        @Override
        public void follow(RepoId repo, String revision) {}

        @Override
        public Optional<String> held(RepoId repo) {
            return Optional.empty();
        }

        @Override
        public void hold(RepoId repo, String hold) {}

        @Override
        public void deleted(RepoId repo) {}

        @Override
        public boolean isWanted(RepoId repo) {
            return false;
        }

        @Override
        public void changed() {}
    };

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    // --- the setting -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                nas                         | no name=path
                Nas=/tmp/nas                | small letters
                nas=tmp/nas                 | no absolute path
                main=/tmp/nas               | name of the models directory
                a=/tmp/x1,a=/tmp/x2         | two directories a
                a=/tmp/x1,b=/tmp/x1/y       | lies within the other
                a=/tmp/x1,b=/tmp/x1         | the directory of a
                a=MODELS/inner              | the directory of main
                a=LINK                      | the directory of main
                """)
    void whatCannotBeIsRefusedAtTheStartWithASentence(String setting, String reason) throws IOException {
        Path link = Files.createSymbolicLink(disk.resolve("link"), models);
        String text = setting.replace("MODELS", models.toString()).replace("LINK", link.toString());
        assertThatThrownBy(() -> new ModelLibrary(() -> models, BinWindows.DEFAULT, () -> Optional.of(text)))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageStartingWith("hf-downloader.roots (HF_DOWNLOADER_ROOTS)")
                .hasMessageContaining(reason);
    }
}
