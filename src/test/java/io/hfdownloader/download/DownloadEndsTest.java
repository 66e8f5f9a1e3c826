package io.hfdownloader.download;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpdateCheckers;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.ProgressRegistry;
import io.hfdownloader.variant.Selection;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which ends of downloads hooks hear of, and with which facts. */
@Tag("fast")
class DownloadEndsTest {

    private static final RepoId REPO = RepoId.model("acme/tiny");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path models;

    private final List<Occurrence> heard = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private ModelLibrary library;
    private DownloadRunner runner;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        HubClient hub = HubClients.of(vertx, "http://127.0.0.1:9", null);
        RevisionFolders folders = new RevisionFolders(library, new TrackedRevisions(new ObjectMapper(), library));
        UpdateChecker updates = UpdateCheckers.of(hub, library, folders, heard::add, () -> Duration.ZERO);
        runner = new DownloadRunner(null, library, new ProgressRegistry(vertx), updates, null, heard::add);
    }

    @AfterEach
    void close() {
        library.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aFailureIsToldWithItsSentenceAndItsKind() {
        runner.ended(record().withState(
                        DownloadState.FAILED,
                        new Failure(ProblemType.DISK_FULL, "No room.", null, List.of(), Map.of()),
                        NOW));
        assertThat(heard).singleElement().satisfies(what -> {
            assertThat(what.event()).isEqualTo(HookEvent.FAILED);
            assertThat(what.at()).isEqualTo(NOW);
            assertThat(what.failure()).isEqualTo(new Occurrence.Trouble("disk-full", "No room."));
            assertThat(what.download().variants()).containsExactly("Q4_K_M");
            assertThat(what.model().folder())
                    .isEqualTo(models.toAbsolutePath().resolve("acme/tiny").toString());
        });
    }

    @Test
    void aCompletedDownloadIsToldWithItsCounts() {
        runner.ended(record().withCounts(new DownloadRecord.Counts(
                        new ByteCounts(500, 400, 400, 100, 300), new FileCounts(3, 3), List.of("http")))
                .withState(DownloadState.COMPLETED, null, NOW));
        assertThat(heard).singleElement().satisfies(what -> {
            assertThat(what.event()).isEqualTo(HookEvent.COMPLETED);
            assertThat(what.download()).isEqualTo(new Occurrence.Download(new UUID(1, 2), List.of("Q4_K_M"), 500, 3));
            assertThat(what.id())
                    .isEqualTo(Occurrence.completed(Instant.EPOCH, what.model(), what.download())
                            .id());
        });
    }

    @Test
    void whatSomebodyCancelledIsNoFailure() {
        runner.ended(record().withState(DownloadState.CANCELLED, null, NOW));
        runner.ended(record());
        assertThat(heard).isEmpty();
    }

    private static DownloadRecord record() {
        return DownloadRecord.queued(
                new UUID(1, 2), REPO, new DownloadRequest(REPO, "main", selection(), false), 1, NOW);
    }

    private static Selection selection() {
        return new Selection(List.of("Q4_K_M"), List.of(), List.of(), null);
    }
}
