package io.hfdownloader.library.revision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
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
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final int BEFORE_DOWNLOADS_START = 100;

    /** Above this, what is in no folder any more is forgotten. */
    private static final int MAX_KNOWN = 10_000;

    /** Stands in no id and in no folder. */
    private static final String OTHER = " ";

    private final ObjectMapper json;
    private final ModelLibrary library;
    private final Map<String, String> revisions = new TreeMap<>();
    /** How often they changed, and with how many of these changes they are on the disk; guarded as they are. */
    private long changes;

    private long savedChanges;
    private final RetriedWrites writes =
            new RetriedWrites("tracked-revisions", "The revisions that models follow cannot be saved", RETRY_INTERVAL);

    public TrackedRevisions(ObjectMapper json, ModelLibrary library) {
        this.json = json;
        this.library = library;
        library.onDeletion(this::forget);
    }

    /** What comes back from the bin follows again what it followed. */
    private final class OfFolders implements ModelLibrary.Following {

        @Override
        public Optional<String> revisionOf(RepoId repo) {
            return TrackedRevisions.this.revisionOf(repo);
        }

        @Override
        public void follow(RepoId repo, String revision) {
            if (TrackedRevisions.this.revisionOf(repo).isEmpty()) {
                try {
                    claim(repo, revision);
                } catch (IOException | DiskException later) {
                    LOG.debugf("%s follows %s; it is tried again to write that down: %s", repo, revision, later);
                }
            }
        }
    }

    /** Fails while the models directory is away. */
    private Path file() {
        return library.layout().stateFolder().resolve("followed.json");
    }

    /** Blocks. */
    void start(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        load();
    }

    /** Reads what was kept. Blocks. */
    public void load() {
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
        library.keepFollowing(new OfFolders());
    }

    /** What a model was fetched from last: a branch, a tag or a commit. From memory. */
    public Optional<String> revisionOf(RepoId repo) {
        synchronized (revisions) {
            return Optional.ofNullable(revisions.get(key(repo)));
        }
    }

    /** The folders of a repo of which a revision is known. From memory. */
    List<RepoId> foldersOf(RepoId repo) {
        String id = key(repo.onHub());
        synchronized (revisions) {
            return revisions.keySet().stream()
                    .filter(key -> key.startsWith(id + "@") && !key.contains(OTHER))
                    .flatMap(key -> folder(repo, key.substring(id.length())).stream())
                    .toList();
        }
    }

    private static Optional<RepoId> folder(RepoId repo, String suffix) {
        try {
            return Optional.of(RepoId.ofFolder(repo.type(), repo.id() + suffix));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Other revisions that were asked for in the same folder, while they were the same commit. From memory. */
    List<String> othersIn(RepoId folder) {
        String start = key(folder) + OTHER;
        synchronized (revisions) {
            return revisions.keySet().stream()
                    .filter(key -> key.startsWith(start))
                    .map(key -> key.substring(start.length()))
                    .toList();
        }
    }

    /** Remembers, on the disk, that a folder is that of a revision, and of no other. Blocks. */
    void claim(RepoId folder, String revision) throws IOException {
        String key = key(folder);
        synchronized (revisions) {
            boolean known = revision.equals(revisions.put(key, revision));
            boolean others = revisions.keySet().removeIf(other -> isOf(key, other) && !other.equals(key));
            forgetTheMissing(key);
            if (known && !others) {
                if (savedChanges == changes) {
                    return;
                }
            } else {
                changes++;
            }
        }
        writeNow();
    }

    /** Remembers, on the disk, that another revision was asked for in the folder. Blocks. */
    void share(RepoId folder, String revision) throws IOException {
        synchronized (revisions) {
            if (!revision.equals(revisions.put(key(folder) + OTHER + revision, revision))) {
                changes++;
            } else if (savedChanges == changes) {
                return;
            }
        }
        writeNow();
    }

    /** Why a restart would not know all of them, as a sentence; empty when it would. From memory. */
    public Optional<String> unsaved() {
        return writes.failure().map(DiskException::detail);
    }

    /** The work that waits for it does not begin when the disk refuses it; it is tried again without that work, too. */
    private void writeNow() throws IOException {
        try {
            write();
            if (writes.failure().isPresent()) { // which is no longer so
                var again = writes.submit(TrackedRevisions.class, this::write);
            }
        } catch (IOException | DiskException refused) {
            var again = writes.submit(TrackedRevisions.class, this::write);
            throw refused;
        }
    }

    /** Remembers it; the item arrives when it is on the disk. */
    public Uni<Void> put(RepoId repo, String revision) {
        synchronized (revisions) {
            if (revision.equals(revisions.put(key(repo), revision))) {
                return Uni.createFrom().voidItem();
            }
            changes++;
        }
        return save();
    }

    /**
     * A folder was deleted through us, so what comes there next may be anything. What is missing otherwise may be on a disk that
     * is not mounted now: without its revision an update would put other weights in the place of those there.
     */
    private void forget(RepoId folder) {
        String key = key(folder);
        synchronized (revisions) {
            if (!revisions.keySet().removeIf(other -> isOf(key, other))) {
                return;
            }
            changes++;
        }
        var told = writes.submit(TrackedRevisions.class, this::write);
    }

    private static boolean isOf(String key, String other) {
        return other.equals(key) || other.startsWith(key + OTHER);
    }

    private void forgetTheMissing(String claimed) {
        if (revisions.size() > MAX_KNOWN && library.disk().absence().isEmpty()) {
            revisions.keySet().removeIf(key -> !isOf(claimed, key) && isGone(key));
        }
    }

    private boolean isGone(String key) {
        String folder = key.split(OTHER, 2)[0];
        for (RepoType type : RepoType.values()) {
            String start = type.word() + "/";
            if (folder.startsWith(start)) {
                try {
                    return library.isGone(RepoId.ofFolder(type, folder.substring(start.length())));
                } catch (IllegalArgumentException | LibraryException none) {
                    return true;
                }
            }
        }
        return true;
    }

    private Uni<Void> save() {
        return Uni.createFrom().completionStage(writes.submit(TrackedRevisions.class, this::write));
    }

    /** Blocks. One at a time, and each writes the newest. */
    private synchronized void write() throws IOException {
        Map<String, String> now;
        long written;
        synchronized (revisions) {
            now = Map.copyOf(revisions);
            written = changes;
        }
        AtomicFile.write(library.layout().rootFolder(), file(), json.writeValueAsBytes(new TreeMap<>(now)));
        synchronized (revisions) {
            savedChanges = written;
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    private static String key(RepoId repo) {
        return repo.type().word() + "/" + repo.folder();
    }
}
