package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Which files to read the beginning of, so that weights can be told apart by what they are: few and small ones, and none at all
 * where names leave no doubt.
 *
 * @param shardIndexes indexes of shards
 * @param partIndexes indexes of the parts of a pipeline
 * @param headers weight files, of which the header tells
 * @param parameters whether the number of parameters tells anything
 */
public record FactSources(
        List<RepoFile> shardIndexes, List<RepoFile> partIndexes, List<RepoFile> headers, boolean parameters) {

    private static final int MAX_INDEXES = 24;
    private static final int MAX_HEADERS = 16;
    private static final long MAX_INDEX_BYTES = 16_000_000;
    private static final long MAX_PART_INDEX_BYTES = 200_000;

    private static final Pattern SHARD_INDEX =
            Pattern.compile(".*\\.(?:safetensors|bin|h5|msgpack)\\.index(?:\\.\\w{1,16})?\\.json");
    private static final Pattern PART_INDEX = Pattern.compile("(?:.*/)?(?:model_index|modules)\\.json");

    public FactSources {
        shardIndexes = List.copyOf(shardIndexes);
        partIndexes = List.copyOf(partIndexes);
        headers = List.copyOf(headers);
    }

    /** What to read of a tree. */
    public static FactSources of(RepoTree tree) {
        if (tree.repo().type() != RepoType.MODEL) {
            return new FactSources(List.of(), List.of(), List.of(), false);
        }
        List<RepoFile> elsewhere = elsewhere(tree);
        return new FactSources(
                isOneWholeSet(tree) ? List.of() : shardIndexes(tree.files(), RepoFile::path, RepoFile::sizeBytes),
                matching(tree.files(), RepoFile::path, RepoFile::sizeBytes, PART_INDEX, MAX_PART_INDEX_BYTES),
                headers(elsewhere, DoubtfulCopies.of(tree)),
                !elsewhere.isEmpty());
    }

    /**
     * What to read before an update, which keeps to the variants that are here: whether another file beside them is a copy does not
     * matter to it.
     */
    public FactSources forUpdate() {
        boolean elsewhere = headers.stream().anyMatch(file -> depth(file.path()) > 0);
        List<RepoFile> needed = headers.stream()
                .filter(file -> depth(file.path()) > 0 || file.path().startsWith("model"))
                .toList();
        return new FactSources(shardIndexes, partIndexes, elsewhere ? needed : List.of(), elsewhere && parameters);
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return shardIndexes.isEmpty() && partIndexes.isEmpty() && headers.isEmpty() && !parameters;
    }

    /** All weights are shards of one set, and all of them are there by their numbers: the index tells nothing more. */
    private static boolean isOneWholeSet(RepoTree tree) {
        Set<String> sets = new HashSet<>();
        int files = 0;
        int shards = 0;
        boolean countsFromZero = false; // then the last number may be missing, or there is none of it
        for (RepoFile file : tree.files()) {
            Optional<WeightFileName> name = WeightFiles.knownFormat(file.path(), file.sizeBytes())
                    .map(format -> WeightFileName.of(file.path(), format));
            if (name.isPresent()) {
                sets.add(name.get().setKey());
                shards = name.get().shards();
                countsFromZero |= name.get().shard() == 0;
                files++;
            }
        }
        return sets.size() == 1 && files == shards && !countsFromZero;
    }

    /** The indexes of shards among files, as far as they are worth reading. */
    public static <F> List<F> shardIndexes(Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        return matching(files, path, sizeBytes, SHARD_INDEX, MAX_INDEX_BYTES);
    }

    /** Those nearest to the root first: what is deep down is of no use to most. */
    private static <F> List<F> matching(
            Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes, Pattern name, long maxBytes) {
        return files.stream()
                .filter(file -> sizeBytes.applyAsLong(file) > 0 && sizeBytes.applyAsLong(file) <= maxBytes)
                .filter(file -> path.apply(file).endsWith(".json")) // which spares hundreds of thousands the pattern
                .filter(file -> name.matcher(path.apply(file)).matches())
                .sorted(Comparator.<F>comparingLong(file -> depth(path.apply(file)))
                        .thenComparing(path))
                .limit(MAX_INDEXES)
                .toList();
    }

    /** Weights that could be those of the main folder once more, with these in the first place; empty where they cannot. */
    private static List<RepoFile> elsewhere(RepoTree tree) {
        List<RepoFile> main = new ArrayList<>();
        List<RepoFile> others = new ArrayList<>();
        for (RepoFile file : tree.files()) {
            Optional<WeightFileName> name = WeightFiles.knownFormat(file.path(), file.sizeBytes())
                    .filter(format -> format.equals("safetensors") || format.equals("pytorch"))
                    .map(format -> WeightFileName.of(file.path(), format));
            if (name.isPresent()) {
                boolean isMain = name.get().isOriginal()
                        && name.get().folder().isEmpty()
                        && name.get().quant() == null;
                (isMain ? main : others).add(file);
            }
        }
        if (main.isEmpty() || others.isEmpty()) {
            return List.of();
        }
        main.addAll(others);
        return main;
    }

    private static List<RepoFile> headers(List<RepoFile> elsewhere, List<RepoFile> doubtful) {
        Stream<RepoFile> single = elsewhere.stream()
                .filter(file -> file.path().endsWith(".safetensors") && file.sizeBytes() > 0)
                .filter(file -> WeightFileName.of(file.path(), "safetensors").shards() == 1);
        return Stream.concat(single, doubtful.stream())
                .distinct()
                .limit(MAX_HEADERS)
                .toList();
    }

    private static long depth(String path) {
        return path.chars().filter(character -> character == '/').count();
    }
}
