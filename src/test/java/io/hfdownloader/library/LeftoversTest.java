package io.hfdownloader.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.bin.BinWindows;
import io.hfdownloader.library.leftover.Leftover;
import io.hfdownloader.library.leftover.Leftover.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What nobody needs is found, and nothing else. */
@Tag("fast")
class LeftoversTest {

    private static final String OLDER = "b".repeat(40);
    private static final Duration AGE = Duration.ofDays(31);
    private static final RepoFile HERE = RepoFixture.lfs("model.gguf", "weights");
    private static final RepoFile BEGUN = RepoFixture.lfs("other.gguf", "other weights");
    private static final String DOWNLOADS = "acme/tiny/.cache/huggingface/download/";
    private static final String TREES = "acme/tiny/.cache/huggingface/trees/";

    @TempDir
    Path models;

    private ModelLibrary library;
    private Path partial;

    @BeforeEach
    void open() throws IOException {
        library = new ModelLibrary(() -> models, new BinWindows(Duration.ofDays(7), Duration.ofDays(30)));
        library.layout().prepare(REPO);
        Path published = library.files()
                .publish(REPO, HERE, COMMIT, Files.writeString(library.layout().partialFile(REPO, HERE), "weights"));
        assertThat(published).exists();
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(HERE, BEGUN)));
        library.saveTree(new RepoTree(REPO, OLDER, List.of(BEGUN)));
        partial = Files.writeString(library.layout().partialFile(REPO, BEGUN), "other");
        Files.writeString(library.layout().rangeJournal(REPO, BEGUN), "0-5");
        put(DOWNLOADS + "third.gguf.1a2b.incomplete", "bytes");
        put(DOWNLOADS + "third.gguf.lock", "");
        put("acme/tiny/notes/keep.txt", "mine");
        Files.createDirectories(models.resolve("acme/tiny/empty/inner"));
        age();
        assertThat(library.scan()).hasSize(1);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private Path put(String path, String content) throws IOException {
        Path file = models.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void age() throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(AGE));
        try (Stream<Path> all = Files.walk(models.resolve("acme"))) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, old);
            }
        }
    }

    private List<String> paths() throws IOException {
        return library.leftovers().find().stream().map(Leftover::path).toList();
    }

    private String name(Path file) {
        return models.relativize(file).toString();
    }

    @Test
    void itIsFoundWithItsSizeAndRemovedAndNothingElse() throws IOException {
        library.leftovers().keepFor(repo -> false);

        List<Leftover> found = library.leftovers().find();

        assertThat(found)
                .extracting(Leftover::kind, Leftover::path)
                .containsExactlyInAnyOrder(
                        tuple(Kind.PARTIAL_FILE, name(partial)),
                        tuple(Kind.LISTING, TREES + OLDER + ".json"),
                        tuple(Kind.EMPTY_FOLDER, "acme/tiny/empty/inner"),
                        tuple(Kind.CLIENT_FILE, DOWNLOADS + "third.gguf.1a2b.incomplete"),
                        tuple(Kind.CLIENT_FILE, DOWNLOADS + "third.gguf.lock"));
        assertThat(found)
                .filteredOn(left -> left.kind() == Kind.PARTIAL_FILE)
                .extracting(Leftover::bytes)
                .containsExactly(8L);

        assertThat(library.leftovers().remove(paths())).hasSize(5);

        assertThat(partial).doesNotExist();
        assertThat(library.layout().rangeJournal(REPO, BEGUN)).doesNotExist();
        assertThat(models.resolve("acme/tiny/model.gguf")).hasContent("weights");
        assertThat(models.resolve("acme/tiny/notes/keep.txt")).hasContent("mine");
        assertThat(library.files().compare(REPO, HERE)).isNotEqualTo(FileMatch.MISSING);
        assertThat(library.tree(REPO, COMMIT)).isPresent();
        assertThat(models.resolve("acme/tiny/empty")).exists(); // it has become so just now, which makes it young
        assertThat(paths()).isEmpty();
    }

    @Test
    void whatADownloadMayWantIsKeptAndSoIsAllWhileNobodyHasToldOfDownloads() throws IOException {
        assertThat(paths()).allMatch(path -> path.contains("third.gguf"));
        library.leftovers().keepFor(REPO::equals);
        assertThat(paths()).allMatch(path -> path.contains("third.gguf"));
        library.leftovers().care(Instant.now());
        assertThat(partial).hasContent("other");
    }

    @Test
    void whatWasChangedWithinADayIsNobodysLeftover() throws IOException {
        library.leftovers().keepFor(repo -> false);
        Files.setLastModifiedTime(
                library.layout().rangeJournal(REPO, BEGUN), FileTime.from(Instant.now())); // somebody goes on with it
        Files.setLastModifiedTime(
                models.resolve(DOWNLOADS + "third.gguf.1a2b.incomplete"), FileTime.from(Instant.now()));
        assertThat(library.leftovers().remove(Set.of(name(partial), DOWNLOADS + "third.gguf.lock")))
                .isEmpty();
        assertThat(paths()).containsExactlyInAnyOrder(TREES + OLDER + ".json", "acme/tiny/empty/inner");
    }

    @Test
    void whatAProcessHasLockedStays() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/locks")));
        Path lock = models.resolve(DOWNLOADS + "third.gguf.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(paths()).isEmpty();
        }
        assertThat(paths()).hasSize(2);
    }

    @Test
    void nothingIsRemovedWhereSomebodyWorks() throws IOException {
        library.leftovers().keepFor(repo -> false);
        try (RepoLease lease = library.lease(REPO)) {
            assertThat(library.leftovers().remove(paths())).isEmpty();
        }
        assertThat(partial).exists();
    }

    @Test
    void itGoesByItselfAfterTheWindow() throws IOException {
        library.leftovers().keepFor(repo -> false);
        Files.setLastModifiedTime(
                models.resolve(TREES + OLDER + ".json"),
                FileTime.from(Instant.now().minus(Duration.ofDays(29))));
        library.leftovers().care(Instant.now());
        assertThat(partial).doesNotExist();
        assertThat(models.resolve(TREES + OLDER + ".json")).exists();
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        library.leftovers().keepFor(repo -> false);
        List<String> before = paths();
        Path outside = Files.createDirectories(models.resolveSibling(models.getFileName() + "-outside/download"));
        Path precious = Files.writeString(outside.resolve(partial.getFileName()), "precious");
        Path downloads = models.resolve(DOWNLOADS);
        Files.move(downloads, downloads.resolveSibling("aside"));
        Files.createSymbolicLink(downloads, outside);
        assertThat(library.leftovers().remove(before))
                .noneMatch(left -> left.path().startsWith(DOWNLOADS));
        assertThat(precious).hasContent("precious");
    }
}
