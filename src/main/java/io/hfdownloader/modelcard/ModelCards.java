package io.hfdownloader.modelcard;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.Bulkhead;
import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.modelcard.ModelCard.Extent;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.TextSet;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Fetches model cards and makes them harmless. Never blocks. What was fetched is remembered for a while, as a commit never
 * changes; whether the repo may be seen is asked each time.
 */
@ApplicationScoped
public class ModelCards {

    /** Bytes of a README that are read; what is longer is cut. */
    static final int MAX_BYTES = 256 * 1024;

    static final String FILE = "README.md";

    private static final int MAX_CACHED = 100;
    private static final int MAX_CACHED_CHARS = 4 * 1024 * 1024;

    /** Of larger repos the Hub names a part of the files. */
    private static final int MAX_WHOLE_LIST = 1_000;

    /** How a file that there is not is refused: a mirror is blamed, as files are asked for that it has listed. */
    private static final Set<HubException.Kind> MISSING =
            EnumSet.of(HubException.Kind.FILE_NOT_FOUND, HubException.Kind.MIRROR_INCONSISTENT);

    /** For the sake of the memory. */
    private static final int MAX_RENDERED_AT_ONCE = 1;

    private static final int MAX_WAITING = 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final HubClient hub;
    private final LoadingCache<Key, Readme> readmes = new LoadingCache<>(new LruCache<>(
            MAX_CACHED, MAX_CACHED_CHARS, readme -> readme.markdown().length()));
    private final Bulkhead workers =
            new Bulkhead("model-card", MAX_RENDERED_AT_ONCE, MAX_WAITING, TooIntricateException::new);

    private record Key(RepoId repo, String commit) {}

    /** A card takes too long, or others do. */
    private static final class TooIntricateException extends RuntimeException {}

    ModelCards(HubClient hub) {
        this.hub = hub;
        hub.onTokenChange(readmes::clear); // another one may not read those that are gated
    }

    /**
     * The card at the commit that this revision is now. Fails with a {@link HubException}; that there is none is no failure. The
     * item arrives on a worker.
     *
     * @param labels asked on another worker
     */
    public Uni<ModelCard> lookUp(RepoId repo, String revision, CardLabels labels) {
        return hub.info(repo, revision)
                .chain(info -> readme(info).chain(readme -> card(info, readme, labels)))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Readme> readme(RepoInfo info) {
        return readmes.get(
                new Key(info.repo(), info.commit()),
                () -> hub.siblings(info.repo(), info.commit()).chain(names -> fetch(info, names)));
    }

    /** @param names of the repo's files, as far as the Hub tells them */
    private Uni<Readme> fetch(RepoInfo info, Optional<TextSet> names) {
        boolean named = names.filter(all -> all.contains(FILE)).isPresent();
        if (!named && names.filter(all -> all.size() < MAX_WHOLE_LIST).isPresent()) {
            return Uni.createFrom().item(Readme.NONE);
        }
        return hub.head(info.repo(), info.commit(), FILE, MAX_BYTES + 1)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(bytes -> Readme.of(bytes, MAX_BYTES))
                .onFailure(failure ->
                        !named && failure instanceof HubException refusal && MISSING.contains(refusal.kind()))
                .recoverWithItem(Readme.NONE);
    }

    private Uni<ModelCard> card(RepoInfo info, Readme readme, CardLabels labels) {
        String folder = hub.requestContext(info.repo(), info.commit(), FILE).page() + "/blob/" + info.commit() + "/";
        CardRenderer renderer =
                new CardRenderer(hub.endpoint(), WebAddress.parse(folder).orElseThrow(), labels);
        return workers.run(() -> renderer.render(readme.markdown()), MAX_TIME)
                .map(rendered ->
                        new ModelCard(rendered.html(), extent(readme, rendered), readme.language(), folder + FILE))
                .onFailure(TooIntricateException.class)
                .recoverWithItem(() -> new ModelCard("", Extent.TOO_INTRICATE, null, folder + FILE));
    }

    private static Extent extent(Readme readme, CardRenderer.Rendered rendered) {
        if (readme.cut() || rendered.cut()) {
            return Extent.BEGINNING;
        }
        return rendered.html().isEmpty() ? Extent.NONE : Extent.WHOLE;
    }
}
