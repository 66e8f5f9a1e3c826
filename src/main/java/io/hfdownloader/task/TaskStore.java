package io.hfdownloader.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.library.ModelLibrary;
import org.jboss.logging.Logger;

/**
 * The tasks on the disk, but for downloads: one JSON file each, replaced as a whole. One thread writes, in the order of the calls.
 * What the disk refuses is tried again until it takes it.
 */
@ApplicationScoped
class TaskStore {

    private static final Logger LOG = Logger.getLogger(TaskStore.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_FILES = 10_000;

    private final ObjectMapper json;
    private final ModelLibrary library;
    private final RetriedWrites writes =
            new RetriedWrites("task-store", "The list of tasks cannot be saved", RETRY_INTERVAL);

    TaskStore(ObjectMapper json, ModelLibrary library) {
        this.json = json;
        this.library = library;
    }

    /** Blocks. All tasks that can be read; one that cannot is set aside and named in the log. */
    List<TaskRecord> load() {
        List<TaskRecord> records = new ArrayList<>();
        Path folder = folder();
        try {
            library.layout().makeFolder(folder);
            AtomicFile.removeAbandonedIn(library.layout().rootFolder(), folder);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                for (Path file : files) {
                    if (records.size() < MAX_FILES) {
                        read(file, records);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The list of tasks in " + folder + " cannot be read", unreadable);
        }
        return records;
    }

    /** Done when it is on the disk; a crash before that leaves what was there. */
    CompletionStage<Void> save(TaskRecord record) {
        return writes.submit(record.id(), () -> write(record));
    }

    /** Done when a restart does not know of it any more. */
    CompletionStage<Void> delete(UUID id) {
        return writes.submit(id, () -> library.layout().rootFolder().delete(file(id)));
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    private void read(Path file, List<TaskRecord> records) throws IOException {
        try {
            TaskRecord record = json.readValue(file.toFile(), TaskRecord.class);
            record.check();
            records.add(record);
        } catch (IOException | RuntimeException unreadable) {
            LOG.warnf("The task in %s cannot be read and is set aside: %s", file, unreadable.getMessage());
            library.layout().rootFolder().move(file, file.resolveSibling(file.getFileName() + ".bad"));
        }
    }

    private void write(TaskRecord record) throws IOException {
        AtomicFile.write(library.layout().rootFolder(), file(record.id()), json.writeValueAsBytes(record));
    }

    private Path file(UUID id) {
        return folder().resolve(id + ".json");
    }

    /** Fails while the models directory is away. */
    private Path folder() {
        return library.layout().stateFolder().resolve("tasks");
    }
}
