package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.FaultyDisk.Call;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.move.ModelMove;
import io.hfdownloader.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.RepoFixture.refusedAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model goes to another directory, and is whole in one of them at any moment. */
@Tag("fast")
class MoveTest {

    private static final int MAX_STEPS = 1_000;
    private static final RepoFile WEIGHTS = RepoFixture.lfs("model.gguf", "four bits");
    private static final RepoFile CONFIG = RepoFixture.git("inner/config.json", "{}");

    @TempDir
    Path disk;

    private Path models;
    private Path nas;
    private ModelLibrary library;

    @BeforeEach
    void open() throws IOException {
        disk = disk.toRealPath();
        models = Files.createDirectory(disk.resolve("models"));
        nas = Files.createDirectory(disk.resolve("nas"));
        library = opened(models, nas);
        publishModel(library);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private static ModelLibrary opened(Path models, Path nas) {
        return new ModelLibrary(() -> models, BinWindows.DEFAULT, () -> Optional.of("nas=" + nas));
    }

    private static void publishModel(ModelLibrary library) throws IOException {
        library.choose(REPO, "main");
        library.layout().prepare(REPO);
        for (RepoFile file : List.of(WEIGHTS, CONFIG)) {
            Path partial =
                    Files.writeString(library.layout().partialFile(REPO, file), file == WEIGHTS ? "four bits" : "{}");
            Path published = library.files().publish(REPO, file, COMMIT, partial);
            assertThat(published).exists();
        }
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(WEIGHTS, CONFIG)));
        library.flushAfterJob(REPO);
        assertThat(library.scan()).hasSize(1);
    }

    /** Counts, and stops when it is told to. */
    private static final class Watching implements ModelMove.Watch {

        private final BooleanSupplier stop;
        private final AtomicLong total = new AtomicLong();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong before = new AtomicLong();

        Watching(BooleanSupplier stop) {
            this.stop = stop;
        }

        @Override
        public void total(long bytes) {
            total.set(bytes);
        }

        @Override
        public void done(long bytes) {
            done.addAndGet(bytes);
        }

        @Override
        public void doneBefore(long bytes) {
            before.addAndGet(bytes);
        }

        @Override
        public boolean isStopped() {
            return stop.getAsBoolean();
        }
    }

    private static Watching move(ModelLibrary library, String root) throws IOException {
        Watching watch = new Watching(() -> false);
        library.move(REPO, root, size -> 0, watch);
        return watch;
    }

    private void assertWholeIn(Path root, Path other) throws IOException {
        assertThat(root.resolve("acme/tiny/model.gguf")).hasContent("four bits");
        assertThat(root.resolve("acme/tiny/inner/config.json")).hasContent("{}");
        assertThat(other.resolve("acme/tiny")).doesNotExist();
        assertThat(library.scan()).singleElement().satisfies(model -> {
            assertThat(model.folder()).isEqualTo(root.resolve("acme/tiny"));
            assertThat(model.files()).hasSize(2);
            assertThat(model.commit()).isEqualTo(COMMIT);
            assertThat(model.complete()).isTrue();
        });
        assertThat(library.skippedFolders()).isEmpty();
        for (RepoFile file : List.of(WEIGHTS, CONFIG)) {
            assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_VERIFIED);
        }
        assertThat(library.tree(REPO, COMMIT)).isPresent();
    }

    private void assertNoStage() throws IOException {
        Path stages = nas.resolve(".cache/hf-downloader/moves");
        if (Files.isDirectory(stages)) {
            try (Stream<Path> all = Files.list(stages)) {
                assertThat(all).isEmpty();
            }
        }
    }

    @Test
    void itIsThereWithAllThatIsKnownOfItAndGoneWhereItWas() throws IOException {
        Files.writeString(library.layout().partialFile(REPO, RepoFixture.lfs("begun.gguf", "x")), "");

        Watching watch = move(library, "nas");

        assertWholeIn(nas, models);
        assertNoStage();
        assertThat(models.resolve("acme")).doesNotExist();
        assertThat(watch.total.get()).isPositive().isEqualTo(watch.done.get());
        assertThat(models.resolve(".cache/hf-downloader/verified/models--acme--tiny.json"))
                .doesNotExist();
        library.close();
        library = opened(models, nas);
        assertWholeIn(nas, models);
        assertThat(move(library, "main").done.get()).isEqualTo(watch.done.get());
        assertWholeIn(models, nas);
        assertThat(move(library, "main").total.get()).as("it is there").isZero();
    }

    @Test
    void whatWasCopiedBeforeAStopIsNotCopiedAgain() throws IOException {
        AtomicLong asked = new AtomicLong();
        Watching stopped = new Watching(() -> asked.incrementAndGet() > 6);
        assertThatThrownBy(() -> library.move(REPO, "nas", size -> 0, stopped))
                .isInstanceOf(CancellationException.class);
        assertWholeIn(models, nas);
        library.close();
        library = opened(models, nas);

        Watching again = move(library, "nas");

        assertWholeIn(nas, models);
        assertThat(again.before.get()).isPositive();
        assertThat(again.before.get() + again.done.get()).isEqualTo(again.total.get());
    }

    @Test
    void oneThatIsGivenUpLeavesNothing() throws IOException {
        AtomicLong asked = new AtomicLong();
        assertThatThrownBy(() -> library.move(REPO, "nas", size -> 0, new Watching(() -> asked.incrementAndGet() > 6)))
                .isInstanceOf(CancellationException.class);

        library.abandonMove(REPO);

        assertNoStage();
        assertWholeIn(models, nas);
    }

    @Test
    void nobodyElseWorksInItMeanwhile() throws IOException {
        boolean[] asked = {false};
        library.move(REPO, "nas", size -> 0, new Watching(() -> {
            asked[0] = true;
            assertThatThrownBy(() -> library.lease(REPO))
                    .satisfies(refusedAs(LibraryException.Kind.IN_USE))
                    .hasMessageContaining("is being moved");
            assertThatThrownBy(() -> library.discard(REPO)).satisfies(refusedAs(LibraryException.Kind.IN_USE));
            assertThat(library.models()).hasSize(1);
            return false;
        }));
        assertThat(asked[0]).isTrue();
        assertWholeIn(nas, models);
    }

    @Test
    void whatCannotBeMovedStaysAsItWas() throws IOException {
        assertThatThrownBy(() -> move(library, "tape")).isInstanceOf(IllegalArgumentException.class);
        try (RepoLease lease = library.lease(REPO)) {
            assertThatThrownBy(() -> move(library, "nas")).satisfies(refusedAs(LibraryException.Kind.IN_USE));
        }
        assertThatThrownBy(() -> library.move(REPO, "nas", size -> size, new Watching(() -> false)))
                .isInstanceOfSatisfying(
                        DiskException.class, full -> assertThat(full.kind()).isEqualTo(DiskException.Kind.FULL));
        Path link = Files.createSymbolicLink(models.resolve("acme/tiny/link"), nas);
        assertThatThrownBy(() -> move(library, "nas")).hasMessageContaining("\"link\"");
        Files.delete(link);
        Path other = Files.createDirectories(nas.resolve("acme/tiny"));
        assertThatThrownBy(() -> move(library, "nas")).hasMessageContaining("in its way");
        Files.delete(other);
        Files.delete(nas.resolve("acme"));
        assertWholeIn(models, nas);

        var time = Files.getLastModifiedTime(models.resolve("acme/tiny/model.gguf"));
        Files.writeString(models.resolve("acme/tiny/model.gguf"), "five bits");
        Files.setLastModifiedTime(models.resolve("acme/tiny/model.gguf"), time);
        assertThatThrownBy(() -> move(library, "nas")).hasMessageContaining("\"model.gguf\" of acme/tiny is damaged");
        assertThat(models.resolve("acme/tiny/model.gguf")).hasContent("five bits");
        assertThat(nas.resolve("acme")).doesNotExist();
    }

    @Test
    void aKillAtAnyStepLeavesItWholeInOneOfThem() throws IOException {
        int step = 0;
        boolean killed = true;
        while (killed && step++ < MAX_STEPS) {
            killed = killedAt(step);
        }
        assertThat(step).as("steps").isBetween(20, MAX_STEPS - 1);
    }

    private boolean killedAt(int step) throws IOException {
        library.close();
        if (step > 1) { // where the last step has moved it from
            Files.move(nas.resolve("acme"), models.resolve("acme"), StandardCopyOption.REPLACE_EXISTING);
            String verified = ".cache/hf-downloader/verified/models--acme--tiny.json";
            Files.move(nas.resolve(verified), models.resolve(verified), StandardCopyOption.REPLACE_EXISTING);
        }
        FaultyDisk faulty = new FaultyDisk(disk);
        ModelLibrary dying =
                opened(faulty.root().resolve("models"), faulty.root().resolve("nas"));
        assertThat(dying.scan()).hasSize(1);
        boolean[] killed = {false};
        faulty.beforeCall(step, () -> {
            killed[0] = true;
            Stream.of(Call.OPEN, Call.WRITE, Call.FORCE, Call.MAKE_FOLDER, Call.MOVE, Call.DELETE)
                    .forEach(call -> faulty.refuse(call, "", "killed"));
        });
        try {
            Watching watch = move(dying, "nas");
        } catch (IOException | ProblemException dead) {
            assertThat(killed[0]).as("step %d: %s", step, dead).isTrue();
        }
        dying.close(); // writes nothing more
        faulty.mend();

        library = opened(models, nas);
        boolean there = Files.exists(nas.resolve("acme/tiny"));
        assertWholeIn(there ? nas : models, there ? models : nas);
        Watching again = move(library, "nas");
        assertWholeIn(nas, models);
        assertNoStage();
        assertThat(again.before.get() + again.done.get()).isEqualTo(again.total.get());
        return killed[0];
    }
}
