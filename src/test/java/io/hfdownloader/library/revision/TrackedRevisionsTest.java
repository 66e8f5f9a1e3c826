package io.hfdownloader.library.revision;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.bin.BinEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.hfdownloader.library.RepoFixture.REPO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Which revision a model follows, on a disk that does not take it at once. */
@Tag("fast")
class TrackedRevisionsTest {

    @TempDir
    Path models;

    private ModelLibrary library;
    private TrackedRevisions tracked;
    private Path file;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        tracked = new TrackedRevisions(new ObjectMapper(), library);
        file = models.resolve(".cache/hf-downloader/followed.json");
    }

    @AfterEach
    void close() throws InterruptedException {
        tracked.close();
        library.close();
    }

    @Test
    void whatTheDiskRefusesIsToldUntilItIsSaved() throws IOException {
        refuse();
        assertThatThrownBy(() -> tracked.claim(REPO, "dev")).isInstanceOf(FileSystemException.class);
        await().until(() -> tracked.unsaved().isPresent());
        assertThat(tracked.unsaved())
                .hasValueSatisfying(
                        told -> assertThat(told).startsWith("The revisions that models follow cannot be saved: "));

        take();
        tracked.claim(REPO, "dev"); // as a retry of the download does

        await().until(() -> tracked.unsaved().isEmpty());
        assertThat(afterRestart().revisionOf(REPO)).contains("dev");
    }

    @Test
    void whatWasRefusedIsSavedWithWhateverIsSavedNext() throws IOException {
        refuse();
        assertThatThrownBy(() -> tracked.share(REPO, "v1")).isInstanceOf(FileSystemException.class);
        take();

        RepoId other = RepoId.model("acme/other");
        assertThat(tracked.put(other, "main").subscribeAsCompletionStage()).succeedsWithin(Duration.ofSeconds(5));

        await().until(() -> tracked.unsaved().isEmpty());
        assertThat(afterRestart().othersIn(REPO)).containsExactly("v1");
        assertThat(afterRestart().revisionOf(other)).contains("main");
    }

    /** An update would put the weights of another branch in the place of those that came back. */
    @Test
    void whatComesBackFromTheBinFollowsWhatItFollowed() throws IOException {
        tracked.load();
        library.layout().prepare(REPO);
        Files.writeString(library.layout().file(REPO, "model.gguf"), "weights");
        tracked.claim(REPO, "dev");
        BinEntry entry = library.discard(REPO).orElseThrow();
        assertThat(tracked.revisionOf(REPO)).isEmpty();

        assertThat(library.bin().restore(entry.id())).isEqualTo(entry);

        assertThat(tracked.revisionOf(REPO)).contains("dev");
        assertThat(afterRestart().revisionOf(REPO)).contains("dev");
    }

    /** A folder that is not empty stands in the file's place. */
    private void refuse() throws IOException {
        Files.createDirectories(file.resolve("x"));
    }

    private void take() throws IOException {
        Files.delete(file.resolve("x"));
        Files.delete(file);
    }

    private TrackedRevisions afterRestart() {
        TrackedRevisions again = new TrackedRevisions(new ObjectMapper(), library);
        again.load();
        return again;
    }
}
