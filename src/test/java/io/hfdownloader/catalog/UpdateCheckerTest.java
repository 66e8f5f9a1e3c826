package io.hfdownloader.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.library.unfinished.Unfinished;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known without asking the Hub, which is not there. */
@Tag("fast")
class UpdateCheckerTest {

    private static final RepoId REPO = RepoId.model("acme/tiny");
    private static final String HERE = "a".repeat(40);
    private static final String THERE = "b".repeat(40);

    @TempDir
    Path models;

    private final Vertx vertx = Vertx.vertx();
    private ModelLibrary library;
    private TrackedRevisions trackedRevisions;
    private UpdateChecker updates;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        trackedRevisions = new TrackedRevisions(new ObjectMapper(), library);
        HubClient hub = HubClients.of(vertx, "http://127.0.0.1:9", null);
        RevisionFolders folders = new RevisionFolders(library, trackedRevisions);
        updates = UpdateCheckers.of(hub, library, folders, what -> {}, () -> Duration.ZERO);
    }

    @AfterEach
    void close() {
        library.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void nothingIsSaidBeforeAnythingIsKnown() {
        assertThat(updates.isBehind(model(false))).isEmpty();
        updates.recordLatestCommit(REPO, HERE);
        assertThat(updates.isBehind(model(false))).contains(false);
        updates.recordLatestCommit(REPO, THERE);
        assertThat(updates.isBehind(model(false))).contains(true);
    }

    /** As after a restart: that an update was given up stands on the disk. */
    @Test
    void filesOfTwoCommitsAreBehindWhateverTheHubHas() {
        assertThat(updates.isBehind(model(true))).contains(true);
        updates.recordLatestCommit(REPO, HERE);
        assertThat(updates.isBehind(model(true))).contains(true);
    }

    @Test
    void whoAskedForOneCommitIsNotBehind() {
        assertThat(trackedRevisions.put(REPO, HERE).await().atMost(Duration.ofSeconds(60)))
                .isNull();
        updates.recordLatestCommit(REPO, THERE);
        assertThat(updates.isBehind(model(false))).contains(false);
        assertThat(updates.isBehind(model(true))).contains(false);
    }

    private LibraryModel model(boolean mixed) {
        return new LibraryModel(
                REPO, REPO.id(), models, HERE, mixed, List.of(), List.of(), null, 0, Unfinished.NONE, true, null, true);
    }
}
