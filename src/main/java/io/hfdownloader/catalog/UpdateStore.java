package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.catalog.UpstreamNotes.Note;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.RepoLayout;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps over restarts, in one small file, which updates were found and when: what is lost with it is found out again. */
@ApplicationScoped
class UpdateStore {

    private static final Logger LOG = Logger.getLogger(UpdateStore.class);
    private static final int MAX_KEPT = 10_000;
    private static final long MAX_BYTES = 8 * 1024 * 1024;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

    private final ObjectMapper json;
    private final ModelLibrary library;
    private final UpdateChecker updates;
    private final AtomicBoolean isPending = new AtomicBoolean();
    private final RetriedWrites writes =
            new RetriedWrites("found-updates", "What is known of updates cannot be saved", RETRY_INTERVAL);

    /**
     * What the file holds.
     *
     * @param checkedAt when all models were looked at last, or null
     * @param models by kind and folder, such as {@code model/acme/tiny}
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(@Nullable Instant checkedAt, Map<String, Kept> models) {

        Content {
            models = models == null ? Map.of() : models;
        }
    }

    /** What it holds of one model; all of it may be missing, or wrong. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(
            @Nullable String commit,
            @Nullable String upstream,
            @Nullable Instant checkedAt) {

        private static Kept of(Note note) {
            return new Kept(
                    note.commit(),
                    note.refusal() == null ? null : note.refusal().word(),
                    note.checkedAt());
        }

        private Note note() {
            return new Note(
                    commit != null && RepoLayout.isCommit(commit) ? commit : null,
                    UpstreamStatus.ofWord(upstream).orElse(null),
                    checkedAt);
        }
    }

    UpdateStore(ObjectMapper json, ModelLibrary library, UpdateChecker updates) {
        this.json = json;
        this.library = library;
        this.updates = updates;
    }

    /** Blocks. */
    void start(@Observes StartupEvent event) {
        load();
        updates.onChange(this::save);
    }

    /** Reads what was kept. Blocks. */
    void load() {
        Path file = file();
        try {
            if (Files.isRegularFile(file)) {
                if (Files.size(file) > MAX_BYTES) {
                    throw new IOException("it is too large");
                }
                Content read = json.readValue(file.toFile(), Content.class);
                if (read == null) {
                    return;
                }
                Map<RepoId, Note> notes = new HashMap<>();
                read.models().forEach((key, kept) -> {
                    if (kept != null && notes.size() < MAX_KEPT) {
                        RepoKey.parse(key).ifPresent(repo -> notes.put(repo, kept.note()));
                    }
                });
                updates.restore(notes, read.checkedAt());
            }
        } catch (IOException unreadable) {
            LOG.infof("What was known of updates in %s is found out again: %s", file, unreadable.getMessage());
        }
    }

    /** Does not block; what changes before it is written is written with it. */
    private void save() {
        if (isPending.compareAndSet(false, true)) {
            var told = writes.submit(UpdateStore.class, () -> {
                isPending.set(false);
                write();
            });
        }
    }

    /** Blocks. */
    void write() throws IOException {
        Map<String, Kept> models = new TreeMap<>();
        updates.notes().forEach((repo, note) -> models.put(RepoKey.of(repo), Kept.of(note)));
        Content content = new Content(updates.lastCheck().checkedAt(), models);
        AtomicFile.write(library.layout().rootFolder(), file(), json.writeValueAsBytes(content));
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    private Path file() {
        return library.layout().stateFolder().resolve("updates.json");
    }
}
