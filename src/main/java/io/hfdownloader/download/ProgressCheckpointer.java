package io.hfdownloader.download;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;

/** Notes now and then how far the downloads at work have come. */
@ApplicationScoped
class ProgressCheckpointer {

    private final DownloadList downloads;
    private final DownloadStore store;

    ProgressCheckpointer(DownloadList downloads, DownloadStore store) {
        this.downloads = downloads;
        this.store = store;
    }

    /** Keeps the counts on the disk not far behind, so that a restart shows them at once. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> checkpoint() {
        List<Uni<Void>> saves = new ArrayList<>();
        synchronized (downloads) {
            for (Download download : downloads.active()) {
                DownloadRecord now = download.countedRecord();
                if (!now.equals(download.record())) {
                    download.record(now);
                    saves.add(store.save(download));
                }
            }
        }
        return saves.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(saves)
                        .andCollectFailures()
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(DownloadStore::warn)
                        .onFailure()
                        .recoverWithNull();
    }
}
