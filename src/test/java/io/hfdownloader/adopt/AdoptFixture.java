package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.standin.content.Content;
import org.jspecify.annotations.Nullable;

/** A library with an adoption over it, on a disk with models that nobody manages. */
final class AdoptFixture implements AutoCloseable {

    final Path models;
    ModelLibrary library;
    Adoption adoption;
    UUID look = UUID.randomUUID();
    private final HubClient hub;
    private final List<String> extra;

    AdoptFixture(Path models, HubClient hub, String... extra) throws IOException {
        this.models = Files.createDirectories(models);
        this.hub = hub;
        this.extra = List.of(extra);
        this.library = new ModelLibrary(() -> models);
        this.adoption = adoption();
    }

    private Adoption adoption() {
        return new Adoption(
                new ObjectMapper().registerModule(new JavaTimeModule()),
                hub,
                library,
                new ShownPath(library.layout().root(), Optional.empty()),
                () -> Optional.of(extra));
    }

    /** As the process is started again. */
    void restart() {
        library.close();
        library = new ModelLibrary(() -> models);
        adoption = adoption();
    }

    Path put(String path, Content content) throws IOException {
        Path file = models.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content.bytes());
    }

    List<FoundModel> find() throws IOException {
        return find(null, null);
    }

    List<FoundModel> find(@Nullable String path, @Nullable RepoId repo) throws IOException {
        look = UUID.randomUUID();
        return adoption.find(look, path, repo, new Quiet()).found();
    }

    UUID choose(FoundModel model, How how) throws IOException {
        return adoption.choose(look, List.of(new Choice(model.id(), null, null, how, null)));
    }

    AdoptOutcome adopt(FoundModel model, How how) throws IOException {
        return adoption.adopt(choose(model, how), total -> 0, new Quiet());
    }

    Optional<LibraryModel> model(String repo) throws IOException {
        return library.scan().stream()
                .filter(model -> RepoId.model(repo).equals(model.repo()))
                .findFirst();
    }

    @Override
    public void close() {
        library.close();
    }

    /** Does one after the other, and counts. */
    static final class Quiet implements Progress {

        final AtomicLong done = new AtomicLong();
        final AtomicLong total = new AtomicLong();

        @Override
        public void total(long bytes) {
            total.set(bytes);
        }

        @Override
        public void done(long bytes) {
            done.addAndGet(bytes);
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void all(List<? extends Callable<?>> parts) throws IOException {
            for (Callable<?> part : parts) {
                try {
                    Object result = part.call();
                } catch (IOException | RuntimeException failure) {
                    throw failure;
                } catch (Exception other) {
                    throw new IllegalStateException(other);
                }
            }
        }
    }
}
