package io.hfdownloader.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.header.InvalidHeaderException;
import io.hfdownloader.header.SafetensorsHeader;
import io.hfdownloader.header.SafetensorsIndex;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.smallrye.mutiny.Uni;

/**
 * Counts a repo's parameters from the first bytes of its safetensors weights: of one file, or of the index and the first of
 * its shards. Never blocks.
 */
final class ParameterCounter {

    private static final String WEIGHTS_SUFFIX = ".safetensors";
    private static final String INDEX_SUFFIX = ".safetensors.index.json";

    private final HeadReader heads;
    private final EtagCache<Optional<Long>> cache = new EtagCache<>();

    ParameterCounter(HubClient hub) {
        this.heads = new HeadReader(hub);
    }

    /** The file that tells the number: the usual one, else the only one; empty when there is none, or too many. */
    static Optional<RepoFile> headerFile(RepoTree tree) {
        return findByPath(tree, "model" + INDEX_SUFFIX)
                .or(() -> findByPath(tree, "model" + WEIGHTS_SUFFIX))
                .or(() -> findOnly(tree, INDEX_SUFFIX))
                .or(() -> findOnly(tree, WEIGHTS_SUFFIX));
    }

    /**
     * The number as that file tells it; empty when it does not. Fails with a {@code HubException} or a
     * {@link InvalidHeaderException}.
     */
    Uni<Optional<Long>> read(RepoTree tree, RepoFile source) {
        return cache.get(
                tree,
                source,
                () -> source.path().endsWith(INDEX_SUFFIX)
                        ? countShards(tree, source)
                        : heads.safetensors(tree, source).map(SafetensorsHeader::parameters));
    }

    private Uni<Optional<Long>> countShards(RepoTree tree, RepoFile index) {
        return heads.read(tree, index, SafetensorsIndex.HEAD_BYTES)
                .map(SafetensorsIndex::read)
                .chain(indexContent -> indexContent.parameters().isPresent()
                                || indexContent.sizeBytes().isEmpty()
                        ? Uni.createFrom().item(indexContent.parameters())
                        : heads.safetensors(tree, firstShard(tree, index))
                                .map(first -> divideByBits(indexContent, first)));
    }

    private static Optional<Long> divideByBits(SafetensorsIndex indexContent, SafetensorsHeader first) {
        return indexContent
                .sizeBytes()
                .flatMap(bytes -> first.bitsEach().map(bits -> (long) (bytes * 8.0 / bits)))
                .filter(count -> count > 0);
    }

    /** Its absence is a failure, which is not remembered: uploads bring the index before the shards at times. */
    private static RepoFile firstShard(RepoTree tree, RepoFile index) {
        String stem = index.path().substring(0, index.path().length() - INDEX_SUFFIX.length());
        Pattern name = Pattern.compile(Pattern.quote(stem) + "-0*1-of-\\d+\\.safetensors");
        return topLevelFiles(tree).stream()
                .filter(file -> name.matcher(file.path()).matches())
                .findFirst()
                .orElseThrow(() -> new InvalidHeaderException("The first shard of " + index.path() + " is missing."));
    }

    private static Optional<RepoFile> findByPath(RepoTree tree, String path) {
        return topLevelFiles(tree).stream()
                .filter(file -> file.path().equals(path))
                .findFirst();
    }

    private static Optional<RepoFile> findOnly(RepoTree tree, String ending) {
        List<RepoFile> all = topLevelFiles(tree).stream()
                .filter(file -> file.path().endsWith(ending))
                .limit(2)
                .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Folders hold parts of a pipeline, or other states of the training. */
    private static List<RepoFile> topLevelFiles(RepoTree tree) {
        return tree.files().stream()
                .filter(file -> file.path().indexOf('/') < 0 && file.sizeBytes() > 0)
                .toList();
    }
}
