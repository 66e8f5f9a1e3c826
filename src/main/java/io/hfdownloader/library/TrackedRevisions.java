package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.hub.RepoId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Which revision each model on this machine was fetched from, kept in one small file: an update follows the same branch
 * also when the download is long forgotten.
 */
@ApplicationScoped
public class TrackedRevisions {

    private static final Logger LOG = Logger.getLogger(TrackedRevisions.class);
    private static final TypeReference<TreeMap<String, String>> REVISIONS = new TypeReference<>() {};
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);
    private static final int BEFORE_DOWNLOADS_START = 100;

    private final ObjectMapper json;
    private final ModelLibrary library;
    private final Map<String, String> revisions = new TreeMap<>();
    private final RetriedWrites writes =
            new RetriedWrites("tracked-revisions", "The revisions that models follow cannot be saved", RETRY_INTERVAL);

    public TrackedRevisions(ObjectMapper json, ModelLibrary library) {
        this.json = json;
        this.library = library;
    }

    /** Fails while the models directory is away. */
    private Path file() {
        return library.layout().stateFolder().resolve("followed.json");
    }

    /** Blocks. */
    void load(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        Path file = file();
        try {
            if (Files.isRegularFile(file)) {
                Map<String, String> read = json.readValue(file.toFile(), REVISIONS);
                synchronized (revisions) {
                    read.forEach((repo, revision) -> {
                        if (revision != null) {
                            revisions.put(repo, revision);
                        }
                    });
                }
            }
        } catch (IOException unreadable) {
            LOG.warnf(
                    "The revisions that models follow in %s cannot be read; updates follow main: %s",
                    file, unreadable.getMessage());
        }
    }

    /** What a model was fetched from last: a branch, a tag or a commit. From memory. */
    public Optional<String> revisionOf(RepoId repo) {
        synchronized (revisions) {
            return Optional.ofNullable(revisions.get(key(repo)));
        }
    }

    /** Remembers it; the item arrives when it is on the disk. */
    public Uni<Void> put(RepoId repo, String revision) {
        synchronized (revisions) {
            if (revision.equals(revisions.put(key(repo), revision))) {
                return Uni.createFrom().voidItem();
            }
        }
        return save();
    }

    /** Forgets what is not on this machine any more. */
    public Uni<Void> retain(Set<RepoId> here) {
        Set<String> keys = here.stream().map(TrackedRevisions::key).collect(Collectors.toSet());
        synchronized (revisions) {
            if (!revisions.keySet().retainAll(keys)) {
                return Uni.createFrom().voidItem();
            }
        }
        return save();
    }

    private Uni<Void> save() {
        return Uni.createFrom().completionStage(writes.submit(TrackedRevisions.class, this::write));
    }

    /** Blocks. Each writes the newest. */
    private void write() throws IOException {
        Map<String, String> now;
        synchronized (revisions) {
            now = Map.copyOf(revisions);
        }
        AtomicFile.write(file(), json.writeValueAsBytes(new TreeMap<>(now)));
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    private static String key(RepoId repo) {
        return repo.type().word() + "/" + repo.id();
    }
}
