package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
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
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/**
 * Finds the shape of a repo's network from the first bytes of its files: a GGUF file's header, else {@code config.json},
 * with the number of parameters from the Hub or from the safetensors weights. Never blocks; what was found is remembered
 * for a while.
 */
@ApplicationScoped
public class ShapeLookup {

    private static final Logger LOG = Logger.getLogger(ShapeLookup.class);

    private final HubClient hub;
    private final ObjectMapper json;
    private final ParameterCount weights;
    private final Remembered<ModelShape> known = new Remembered<>();

    /**
     * A shape and where it stands.
     *
     * @param commit the commit it was read at
     * @param path the file it was read from
     * @param shape the shape
     */
    public record Found(String commit, String path, ModelShape shape) {

        private Found withParameters(long told) {
            return new Found(commit, path, shape.withParameters(told));
        }
    }

    ShapeLookup(HubClient hub, ObjectMapper json) {
        this.hub = hub;
        this.json = json;
        this.weights = new ParameterCount(hub);
    }

    /**
     * The shape at a revision; empty when no file tells it.
     *
     * @throws io.hfdownloader.hub.HubException as the result's failure, also when the licence was not accepted
     */
    public Uni<Optional<Found>> look(RepoId repo, String revision) {
        return hub.info(repo, revision)
                .chain(info -> hub.tree(info.repo(), info.commit()).chain(tree -> look(info, tree)));
    }

    private Uni<Optional<Found>> look(RepoInfo info, RepoTree tree) {
        return first(tree)
                .chain(found -> found.map(shape -> counted(info, tree, shape)).orElseGet(() -> ofWeights(tree)));
    }

    private Uni<Optional<Found>> first(RepoTree tree) {
        return source(tree.files())
                .map(file -> read(tree, file)
                        .map(shape -> Optional.of(new Found(tree.commit(), file.path(), shape)))
                        .onFailure(BadHeaderException.class)
                        .recoverWithItem(Optional.empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The number of parameters, where the file does not tell it: what the Hub says, else what the weights say. */
    private Uni<Optional<Found>> counted(RepoInfo info, RepoTree tree, Found found) {
        if (found.shape().parameters() != null) {
            return Uni.createFrom().item(Optional.of(found));
        }
        Long told = info.facts().parameters();
        Uni<Optional<Long>> count = told != null ? Uni.createFrom().item(Optional.of(told)) : countIfPossible(tree);
        return count.map(number -> Optional.of(number.map(found::withParameters).orElse(found)));
    }

    /** What else is known of the model is not lost with this. */
    private Uni<Optional<Long>> countIfPossible(RepoTree tree) {
        return count(tree)
                .onFailure()
                .invoke(failure -> LOG.debugf(
                        "Parameters of %s are not known: %s", tree.repo().id(), failure.getMessage()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<Found>> ofWeights(RepoTree tree) {
        return count(tree)
                .map(count -> count.flatMap(number -> ParameterCount.source(tree)
                        .map(file -> new Found(tree.commit(), file.path(), ModelShape.ofParameters(number)))))
                .onFailure(BadHeaderException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<Long>> count(RepoTree tree) {
        return ParameterCount.source(tree)
                .map(file -> weights.read(tree, file))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<ModelShape> read(RepoTree tree, RepoFile file) {
        boolean gguf = isGguf(file);
        int bytes = (int) Math.min(file.sizeBytes(), gguf ? GgufHeader.ENOUGH_BYTES : ConfigFile.LARGEST_BYTES);
        return known.get(
                tree,
                file,
                () -> hub.head(tree.repo(), tree.commit(), file.path(), bytes)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(head -> gguf ? GgufHeader.read(ByteBuffer.wrap(head)) : config(head)));
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
