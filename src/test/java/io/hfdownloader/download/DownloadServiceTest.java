package io.hfdownloader.download;

import java.time.Duration;
import java.util.Optional;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What whoever presses a button waits for. */
@Tag("fast")
class DownloadServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A disk that is busy for minutes with what was written before, or a share that hangs. */
    @Test
    void pauseResumeAndCancelAnswerWhileTheDiskTakesNothing() {
        QueueFixture.Disk disk = new QueueFixture.Disk();
        QueueFixture.Work work = new QueueFixture.Work(100);
        DownloadQueue queue = new DownloadQueue(1, new QueueFixture.Ticking(), disk, work);
        RepoId repo = RepoId.model("acme/one");
        Download download = queue.start(
                        QueueFixture.request("acme/one", Selection.all()), Optional.of(QueueFixture.plan(repo)))
                .toCompletableFuture()
                .join()
                .download();
        DownloadService service = new DownloadService(queue, null, null, null, null, null, null, null, null, null);
        disk.slow();

        assertThat(answer(service.pause(download.id()))).isEqualTo(DownloadState.PAUSED);
        assertThat(answer(service.resume(download.id()))).isEqualTo(DownloadState.RESOLVING);
        assertThat(answer(service.cancel(download.id()))).isEqualTo(DownloadState.CANCELLED);
        assertThat(disk.waiting()).as("nothing of it is on the disk yet").isPositive();
    }

    private static DownloadState answer(Uni<DownloadView> change) {
        return change.await().atMost(LIMIT).state();
    }
}
