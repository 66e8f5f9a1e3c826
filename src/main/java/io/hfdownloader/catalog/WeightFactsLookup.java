package io.hfdownloader.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.PartIndex;
import io.hfdownloader.header.SafetensorsHeader;
import io.hfdownloader.header.WeightMap;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.variant.FactSources;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.variant.WeightFacts.ShardIndex;
import io.hfdownloader.variant.WeightFacts.Tensors;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what tells copies of weights from parts of a model: indexes of shards and parts, headers of weights in several places,
 * the number of parameters. What cannot be read is left out; what was read is remembered for a while. Never blocks.
 */
@ApplicationScoped
public class WeightFactsLookup {

    private static final Logger LOG = Logger.getLogger(WeightFactsLookup.class);

    private static final int MAX_REQUESTS_AT_ONCE = 4;
    private static final int MAX_CACHED_REPOS = 200;
    private static final int MAX_CACHED_NAMES = 200_000;

    /** Names and sizes must do when the Hub takes longer; whoever asks waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HubClient hub;
    private final ObjectMapper json;
    private final HeadReader heads;
    private final LruCache<Key, WeightFacts> cache =
            new LruCache<>(MAX_CACHED_REPOS, MAX_CACHED_NAMES, WeightFactsLookup::names);

    private record Key(RepoId repo, String commit, int headers) {}

    public WeightFactsLookup(HubClient hub, ObjectMapper json) {
        this.hub = hub;
        this.json = json;
        this.heads = new HeadReader(hub);
    }

    /** What is told of the weights of a tree; {@link WeightFacts#NONE} where nothing is, or nothing need be. Does not fail. */
    public Uni<WeightFacts> lookUp(RepoTree tree) {
        return lookUp(tree, FactSources.of(tree));
    }

    /** As {@link #lookUp}, as far as it matters to an update of what is here. */
    public Uni<WeightFacts> lookUpForUpdate(RepoTree tree) {
        return lookUp(tree, FactSources.of(tree).forUpdate());
    }

    private Uni<WeightFacts> lookUp(RepoTree tree, FactSources sources) {
        if (sources.isEmpty()) {
            return Uni.createFrom().item(WeightFacts.NONE);
        }
        Key key = new Key(tree.repo(), tree.commit(), sources.headers().size());
        return cache.get(key).map(known -> Uni.createFrom().item(known)).orElseGet(() -> read(tree, sources, key));
    }

    private Uni<WeightFacts> read(RepoTree tree, FactSources sources, Key key) {
        Found found = new Found();
        return Multi.createFrom()
                .iterable(readings(tree, sources, found))
                .onItem()
                .transformToUni(reading ->
                        reading.onFailure().invoke(found::failed).onFailure().recoverWithNull())
                .merge(MAX_REQUESTS_AT_ONCE)
                .onItem()
                .ignoreAsUni()
                .ifNoItem()
                .after(PATIENCE)
                .on(WaitTimers.shared())
                .fail()
                .onFailure()
                .invoke(found::failed)
                .onFailure()
                .recoverWithNull()
                .map(done -> found.facts())
                .invoke(facts -> {
                    if (found.isWhole()) {
                        cache.put(key, facts);
                    }
                });
    }

    private Collection<Uni<?>> readings(RepoTree tree, FactSources sources, Found found) {
        Stream<Uni<?>> indexes = sources.shardIndexes().stream()
                .map(file -> heads.read(tree, file, WeightMap.MAX_BYTES).invoke(bytes -> found.index(file, bytes)));
        Stream<Uni<?>> parts = sources.partIndexes().stream()
                .map(file -> heads.read(tree, file, PartIndex.MAX_BYTES).invoke(bytes -> found.parts(file, bytes)));
        Stream<Uni<?>> headers = sources.headers().stream()
                .map(file -> heads.safetensors(tree, file).invoke(header -> found.header(file, header)));
        Stream<Uni<?>> parameters = sources.parameters()
                ? Stream.of(hub.info(tree.repo(), tree.commit())
                        .invoke(info -> found.parameters(info.facts().parameters())))
                : Stream.of();
        return Stream.of(indexes, parts, headers, parameters)
                .flatMap(readings -> readings)
                .toList();
    }

    private static long names(WeightFacts facts) {
        return facts.indexes().values().stream()
                        .mapToLong(index -> index.files().size())
                        .sum()
                + facts.parts().values().stream().mapToLong(Set::size).sum()
                + facts.tensors().size();
    }

    /** What was read so far, by several threads. */
    private final class Found {

        private final Map<String, ShardIndex> indexes = new HashMap<>();
        private final Map<String, Set<String>> parts = new HashMap<>();
        private final Map<String, Tensors> tensors = new HashMap<>();
        private @Nullable Long parameters;
        private boolean whole = true;

        void index(RepoFile file, byte[] bytes) {
            WeightMap map = WeightMap.read(bytes);
            Tensors all =
                    new Tensors(map.tensorNames(), WeightMap.parameters(bytes).orElse(null));
            put(found -> indexes.put(file.path(), new ShardIndex(map.files(), all)));
        }

        void parts(RepoFile file, byte[] bytes) {
            try {
                Set<String> names = PartIndex.read(json.readTree(bytes));
                put(found -> parts.put(file.path().substring(0, file.path().lastIndexOf('/') + 1), names));
            } catch (IOException notJson) {
                throw new InvalidHeaderException("The index of the parts is not JSON.");
            }
        }

        void header(RepoFile file, SafetensorsHeader header) {
            Optional<Long> count = header.parameters();
            WeightFacts.Header told = new WeightFacts.Header(
                    header.shapes().named(),
                    header.shapes().unnamed(),
                    header.shapes().layers(),
                    header.type().orElse(""));
            put(found -> tensors.put(file.path(), new Tensors(header.tensorNames(), count.orElse(null), told)));
        }

        synchronized void parameters(@Nullable Long told) {
            parameters = told;
        }

        /** What is no such file stays none; what the Hub refused it may give later. */
        synchronized void failed(Throwable failure) {
            LOG.debugf("Not read: %s", failure.getMessage());
            whole &= failure instanceof InvalidHeaderException;
        }

        synchronized boolean isWhole() {
            return whole;
        }

        synchronized WeightFacts facts() {
            return new WeightFacts(parameters, indexes, parts, tensors);
        }

        private synchronized void put(Consumer<Found> step) {
            step.accept(this);
        }
    }
}
