package io.hfdownloader.download;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;

/** Saves now and then how far the downloads at work have come. */
@ApplicationScoped
class ProgressCheckpointer {

    private final DownloadQueue queue;

    ProgressCheckpointer(DownloadQueue queue) {
        this.queue = queue;
    }

    /** Keeps the counts on the disk not far behind, so that a restart shows them at once. */
    @Scheduled(
            every = "5s",
            delayed = "5s", // a start that is refused has ended by then
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> checkpoint() {
        return Uni.createFrom().completionStage(queue::saveCounts);
    }
}
