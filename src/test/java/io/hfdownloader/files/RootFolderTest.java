package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class RootFolderTest {

    private static final int MAX_CALLS = 100;
    private static final int THREADS = 8;
    private static final int ROUNDS = 100;

    @TempDir
    Path disk;

    private interface Work {
        void in(RootFolder root, Path folder) throws IOException;
    }

    private record Change(String name, Work work) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Change> changes() {
        return List.of(
                new Change(
                        "write",
                        (root, folder) -> AtomicFile.write(root, folder.resolve("file"), "new".getBytes(UTF_8))),
                new Change(
                        "write a stream",
                        (root, folder) -> AtomicFile.write(root, folder.resolve("file"), out -> out.write(1))),
                new Change(
                        "open",
                        (root, folder) -> root.open(
                                        folder.resolve("file"),
                                        StandardOpenOption.WRITE,
                                        StandardOpenOption.TRUNCATE_EXISTING)
                                .close()),
                new Change(
                        "make folders",
                        (root, folder) -> assertThat(root.makeFolder(folder.resolve("new/deep")))
                                .containsExactly(folder.resolve("new"), folder.resolve("new/deep"))),
                new Change("delete", (root, folder) -> root.delete(folder.resolve("file"))),
                new Change("delete a folder", (root, folder) -> root.delete(folder.resolve("empty"))),
                new Change(
                        "delete empty folders",
                        (root, folder) -> root.deleteEmpty(folder.resolve("empty"), root.path())),
                new Change(
                        "move away",
                        (root, folder) ->
                                root.move(folder.resolve("full"), root.path().resolve("trash/1"))),
                new Change(
                        "move into",
                        (root, folder) -> root.move(root.path().resolve("trash/0"), folder.resolve("file"))),
                new Change(
                        "remove what was begun",
                        (root, folder) -> AtomicFile.removeUnfinished(root, folder.resolve("file"))),
                new Change("probe for room", (root, folder) -> {
                    boolean answered = WriteProbe.succeedsIn(root, folder);
                }),
                new Change(
                        "probe names",
                        (root, folder) -> assertThat(NameProbe.refusals(root, folder, List.of("a?", "b")))
                                .isEmpty()),
                new Change(
                        "probe letters",
                        (root, folder) -> assertThat(
                                        CaseFolding.of(root, folder).key("A"))
                                .isEqualTo(CaseFolding.of(root, root.path()).key("A"))));
    }

    /** Before each single call that the program makes, one after the other: none of the moments is safe by chance. */
    @ParameterizedTest
    @MethodSource("changes")
    void aFolderExchangedForALinkAtAnyMomentLeadsNobodyOutside(Change change) throws IOException {
        int run = 0;
        int calls;
        do {
            run++;
            calls = exchangedBefore(run, change);
        } while (run <= calls && run < MAX_CALLS);
        assertThat(run).as("moments").isBetween(2, MAX_CALLS - 1);
    }

    private int exchangedBefore(int call, Change change) throws IOException {
        Path models = Files.createDirectories(disk.resolve("models-" + call));
        Path folder = Files.createDirectories(models.resolve("acme/tiny"));
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("inside"), "kept");
        Files.writeString(folder.resolve("file"), "old");
        Files.writeString(folder.resolve("case-probe"), "theirs");
        Files.writeString(folder.resolve(".hf-downloader-probe"), "theirs");
        String begun =
                Long.toHexString(UUID.nameUUIDFromBytes("file".getBytes(UTF_8)).getMostSignificantBits());
        Files.writeString(folder.resolve(".hf-downloader-" + begun + "-1"), "begun by a server that was killed");
        Files.writeString(Files.createDirectory(models.resolve("trash")).resolve("0"), "moved");
        ExchangedFolder exchanged = new ExchangedFolder(models.resolve("acme"), disk.resolve("outside-" + call));
        FaultyDisk watched = new FaultyDisk(models);
        RootFolder root = RootFolder.of(watched.root());
        watched.beforeCall(call, exchanged::exchange);
        try {
            change.work().in(root, watched.root().resolve("acme/tiny"));
        } catch (IOException told) {
            assertThat(told).hasMessageContaining("acme");
        }
        int calls = watched.calls();
        assertThat(exchanged.contents()).as("before call %d", call).isEqualTo(exchanged.untouched());
        assertThat(models).isDirectoryNotContaining("glob:**/.hf-downloader-*");
        return calls;
    }

    @Test
    void aFolderIsOpenWhateverItsPathHasBecome() throws IOException {
        Path folder = Files.createDirectories(disk.resolve("models/acme"));
        ExchangedFolder exchanged = new ExchangedFolder(folder, disk.resolve("outside"));
        RootFolder root = RootFolder.of(disk.resolve("models"));
        Assumptions.assumeTrue(root.isSecure(), "no folder is held open here");

        try (OpenFolder open = root.open(folder)) {
            exchanged.exchange();
            open.makeFolder(open.name("sub"));
            open.open(open.name("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
            open.move(open.name("file"), open, open.name("renamed"));
        }

        assertThat(exchanged.contents()).isEqualTo(exchanged.untouched());
        exchanged.restore();
        assertThat(folder.resolve("sub")).isEmptyDirectory();
        assertThat(folder.resolve("renamed")).isEmptyFile();
    }

    /** Each thread makes the same folders as the others, works in them, and opens and closes others meanwhile. */
    @Test
    void foldersThatManyMakeAtTheSameTimeAreAllThere() throws Exception {
        RootFolder root = RootFolder.of(disk);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String own = "own-" + thread;
            all.add(threads.submit(() -> {
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    Path shared = disk.resolve("shared/" + round % 3 + "/" + round);
                    root.makeFolder(shared.resolve(own))
                            .forEach(made -> assertThat(made).isDirectory());
                    AtomicFile.write(root, shared.resolve(own + ".txt"), new byte[1]);
                }
                return ROUNDS;
            }));
        }
        start.countDown();

        for (Future<Integer> each : all) {
            assertThat(each.get()).isEqualTo(ROUNDS);
        }
        threads.shutdown();
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(root.names(disk.resolve("shared/" + round % 3 + "/" + round)))
                    .hasSize(2 * THREADS);
        }
        assertThat(root.names(disk)).containsExactly(Path.of("shared"));
    }

    @Test
    void aFolderIsMadeOnADiskThatIsMountedBelow() throws IOException {
        FaultyDisk watched = new FaultyDisk(disk).mount("acme", "xfs", 1L << 30);
        Files.createDirectory(disk.resolve("acme"));
        RootFolder root = RootFolder.of(watched.root());

        assertThat(root.makeFolder(watched.root().resolve("acme/new/deep"))).hasSize(2);
        assertThat(root.makeFolder(watched.root().resolve("acme/new/deep"))).isEmpty();

        assertThat(disk.resolve("acme/new/deep")).isEmptyDirectory();
        assertThat(root.names(watched.root())).hasSize(1);
    }

    @Test
    void aFolderIsMadeWhereTheRootItselfTakesNone() throws IOException {
        Files.createDirectory(disk.resolve("acme"));
        FaultyDisk watched = new FaultyDisk(disk).refuse(FaultyDisk.Call.MAKE_FOLDER, "/.hf-downloader-", "no");
        RootFolder root = RootFolder.of(watched.root());

        assertThat(root.makeFolder(watched.root().resolve("acme/new/deep"))).hasSize(2);

        assertThat(disk.resolve("acme/new/deep")).isEmptyDirectory();
    }

    /** In other letters than those of this system, as an old archive has it. */
    @Test
    void aNameThatIsNoTextIsListedAndRemovedAsItIs() throws Exception {
        Path folder = Files.createDirectory(disk.resolve("acme"));
        Process touch = new ProcessBuilder("sh", "-c", ": > \"$(printf 'caf\\351.gguf')\"")
                .directory(folder.toFile())
                .start();
        Assumptions.assumeTrue(touch.waitFor() == 0, "this disk takes no such name");
        RootFolder root = RootFolder.of(disk);

        List<Path> names = root.names(folder);
        assertThat(names).hasSize(1);
        root.move(folder.resolve(names.get(0)), folder.resolve("renamed"));
        root.move(folder.resolve("renamed"), folder.resolve(names.get(0)));
        root.delete(folder.resolve(names.get(0)));

        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/a"})
    void aPathIsNoName(String path) throws IOException {
        try (OpenFolder open = RootFolder.of(disk).open(disk)) {
            assertThatThrownBy(() -> open.attributes(open.name(path))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkIsRefusedAndTheSentenceNamesIt(boolean descriptors) throws IOException {
        Path outside = Files.createDirectories(disk.resolve("outside/tiny"));
        FaultyDisk watched = new FaultyDisk(Files.createDirectory(disk.resolve("models")));
        Path link = Files.createSymbolicLink(disk.resolve("models/acme"), disk.resolve("outside"));
        if (!descriptors) {
            watched.hideDescriptors();
        }
        RootFolder root = RootFolder.of(watched.root());

        assertThat(root.isSecure()).isEqualTo(descriptors);
        assertThatThrownBy(() -> AtomicFile.write(root, watched.root().resolve("acme/tiny/file"), new byte[1]))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining(link + " is a symbolic link");
        assertThatThrownBy(() -> root.makeFolder(watched.root().resolve("acme/new")))
                .isInstanceOf(LinkException.class);
        assertThat(outside).isEmptyDirectory();
        assertThat(disk.resolve("outside")).isDirectoryNotContaining("glob:**/new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFailsIsToldWithItsWholePath(boolean descriptors) throws IOException {
        FaultyDisk watched = new FaultyDisk(disk);
        if (!descriptors) {
            watched.hideDescriptors();
        }
        RootFolder root = RootFolder.of(watched.root());
        Files.createDirectories(disk.resolve("acme/full/inside"));
        Files.writeString(disk.resolve("acme/file"), "");

        Map.of("acme/none/file", NoSuchFileException.class, "acme/file/file", NotDirectoryException.class)
                .forEach((path, type) -> assertThatThrownBy(
                                () -> root.attributes(watched.root().resolve(path)))
                        .isInstanceOf(type)
                        .hasMessageContaining(disk.resolve(path).getParent().toString()));
        assertThatThrownBy(() -> root.makeFolder(watched.root().resolve("acme/file/below")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(disk.resolve("acme/file").toString());
        assertThatThrownBy(() -> root.delete(watched.root().resolve("acme/full")))
                .hasMessageContaining(disk.resolve("acme/full").toString());
        assertThatThrownBy(() -> root.open(watched.root().resolveSibling("elsewhere")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
