package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.header.GgufHeader;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.ModelConfigFile;
import io.hfdownloader.header.ModelShape;
import io.hfdownloader.header.ShapeSource;
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
    private final ParameterCounter parameterCounter;
    private final EtagCache<ModelShape> cache = new EtagCache<>();

    /**
     * A shape and where it stands.
     *
     * @param commit the commit it was read at
     * @param path the file it was read from
     * @param shape the shape
     */
    public record LocatedShape(String commit, String path, ModelShape shape) {

        private LocatedShape withParameters(long told) {
            return new LocatedShape(commit, path, shape.withParameters(told));
        }
    }

    ShapeLookup(HubClient hub, ObjectMapper json) {
        this.hub = hub;
        this.json = json;
        this.parameterCounter = new ParameterCounter(hub);
    }

    /**
     * The shape at a revision; empty when no file tells it.
     *
     * @throws io.hfdownloader.hub.HubException as the result's failure, also when the licence was not accepted
     */
    public Uni<Optional<LocatedShape>> lookUp(RepoId repo, String revision) {
        return hub.info(repo, revision)
                .chain(info -> hub.tree(info.repo(), info.commit()).chain(tree -> lookUp(info, tree)));
    }

    private Uni<Optional<LocatedShape>> lookUp(RepoInfo info, RepoTree tree) {
        return readFirstSource(tree)
                .chain(found -> found.map(shape -> withParameterCount(info, tree, shape))
                        .orElseGet(() -> shapeOfWeights(tree)));
    }

    private Uni<Optional<LocatedShape>> readFirstSource(RepoTree tree) {
        return ShapeSource.find(tree.files(), RepoFile::path, RepoFile::sizeBytes)
                .map(file -> read(tree, file)
                        .map(shape -> Optional.of(new LocatedShape(tree.commit(), file.path(), shape)))
                        .onFailure(InvalidHeaderException.class)
                        .recoverWithItem(Optional.empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The number of parameters, where the file does not tell it: what the Hub says, else what the weights say. */
    private Uni<Optional<LocatedShape>> withParameterCount(RepoInfo info, RepoTree tree, LocatedShape locatedShape) {
        if (locatedShape.shape().parameters() != null) {
            return Uni.createFrom().item(Optional.of(locatedShape));
        }
        Long told = info.facts().parameters();
        Uni<Optional<Long>> count = told != null ? Uni.createFrom().item(Optional.of(told)) : countIfPossible(tree);
        return count.map(
                number -> Optional.of(number.map(locatedShape::withParameters).orElse(locatedShape)));
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

    private Uni<Optional<LocatedShape>> shapeOfWeights(RepoTree tree) {
        return count(tree)
                .map(count -> count.flatMap(number -> ParameterCounter.headerFile(tree)
                        .map(file -> new LocatedShape(tree.commit(), file.path(), ModelShape.ofParameters(number)))))
                .onFailure(InvalidHeaderException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<Long>> count(RepoTree tree) {
        return ParameterCounter.headerFile(tree)
                .map(file -> parameterCounter.read(tree, file))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<ModelShape> read(RepoTree tree, RepoFile file) {
        boolean gguf = ShapeSource.isGguf(file.path());
        int bytes = (int) Math.min(file.sizeBytes(), gguf ? GgufHeader.HEAD_BYTES : ModelConfigFile.MAX_BYTES);
        return cache.get(
                tree,
                file,
                () -> hub.head(tree.repo(), tree.commit(), file.path(), bytes)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(head -> gguf ? GgufHeader.read(ByteBuffer.wrap(head)) : parseConfig(head)));
    }

    private ModelShape parseConfig(byte[] file) {
        try {
            return ModelConfigFile.read(json.readTree(file));
        } catch (IOException notJson) {
            throw new InvalidHeaderException("config.json is not JSON.");
        }
    }
}
