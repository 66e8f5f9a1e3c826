package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.ExchangedFolder;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.MemoryDisk;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.swap.NewSet;
import io.hfdownloader.problem.ProblemException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Somebody else who may write in the models directory exchanges a folder for a link outside just while we work in it. */
@Tag("fast")
class ExchangedFolderTest {

    private static final int MAX_CALLS = 400;
    private static final int ROUNDS = 40;
    private static final int MAX_ROUNDS = 4_000;
    private static final int MAX_PAUSE = 400_000;
    private static final RepoFile MODEL = RepoFixture.lfs("sub/model.gguf", "weights");
    private static final RepoFile NEXT = RepoFixture.lfs("sub/model.gguf", "next weights");
    private static final RepoFile OTHER = RepoFixture.lfs("other/new.gguf", "more");

    @TempDir(factory = MemoryDisk.class)
    Path disk;

    private enum Work {
        PREPARE,
        PUBLISH_NEW,
        PUBLISH_OVER,
        SWAP,
        DELETE_REPO,
        DELETE_FILE,
        REMOVE_EMPTY,
        SAVE_TREE,
        FLUSH
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLISH_NEW, acme",
        "PUBLISH_OVER, acme/tiny/.cache",
        "SWAP, acme",
        "SWAP, acme/tiny/sub",
        "SWAP, .cache/hf-downloader/swaps",
        "DELETE_REPO, acme",
        "DELETE_REPO, .cache/hf-downloader/trash",
        "DELETE_FILE, acme",
        "FLUSH, .cache/hf-downloader/verified",
    })
    void nothingOutsideIsTouchedWhateverTheMomentOfTheExchange(Work work, String exchanged) throws IOException {
        Path models = Files.createDirectory(disk.resolve("models"));
        FaultyDisk watched = new FaultyDisk(models);
        ModelLibrary library = new ModelLibrary(watched::root);
        int run = 0;
        int calls;
        do {
            run++;
            String owner = "acme" + run;
            calls = exchangedBefore(run, library, work, new Repos(owner), watched, exchanged.replace("acme", owner));
        } while (run <= calls && run < MAX_CALLS);
        library.close();
        assertThat(run).as("moments").isBetween(2, MAX_CALLS - 1);
    }

    private int exchangedBefore(
            int call, ModelLibrary library, Work work, Repos repos, FaultyDisk watched, String place)
            throws IOException {
        attempt(library, Work.PREPARE, repos);
        attempt(library, Work.PUBLISH_OVER, repos);
        attempt(library, Work.PREPARE, repos);
        library.saveTree(new RepoTree(repos.model(), "d".repeat(40), List.of(MODEL)));
        library.saveTree(new RepoTree(repos.empty(), COMMIT, List.of(MODEL)));
        stage(library, repos);
        Files.createDirectories(library.layout().swapsFolder());
        library.flush();
        ExchangedFolder exchanged =
                new ExchangedFolder(disk.resolve("models").resolve(place), disk.resolve("outside-" + call));
        watched.beforeCall(call, exchanged::exchange);
        attempt(library, work, repos);
        int calls = watched.calls();
        assertThat(exchanged.contents()).as("before call %d", call).isEqualTo(exchanged.untouched());
        exchanged.stop();
        return calls;
    }

    /** A model that is here, and what a download left that ended before its first byte. */
    private record Repos(RepoId model, RepoId empty) {
        Repos(String owner) {
            this(RepoId.model(owner + "/tiny"), RepoId.model(owner + "/empty"));
        }
    }

    /** It works, which is told, or says why not. */
    private static boolean attempt(ModelLibrary library, Work work, Repos repos) throws IOException {
        try {
            switch (work) {
                case PREPARE -> {
                    library.layout().prepare(repos.model());
                    for (RepoFile file : List.of(MODEL, OTHER)) {
                        byte[] content = (file == MODEL ? "weights" : "more").getBytes(UTF_8);
                        AtomicFile.write(library.layout().rootFolder(), partial(library, repos, file), content);
                    }
                }
                case PUBLISH_NEW ->
                    library.files().publish(repos.model(), OTHER, COMMIT, partial(library, repos, OTHER));
                case PUBLISH_OVER ->
                    library.files().publish(repos.model(), MODEL, COMMIT, partial(library, repos, MODEL));
                case SWAP -> {
                    RepoTree next = new RepoTree(repos.model(), "e".repeat(40), List.of(NEXT, OTHER));
                    stage(library, repos);
                    library.swap(new NewSet(next, next.files(), COMMIT, true), () -> {});
                }
                case DELETE_REPO -> library.delete(repos.model());
                case DELETE_FILE ->
                    library.deletePath(
                            library.layout().file(repos.model(), MODEL.path()).toString());
                case REMOVE_EMPTY -> {
                    try (RepoLease lease = library.lease(repos.empty())) {
                        boolean removed = library.removeEmptyDownload(repos.empty(), Instant.EPOCH);
                    }
                }
                case SAVE_TREE -> library.saveTree(new RepoTree(repos.model(), COMMIT, List.of(MODEL, OTHER)));
                case FLUSH -> {
                    boolean verified =
                            library.files().verify(repos.model(), MODEL, "e".repeat(40), () -> false, bytes -> {});
                    library.flush();
                }
            }
            return true;
        } catch (IOException | ProblemException told) {
            assertThat(told.getMessage()).isNotBlank();
            return false;
        }
    }

    private static void stage(ModelLibrary library, Repos repos) throws IOException {
        for (RepoFile file : List.of(NEXT, OTHER)) {
            byte[] content = (file == NEXT ? "next weights" : "more").getBytes(UTF_8);
            AtomicFile.write(library.layout().rootFolder(), partial(library, repos, file), content);
            library.files().stage(repos.model(), file);
        }
    }

    private static Path partial(ModelLibrary library, Repos repos, RepoFile file) {
        return library.layout().partialFile(repos.model(), file);
    }

    /** As fast as it can, while folders come and go. */
    @Test
    void aFolderThatIsExchangedInATightLoopLeadsNobodyOutside() throws Exception {
        Path models = Files.createDirectory(disk.resolve("models"));
        ModelLibrary library = new ModelLibrary(() -> models);
        Repos repos = new Repos("acme");
        attempt(library, Work.PREPARE, repos);
        attempt(library, Work.PUBLISH_OVER, repos);
        ExchangedFolder exchanged = new ExchangedFolder(models.resolve("acme"), disk.resolve("outside"));
        AtomicBoolean done = new AtomicBoolean();
        Random pauses = new Random(7);
        Thread attacker = new Thread(() -> {
            while (!done.get()) {
                try {
                    exchanged.exchange();
                    Thread.yield();
                    exchanged.restore();
                    for (int turns = pauses.nextInt(MAX_PAUSE); turns > 0 && !done.get(); turns--) {
                        Thread.onSpinWait(); // so that some work is done in between, and some in the midst of it
                    }
                } catch (IOException | RuntimeException busy) {
                    Thread.onSpinWait();
                }
            }
        });
        int worked = 0;
        attacker.start();
        try {
            Random random = new Random(11);
            for (int round = 0; round < (worked == 0 || exchanged.links() == 0 ? MAX_ROUNDS : ROUNDS); round++) {
                boolean prepared = attempt(library, Work.PREPARE, repos);
                boolean changed = attempt(library, Work.values()[random.nextInt(Work.values().length)], repos);
                worked += prepared && changed ? 1 : 0;
            }
        } finally {
            done.set(true);
            attacker.join();
            exchanged.restore();
        }

        assertThat(exchanged.contents()).isEqualTo(exchanged.untouched());
        assertThat(worked).as("what worked all the same").isPositive();
        assertThat(exchanged.links()).as("exchanges").isPositive();
        assertThat(attempt(library, Work.PREPARE, repos)).isTrue();
        assertThat(attempt(library, Work.PUBLISH_NEW, repos)).isTrue();
        assertThat(models.resolve("acme/tiny").resolve(OTHER.path())).hasContent("more");
        library.close();
    }
}
