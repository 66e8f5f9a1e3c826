package io.hfdownloader.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RetriedWrites;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.RepoLayout;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models of which updates are not told, and what was found out of their weights since: kept in one small file. It goes with the
 * model, and comes back with it from the bin. For any thread; what is asked is answered from memory.
 */
@ApplicationScoped
public class UpdateHolds {

    private static final Logger LOG = Logger.getLogger(UpdateHolds.class);
    private static final int MAX_KEPT = 10_000;
    private static final long MAX_BYTES = 8 * 1024 * 1024;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);
    private static final Held NONE = new Held(UpdateHold.NONE, null, null, null);

    private final ObjectMapper json;
    private final ModelLibrary library;
    private final Map<RepoId, Held> models = new HashMap<>(); // guarded by itself
    private final RetriedWrites writes =
            new RetriedWrites("update-holds", "Which updates are not to be told cannot be saved", RETRY_INTERVAL);

    /**
     * What is known of one model.
     *
     * @param here the commit that was here when the hold was chosen, or null
     * @param seen where its revision was on the Hub then, as far as it was known, or null
     * @param compared what was found out last of another commit, or null
     */
    private record Held(
            UpdateHold hold,
            @Nullable String here,
            @Nullable String seen,
            @Nullable Compared compared) {

        /** The commit whose weights are known to the owner: those seen on the Hub, until an update has brought others. */
        @Nullable
        String base(LibraryModel model) {
            String now = model.commit();
            return seen != null && now != null && now.equals(here) ? seen : now;
        }
    }

    /**
     * Whether held weights are others at one commit than at another one before.
     *
     * @param weights whether they are
     */
    record Compared(String before, String after, boolean weights) {}

    /** As the file has it; all of it may be missing, or wrong. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(
            @Nullable String hold,
            @Nullable String here,
            @Nullable String seen,
            @Nullable String before,
            @Nullable String after,
            @Nullable Boolean weights) {

        private static Kept of(Held held) {
            Compared compared = held.compared();
            return new Kept(
                    held.hold().word(),
                    held.here(),
                    held.seen(),
                    compared == null ? null : compared.before(),
                    compared == null ? null : compared.after(),
                    compared == null ? null : compared.weights());
        }

        private Optional<Held> held() {
            String from = commit(before);
            String to = commit(after);
            return UpdateHold.ofWord(hold)
                    .filter(known -> known != UpdateHold.NONE)
                    .map(known -> new Held(
                            known,
                            commit(here),
                            commit(seen),
                            from == null || to == null || weights == null ? null : new Compared(from, to, weights)));
        }

        private static @Nullable String commit(@Nullable String text) {
            return text != null && RepoLayout.isCommit(text) ? text : null;
        }
    }

    /** What the file holds, by kind and folder, such as {@code model/acme/tiny}. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(Map<String, Kept> models) {

        Content {
            models = models == null ? Map.of() : models;
        }
    }

    public UpdateHolds(ObjectMapper json, ModelLibrary library) {
        this.json = json;
        this.library = library;
        library.onDeletion(this::forget);
    }

    /** Blocks. */
    void start(@Observes StartupEvent event) {
        load();
    }

    /** Reads what was kept. Blocks. */
    void load() {
        Path file = file();
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is too large");
            }
            Content read = json.readValue(file.toFile(), Content.class);
            synchronized (models) {
                (read == null ? Map.<String, Kept>of() : read.models()).forEach((key, kept) -> {
                    if (kept != null && models.size() < MAX_KEPT) {
                        kept.held()
                                .ifPresent(
                                        held -> RepoKey.parse(key).ifPresent(repo -> models.putIfAbsent(repo, held)));
                    }
                });
            }
        } catch (IOException unreadable) {
            LOG.warnf(
                    "Which updates are not to be told, in %s, cannot be read; all are told: %s",
                    file, unreadable.getMessage());
        } finally {
            library.keepHolding(new OfModels());
        }
    }

    /** What was chosen for a model is in the bin with it. */
    private final class OfModels implements ModelLibrary.Holding {

        @Override
        public Optional<String> heldOf(RepoId repo) {
            Held held = held(repo);
            try {
                return held.hold() == UpdateHold.NONE
                        ? Optional.empty()
                        : Optional.of(json.writeValueAsString(Kept.of(held)));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public void hold(RepoId repo, String text) {
            try {
                Kept kept = json.readValue(text, Kept.class);
                Optional<Held> held = Optional.ofNullable(kept).flatMap(Kept::held);
                synchronized (models) {
                    if (held.isEmpty() || models.size() >= MAX_KEPT || models.putIfAbsent(repo, held.get()) != null) {
                        return;
                    }
                }
                var told = writes.submit(UpdateHolds.class, UpdateHolds.this::write);
            } catch (IOException edited) {
                LOG.debugf("What was chosen for %s cannot be read: %s", repo, edited.getMessage());
            }
        }
    }

    /** What was chosen for a model. */
    public UpdateHold of(RepoId repo) {
        return held(repo).hold();
    }

    private Held held(RepoId repo) {
        synchronized (models) {
            return models.getOrDefault(repo, NONE);
        }
    }

    /**
     * Chooses it; it is on the disk when this returns. Blocks.
     *
     * @param seen where the model's revision is on the Hub, as far as that is known: its weights are not told again
     * @throws DiskException when the disk refuses it; nothing is changed then
     */
    void put(RepoId repo, UpdateHold hold, @Nullable String here, @Nullable String seen) {
        Held before;
        synchronized (models) {
            before = held(repo);
            set(repo, new Held(hold, here, seen, null));
        }
        try {
            write();
        } catch (IOException refused) {
            takeBack(repo, before);
            throw DiskException.of("The choice for " + repo.folder() + " cannot be saved", refused);
        } catch (DiskException away) {
            takeBack(repo, before);
            throw away;
        }
    }

    private void takeBack(RepoId repo, Held before) {
        synchronized (models) {
            set(repo, before);
        }
    }

    private void set(RepoId repo, Held held) {
        if (held.hold() == UpdateHold.NONE) {
            models.remove(repo);
            return;
        }
        models.put(repo, held);
        if (models.size() > MAX_KEPT && library.disk().absence().isEmpty()) {
            models.keySet().removeIf(other -> !other.equals(repo) && library.isGone(other));
        }
    }

    /** What was found out of weights; lost when it cannot be saved, and found out again then. Does not block. */
    void record(RepoId repo, Compared compared) {
        synchronized (models) {
            Held held = held(repo);
            if (held.hold() == UpdateHold.NONE) {
                return;
            }
            models.put(repo, new Held(held.hold(), held.here(), held.seen(), compared));
        }
        var told = writes.submit(UpdateHolds.class, this::write);
    }

    /** The commit with whose held weights those of another one are to be compared; empty where it does not matter, or is known. */
    Optional<String> comparedWith(RepoId repo, LibraryModel model, String there) {
        Held held = held(repo);
        String base = held.base(model);
        return held.hold() == UpdateHold.UNTIL_WEIGHTS
                        && !model.mixed()
                        && base != null
                        && told(held, base, there).isEmpty()
                ? Optional.of(base)
                : Optional.empty();
    }

    /**
     * Whether an update is told; empty while it is not known whether held weights are others.
     *
     * @param there the commit on the Hub, or null where only files here are older than theirs
     */
    Optional<Boolean> isTold(RepoId repo, LibraryModel model, @Nullable String there) {
        Held held = held(repo);
        String base = held.base(model);
        return switch (held.hold()) {
            case NONE -> Optional.of(true);
            case ALWAYS -> Optional.of(false);
            case UNTIL_WEIGHTS ->
                model.mixed() || base == null || there == null ? Optional.of(true) : told(held, base, there);
        };
    }

    private static Optional<Boolean> told(Held held, String base, String there) {
        if (base.equals(there)) {
            return Optional.of(false);
        }
        return Optional.ofNullable(held.compared())
                .filter(compared ->
                        compared.before().equals(base) && compared.after().equals(there))
                .map(Compared::weights);
    }

    /** What comes under this name later is another model. */
    private void forget(RepoId repo) {
        synchronized (models) {
            if (models.remove(repo) == null) {
                return;
            }
        }
        var told = writes.submit(UpdateHolds.class, this::write);
    }

    /** Blocks. One at a time, and each writes the newest. */
    private synchronized void write() throws IOException {
        Map<String, Kept> kept = new TreeMap<>();
        synchronized (models) {
            models.forEach((repo, held) -> kept.put(RepoKey.of(repo), Kept.of(held)));
        }
        AtomicFile.write(library.layout().rootFolder(), file(), json.writeValueAsBytes(new Content(kept)));
    }

    @PreDestroy
    void close() throws InterruptedException {
        writes.close();
    }

    private Path file() {
        return library.layout().stateFolder().resolve("holds.json");
    }
}
