package io.hfdownloader.weights;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.variant.GgufHeaders;
import io.hfdownloader.variant.Variants;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of those GGUF files whose names leave a doubt of what they are. Never blocks, never fails: what cannot be
 * read in time is left to the names. A header is read once, as long as it is remembered.
 */
@ApplicationScoped
public class GgufHeaderLookup {

    private static final Logger LOG = Logger.getLogger(GgufHeaderLookup.class);

    private static final Set<HubException.Kind> OF_ONE_FILE = EnumSet.of(
            HubException.Kind.FILE_NOT_FOUND,
            HubException.Kind.CHANGED,
            HubException.Kind.BAD_REQUEST,
            HubException.Kind.BAD_REDIRECT,
            HubException.Kind.NOT_A_HUB);

    private static final int MAX_CACHED = 2_000;
    private static final int MAX_FILES = 32;
    private static final int MAX_AT_ONCE = 4;

    /** What one header tells may clear up, or raise, a doubt of another file. */
    private static final int MAX_ROUNDS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GgufHeaderReader reader;
    private final LoadingCache<Key, GgufTensors> cache = new LoadingCache<>(new LruCache<>(MAX_CACHED));

    /** The bytes that a header was read from; the etag makes them immutable. */
    private record Key(RepoId repo, String path, String etag) {}

    public GgufHeaderLookup(HubClient hub) {
        this.reader = new GgufHeaderReader(hub);
    }

    /**
     * What is to be known of the repo's GGUF files to name their variants; of an ordinary repo nothing is asked for. The item
     * arrives on a worker.
     *
     * @param parameters how many parameters the Hub says that the model has, or null
     */
    public Uni<GgufHeaders> of(RepoTree tree, @Nullable Long parameters) {
        if (tree.repo().type() != RepoType.MODEL) {
            return Uni.createFrom().item(GgufHeaders.NONE);
        }
        return Uni.createFrom()
                .deferred(() -> {
                    Reading reading = new Reading(tree, GgufHeaders.ofParameters(parameters));
                    return reading.round(MAX_ROUNDS)
                            .ifNoItem()
                            .after(PATIENCE)
                            .on(WaitTimers.shared())
                            .recoverWithItem(reading::known);
                })
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** One look at one repo. */
    private final class Reading {

        private final RepoTree tree;
        private GgufHeaders known;
        private final AtomicBoolean refused = new AtomicBoolean();

        Reading(RepoTree tree, GgufHeaders known) {
            this.tree = tree;
            this.known = known;
        }

        synchronized GgufHeaders known() {
            return known;
        }

        private synchronized void learn(RepoFile file, Optional<GgufTensors> header) {
            known = known.with(file.path(), header);
        }

        Uni<GgufHeaders> round(int roundsLeft) {
            GgufHeaders before = known();
            int room = MAX_FILES - before.headers().size() - before.unreadable().size();
            List<RepoFile> doubtful = roundsLeft == 0 || room <= 0 || refused.get()
                    ? List.of()
                    : Variants.doubtful(tree.files(), RepoFile::path, RepoFile::sizeBytes, before).stream()
                            .limit(room)
                            .toList();
            return doubtful.isEmpty()
                    ? Uni.createFrom().item(before)
                    : Multi.createFrom()
                            .iterable(doubtful)
                            .onItem()
                            .transformToUni(this::read)
                            .merge(MAX_AT_ONCE)
                            .collect()
                            .last()
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .chain(last -> round(roundsLeft - 1));
        }

        private Uni<RepoFile> read(RepoFile file) {
            return Uni.createFrom()
                    .deferred(() -> refused.get()
                            ? Uni.createFrom().item(Optional.<GgufTensors>empty())
                            : cache.get(new Key(tree.repo(), file.path(), file.etag()), () -> reader.read(tree, file))
                                    .map(Optional::of))
                    .onFailure()
                    .recoverWithItem(failure -> unreadable(file, failure))
                    .invoke(header -> learn(file, header))
                    .replaceWith(file);
        }

        /** Where the Hub refuses one file it refuses all of them, or is to be left alone. */
        private Optional<GgufTensors> unreadable(RepoFile file, Throwable failure) {
            LOG.debugf(
                    "The header of %s in %s was not read: %s",
                    file.path(), tree.repo().id(), failure.getMessage());
            if (failure instanceof HubException hub && !OF_ONE_FILE.contains(hub.kind())) {
                refused.set(true);
            }
            return Optional.empty();
        }
    }
}
