package io.hfdownloader.adopt;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.StateRecords;

/** What was found and chosen, on the disk for a month. All methods block. */
final class AdoptStore {

    private static final Duration KEPT = Duration.ofDays(30);

    private final RepoLayout layout;
    private final StateRecords<AdoptRecord> records;

    AdoptStore(ObjectMapper json, RepoLayout layout) {
        this.layout = layout;
        this.records = new StateRecords<>(layout, "adopt", json, AdoptRecord.class, AdoptRecord::check);
    }

    void write(AdoptRecord record) throws IOException {
        records.write(record.id(), record);
        removeOld();
    }

    /** By their times alone: each may be large. */
    private void removeOld() throws IOException {
        RootFolder root = layout.rootFolder();
        Instant oldest = Instant.now().minus(KEPT);
        for (Path name : root.names(records.folder())) {
            Path file = records.folder().resolve(name);
            if (root.attributes(file).lastModifiedTime().toInstant().isBefore(oldest)) {
                root.delete(file);
            }
        }
    }

    Optional<AdoptRecord> read(UUID id) throws IOException {
        try {
            return Optional.of(records.read(id));
        } catch (NoSuchFileException | FileNotFoundException none) {
            return Optional.empty();
        }
    }
}
