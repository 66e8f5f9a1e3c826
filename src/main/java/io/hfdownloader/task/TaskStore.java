package io.hfdownloader.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.StateRecords;

/**
 * The tasks on the disk, but for downloads. One thread writes, in the order of the calls. What the disk refuses is tried again
 * until it takes it.
 */
@ApplicationScoped
class TaskStore {

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final StateRecords<TaskRecord> records;
    private final RetriedWrites writes =
            new RetriedWrites("task-store", "The list of tasks cannot be saved", RETRY_INTERVAL);

    TaskStore(ObjectMapper json, ModelLibrary library) {
        this.records = new StateRecords<>(library.layout(), "tasks", json, TaskRecord.class, TaskRecord::check);
    }

    /** Blocks. All tasks that can be read. */
    List<TaskRecord> load() {
        try {
            return records.readAll();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The list of tasks in " + records.folder() + " cannot be read", unreadable);
        }
    }

    /** Done when it is on the disk; a crash before that leaves what was there. */
    CompletionStage<Void> save(TaskRecord record) {
        return writes.submit(record.id(), () -> records.write(record.id(), record));
    }

    /** Done when a restart does not know of it any more. */
    CompletionStage<Void> delete(UUID id) {
        return writes.submit(id, () -> records.delete(id));
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }
}
