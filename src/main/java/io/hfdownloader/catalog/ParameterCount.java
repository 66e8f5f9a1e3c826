package io.hfdownloader.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.header.BadHeaderException;
import io.hfdownloader.header.SafetensorsHeader;
import io.hfdownloader.header.SafetensorsIndex;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Counts a repo's parameters from the first bytes of its safetensors weights: of one file, or of the index and the first of
 * its shards. Never blocks.
 */
final class ParameterCount {

    private static final String FILE = ".safetensors";
    private static final String INDEX = ".safetensors.index.json";

    private final HubClient hub;
    private final Remembered<Optional<Long>> known = new Remembered<>();

    ParameterCount(HubClient hub) {
        this.hub = hub;
    }

    /** The file that tells the number: the usual one, else the only one; empty when there is none, or too many. */
    static Optional<RepoFile> source(RepoTree tree) {
        return named(tree, "model" + INDEX)
                .or(() -> named(tree, "model" + FILE))
                .or(() -> only(tree, INDEX))
                .or(() -> only(tree, FILE));
    }

    /**
     * The number as that file tells it; empty when it does not. Fails with a {@code HubException} or a
     * {@link BadHeaderException}.
     */
    Uni<Optional<Long>> read(RepoTree tree, RepoFile source) {
        return known.get(
                tree,
                source,
                () -> source.path().endsWith(INDEX)
                        ? ofShards(tree, source)
                        : header(tree, source).map(SafetensorsHeader::parameters));
    }

    private Uni<Optional<Long>> ofShards(RepoTree tree, RepoFile index) {
        return head(tree, index, SafetensorsIndex.ENOUGH_BYTES)
                .map(SafetensorsIndex::read)
                .chain(told -> told.parameters().isPresent() || told.sizeBytes().isEmpty()
                        ? Uni.createFrom().item(told.parameters())
                        : header(tree, firstShard(tree, index)).map(first -> divided(told, first)));
    }

    private static Optional<Long> divided(SafetensorsIndex told, SafetensorsHeader first) {
        return told.sizeBytes()
                .flatMap(bytes -> first.bitsEach().map(bits -> (long) (bytes * 8.0 / bits)))
                .filter(count -> count > 0);
    }

    /** Most headers come with the first request; the length of the others is known then. */
    private Uni<SafetensorsHeader> header(RepoTree tree, RepoFile file) {
        return head(tree, file, SafetensorsHeader.FIRST_BYTES)
                .chain(start -> {
                    int needed = SafetensorsHeader.bytesNeeded(start);
                    return needed <= start.length ? Uni.createFrom().item(start) : head(tree, file, needed);
                })
                .map(head -> SafetensorsHeader.read(head, file.sizeBytes()));
    }

    private Uni<byte[]> head(RepoTree tree, RepoFile file, int bytes) {
        return hub.head(tree.repo(), tree.commit(), file.path(), (int) Math.min(file.sizeBytes(), bytes))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Its absence is a failure, which is not remembered: uploads bring the index before the shards at times. */
    private static RepoFile firstShard(RepoTree tree, RepoFile index) {
        String stem = index.path().substring(0, index.path().length() - INDEX.length());
        Pattern name = Pattern.compile(Pattern.quote(stem) + "-0*1-of-\\d+\\.safetensors");
        return atTheTop(tree).stream()
                .filter(file -> name.matcher(file.path()).matches())
                .findFirst()
                .orElseThrow(() -> new BadHeaderException("The first shard of " + index.path() + " is missing."));
    }

    private static Optional<RepoFile> named(RepoTree tree, String path) {
        return atTheTop(tree).stream().filter(file -> file.path().equals(path)).findFirst();
    }

    private static Optional<RepoFile> only(RepoTree tree, String ending) {
        List<RepoFile> all = atTheTop(tree).stream()
                .filter(file -> file.path().endsWith(ending))
                .limit(2)
                .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Folders hold parts of a pipeline, or other states of the training. */
    private static List<RepoFile> atTheTop(RepoTree tree) {
        return tree.files().stream()
                .filter(file -> file.path().indexOf('/') < 0 && file.sizeBytes() > 0)
                .toList();
    }
}
