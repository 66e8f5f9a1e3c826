package io.hfdownloader.task;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.smallrye.mutiny.Uni;

/** All tasks there are, downloads too, which have a queue of their own. No method blocks; all are safe for any thread. */
@ApplicationScoped
public class Tasks {

    private final TaskQueue queue;
    private final DownloadService downloads;

    Tasks(TaskQueue queue, DownloadService downloads) {
        this.queue = queue;
        this.downloads = downloads;
    }

    /** All of them, newest first; from memory. */
    public List<TaskView> newestFirst() {
        return Stream.concat(queue.list().stream(), downloads.list().stream().map(this::of))
                .sorted(Comparator.comparing(TaskView::createdAt).reversed())
                .toList();
    }

    /** Those that are no mere downloads, newest first; from memory. */
    public List<TaskView> besideDownloads() {
        return Stream.concat(
                        queue.list().stream(),
                        queue.doneByDownloads().stream().flatMap(id -> downloads.find(id).map(this::of).stream()))
                .sorted(Comparator.comparing(TaskView::createdAt).reversed())
                .toList();
    }

    /**
     * One of them; from memory.
     *
     * @throws TaskException when there is none of this id
     */
    public TaskView get(UUID id) {
        return queue.find(id)
                .or(() -> downloads.find(id).map(this::of))
                .orElseThrow(() -> TaskException.notFound(id.toString()));
    }

    /** Stops it for now; what is done stays done. */
    public Uni<TaskView> pause(UUID id) {
        return isDownload(id)
                ? downloads.pause(id).map(this::of)
                : Uni.createFrom().item(() -> queue.pause(id));
    }

    /** Goes on with one that is paused. */
    public Uni<TaskView> resume(UUID id) {
        return isDownload(id)
                ? downloads.resume(id).map(this::of)
                : Uni.createFrom().item(() -> queue.resume(id));
    }

    /** Ends it; what is done stays done. */
    public Uni<TaskView> cancel(UUID id) {
        return isDownload(id)
                ? downloads.cancel(id).map(this::of)
                : Uni.createFrom().item(() -> queue.cancel(id));
    }

    private boolean isDownload(UUID id) {
        return queue.find(id).isEmpty() && downloads.find(id).isPresent();
    }

    /** As the task that it does the work of. */
    public TaskView of(DownloadView download) {
        return DownloadTask.of(download, queue.kindOfDownload(download.id()).orElse(TaskKind.DOWNLOAD));
    }
}
