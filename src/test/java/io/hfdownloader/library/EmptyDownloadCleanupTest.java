package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.RepoFixture.refusedAs;
import static io.hfdownloader.library.layout.LibraryException.Kind.IN_USE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class EmptyDownloadCleanupTest {

    private static final Instant SINCE = Instant.now().minusSeconds(5);
    private static final RepoFile EMPTY = RepoFixture.git("sub/empty.txt", "");
    private static final RepoFile WEIGHTS = RepoFixture.lfs("model.gguf", "weights");

    @TempDir
    Path models;

    private ModelLibrary library;
    private RepoLease own;

    @BeforeEach
    void beginADownload() throws IOException {
        library = new ModelLibrary(() -> models);
        own = library.lease(REPO);
    }

    @AfterEach
    void close() {
        own.close();
        library.close();
    }

    private void work() throws IOException {
        library.layout().prepare(REPO);
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(EMPTY, WEIGHTS)));
        library.files()
                .publish(REPO, EMPTY, COMMIT, Files.createFile(library.layout().partialFile(REPO, EMPTY)));
    }

    private Path folder() {
        return models.resolve("acme/tiny");
    }

    @Test
    void nothingStaysWhereNothingCame() throws IOException {
        work();
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isTrue();
        assertThat(models.resolve("acme")).doesNotExist();
        assertThat(library.models()).isEmpty();
    }

    /** One file was refused, which ended the download while another had only just been opened. */
    @Test
    void whatWasOpenedButNeverWrittenToGoesToo() throws IOException {
        work();
        Files.createFile(library.layout().partialFile(REPO, WEIGHTS));
        Files.writeString(library.layout().rangeJournal(REPO, WEIGHTS), "{\"ranges\":[]}");
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isTrue();
        assertThat(models.resolve("acme")).doesNotExist();
    }

    @Test
    void theBeginOfAFileStays() throws IOException {
        work();
        Path partial = Files.writeString(library.layout().partialFile(REPO, WEIGHTS), "wei");
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isFalse();
        assertThat(partial).exists();
        assertThat(folder().resolve("sub/empty.txt")).exists();
    }

    @Test
    void whatSomebodyPutThereStays() throws IOException {
        work();
        Path foreign = Files.createFile(folder().resolve("todo.txt"));
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isFalse();
        assertThat(foreign).exists();
    }

    @Test
    void whatAnOlderDownloadPutThereStays() throws IOException {
        work();
        FileTime before = FileTime.from(SINCE.minusSeconds(60));
        Files.setLastModifiedTime(folder().resolve(".cache/huggingface/CACHEDIR.TAG"), before);
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isFalse();
        assertThat(folder().resolve("sub/empty.txt")).exists();
    }

    @Test
    void anEmptyFolderOfTheUserStays() throws IOException {
        Files.createDirectories(folder());
        assertThat(library.removeEmptyDownload(REPO, SINCE)).isFalse();
        assertThat(folder()).exists();
    }

    @Test
    void nothingIsRemovedWhileAnotherWorksThere() throws IOException {
        work();
        try (RepoLease other = library.lease(REPO)) {
            assertThatThrownBy(() -> library.removeEmptyDownload(REPO, SINCE)).satisfies(refusedAs(IN_USE));
        }
        assertThat(folder().resolve("sub/empty.txt")).exists();
    }
}
