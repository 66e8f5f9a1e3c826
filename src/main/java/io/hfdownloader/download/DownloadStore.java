package io.hfdownloader.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.StateRecords;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * The downloads on the disk: one JSON file each, replaced as a whole. One thread writes, in the order of the calls, so
 * that what a crash leaves is how things stood at some moment. What the disk refuses is tried again until it takes it.
 */
@ApplicationScoped
class DownloadStore implements DownloadQueue.Store {

    private static final Logger LOG = Logger.getLogger(DownloadStore.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final StateRecords<DownloadRecord> records;
    private final RetriedWrites writes;

    @Inject
    DownloadStore(ObjectMapper json, ModelLibrary library) {
        this(json, library, RETRY_INTERVAL);
    }

    DownloadStore(ObjectMapper json, ModelLibrary library, Duration retryInterval) {
        this.records =
                new StateRecords<>(library.layout(), "downloads", json, DownloadRecord.class, RecordCheck::check);
        this.writes = new RetriedWrites("download-store", "The list of downloads cannot be saved", retryInterval);
    }

    /** Blocks. All downloads that can be read; one that cannot is set aside and named in the log. */
    List<DownloadRecord> load() {
        try {
            return records.readAll();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "The list of downloads in " + records.folder() + " cannot be read", unreadable);
        }
    }

    @Override
    public CompletionStage<Void> save(DownloadRecord record) {
        return writes.submit(record.id(), () -> records.write(record.id(), record));
    }

    @Override
    public CompletionStage<Void> delete(UUID id) {
        return writes.submit(id, () -> records.delete(id));
    }

    /** Has something saved that nobody waits for. */
    static void watch(Uni<Void> work) {
        var subscription = work.subscribe().with(done -> {}, DownloadStore::warn);
    }

    private static void warn(Throwable failure) {
        LOG.warnf("The list of downloads could not be saved: %s", failure.getMessage());
        LOG.debug("Where that went wrong", failure);
    }

    /** Why a restart does not know all yet that it should; empty when it does. From memory. */
    Optional<DiskException> failure() {
        return writes.failure();
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    /** A record that was edited by hand must still be sound. */
    private static final class RecordCheck {
        static void check(DownloadRecord record) {
            boolean sound = record.id() != null
                    && record.repoId() != null
                    && record.selection() != null
                    && record.state() != null
                    && record.counts() != null
                    && record.createdAt() != null;
            if (!sound) {
                throw new IllegalArgumentException("a field is missing");
            }
        }
    }
}
