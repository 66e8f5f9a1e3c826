package io.hfdownloader.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.cache.FileReadings;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.header.ShapeSource;
import io.hfdownloader.library.metadata.ShapeFile;
import io.hfdownloader.library.metadata.ShardIndexFile;
import io.hfdownloader.library.metadata.WeightHeader;
import io.hfdownloader.variant.FactSources;
import io.hfdownloader.variant.GgufHeaders;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import io.hfdownloader.variant.WeightFacts.ShardIndex;

/**
 * Reads what files here say of the weights: indexes of shards, the length of context, and the headers of those GGUF files whose names leave a doubt of
 * what they are, or speak of a precision that they may not have. A file that did not change is read once, unless the disk refused it. Blocks throughout.
 */
final class LocalWeightFacts {

    private static final int MAX_CACHED = 2_000;
    private static final int MAX_FILES_PER_MODEL = 16;
    private static final int MAX_ROUNDS = 3;
    private static final int MAX_CACHED_SHARD_NAMES = 200_000;

    private final FileReadings<LibraryFile, GgufTensors> headers = new FileReadings<>(new LruCache<>(MAX_CACHED));
    private final FileReadings<LibraryFile, Long> contextLengths = new FileReadings<>(new LruCache<>(MAX_CACHED));
    private final FileReadings<LibraryFile, ShardIndex> indexes = new FileReadings<>(new LruCache<>(
            MAX_CACHED,
            MAX_CACHED_SHARD_NAMES,
            index -> index.map(read -> read.files().size()).orElse(0)));

    WeightFacts of(List<LibraryFile> files) {
        Map<String, ShardIndex> shards = new HashMap<>();
        for (LibraryFile file : FactSources.shardIndexes(files, LibraryFile::path, LibraryFile::sizeBytes)) {
            index(file).ifPresent(index -> shards.put(file.path(), index));
        }
        return new WeightFacts(null, shards, Map.of(), Map.of(), headers(files));
    }

    /** Tokens that the model was trained for, as one of its files tells. */
    Optional<Long> contextLength(List<LibraryFile> files) {
        return ShapeSource.find(files, LibraryFile::path, LibraryFile::sizeBytes)
                .flatMap(file -> contextLengths.of(file, () -> ShapeFile.contextLength(file.absolutePath())));
    }

    private Optional<ShardIndex> index(LibraryFile file) {
        return indexes.of(file, () -> ShardIndexFile.read(file.absolutePath()));
    }

    private GgufHeaders headers(List<LibraryFile> files) {
        GgufHeaders known = GgufHeaders.NONE;
        int left = MAX_FILES_PER_MODEL;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<LibraryFile> doubtful =
                    new ArrayList<>(Variants.doubtful(files, LibraryFile::path, LibraryFile::sizeBytes, known));
            if (round == 0) {
                doubtful.addAll(Variants.precise(files, LibraryFile::path, LibraryFile::sizeBytes));
            }
            List<LibraryFile> now = doubtful.stream().distinct().limit(left).toList();
            for (LibraryFile file : now) {
                known = known.with(file.path(), header(file));
            }
            left -= now.size();
            if (now.isEmpty()) {
                break;
            }
        }
        return known;
    }

    private Optional<GgufTensors> header(LibraryFile file) {
        return headers.of(file, () -> WeightHeader.tensors(file.absolutePath()));
    }
}
