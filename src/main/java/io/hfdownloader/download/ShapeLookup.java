package io.hfdownloader.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.header.BadHeaderException;
import io.hfdownloader.header.ConfigFile;
import io.hfdownloader.header.GgufHeader;
import io.hfdownloader.header.ModelShape;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Finds the shape of a repo's network from the first bytes of one of its files: a GGUF file's header, else
 * {@code config.json}. Never blocks; what was found is remembered for a while.
 */
@ApplicationScoped
public class ShapeLookup {

    private static final int MOST_REMEMBERED = 200;

    private final HubClient hub;
    private final ObjectMapper json;
    private final Map<Source, ModelShape> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, ModelShape> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** The bytes that a shape was read from; the etag makes them immutable. */
    private record Source(RepoId repo, String path, String etag) {}

    /**
     * A shape and where it stands.
     *
     * @param commit the commit it was read at
     * @param path the file it was read from
     * @param shape the shape
     */
    public record Found(String commit, String path, ModelShape shape) {}

    ShapeLookup(HubClient hub, ObjectMapper json) {
        this.hub = hub;
        this.json = json;
    }

    /**
     * The shape at a revision; empty when no file tells it.
     *
     * @throws io.hfdownloader.hub.HubException as the result's failure, also when the licence was not accepted
     */
    public Uni<Optional<Found>> look(RepoId repo, String revision) {
        return hub.info(repo, revision)
                .chain(info -> hub.tree(info.repo(), info.commit()))
                .chain(this::look);
    }

    private Uni<Optional<Found>> look(RepoTree tree) {
        return source(tree.files())
                .map(file -> read(tree, file)
                        .map(shape -> Optional.of(new Found(tree.commit(), file.path(), shape)))
                        .onFailure(BadHeaderException.class)
                        .recoverWithItem(Optional.empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<ModelShape> read(RepoTree tree, RepoFile file) {
        Source source = new Source(tree.repo(), file.path(), file.etag());
        ModelShape before;
        synchronized (known) {
            before = known.get(source);
        }
        if (before != null) {
            return Uni.createFrom().item(before);
        }
        boolean gguf = isGguf(file);
        int bytes = (int) Math.min(file.sizeBytes(), gguf ? GgufHeader.ENOUGH_BYTES : ConfigFile.LARGEST_BYTES);
        return hub.head(tree.repo(), tree.commit(), file.path(), bytes)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(head -> gguf ? GgufHeader.read(ByteBuffer.wrap(head)) : config(head))
                .invoke(shape -> remember(source, shape));
    }

    private void remember(Source source, ModelShape shape) {
        synchronized (known) {
            known.put(source, shape);
        }
    }

    private ModelShape config(byte[] file) {
        try {
            return ConfigFile.read(json.readTree(file));
        } catch (IOException notJson) {
            throw new BadHeaderException("config.json is not JSON.");
        }
    }

    /** All quantizations have the same shape, so the smallest first shard does; the projector has another one. */
    private static Optional<RepoFile> source(List<RepoFile> files) {
        return files.stream()
                .filter(ShapeLookup::isGguf)
                .filter(file -> !file.path().contains("mmproj") && !file.path().contains("imatrix"))
                .filter(file -> !file.path().matches(".*-\\d{5}-of-\\d{5}\\.gguf")
                        || file.path().contains("-00001-of-"))
                .min(Comparator.comparingLong(RepoFile::sizeBytes))
                .or(() -> files.stream()
                        .filter(file -> file.path().equals("config.json") && file.sizeBytes() > 0)
                        .filter(file -> file.sizeBytes() <= ConfigFile.LARGEST_BYTES)
                        .findFirst());
    }

    private static boolean isGguf(RepoFile file) {
        return file.path().endsWith(".gguf") && file.sizeBytes() > 0;
    }
}
