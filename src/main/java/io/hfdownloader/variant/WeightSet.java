package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.hfdownloader.variant.name.WeightFileName;
import org.jspecify.annotations.Nullable;

/** Files that belong together by their numbers, their index or their folder, or one file. */
final class WeightSet<F> {

    private WeightFileName name;
    private final List<F> files = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final TreeSet<Integer> numbers = new TreeSet<>();
    private long sizeBytes;
    private @Nullable Set<String> indexed;
    private WeightFacts.@Nullable Tensors tensors;
    private @Nullable String type;

    WeightSet(WeightFileName name) {
        this.name = name;
    }

    void add(WeightFileName shard, F file, String path, long bytes) {
        files.add(file);
        paths.add(path);
        numbers.add(shard.shard());
        sizeBytes += bytes;
    }

    void addAll(WeightSet<F> other) {
        files.addAll(other.files);
        paths.addAll(other.paths);
        numbers.addAll(other.numbers);
        sizeBytes += other.sizeBytes;
    }

    /** From now on this is the whole set, whatever the names of its files say. */
    void index(Set<String> allPaths, WeightFacts.Tensors all) {
        indexed = allPaths;
        tensors = all;
    }

    /** What the header of one of its files says: of all tensors where there is no other, else of their type. */
    void tensors(WeightFacts.Tensors told) {
        if (files.size() == 1) {
            tensors = told;
        }
        if (told.header() != null) {
            type = told.header().type();
        }
    }

    /** The type that most of its tensors have. */
    @Nullable
    String type() {
        return type;
    }

    WeightFileName name() {
        return name;
    }

    /** What the weights are, whatever the name says. */
    void quant(Optional<String> told) {
        name = name.withQuant(told.orElse(null));
    }

    GgufSet gguf() {
        return new GgufSet(name.place(), paths, sizeBytes);
    }

    List<F> files() {
        return files;
    }

    List<String> paths() {
        return paths;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    boolean isIndexed() {
        return indexed != null;
    }

    boolean isComplete() {
        return present() >= expected();
    }

    WeightFacts.@Nullable Tensors tensors() {
        return tensors;
    }

    int present() {
        Set<String> all = indexed;
        if (all != null) {
            return (int) paths.stream().filter(all::contains).distinct().count();
        }
        return name.shards() == 0 ? files.size() : numbers.size();
    }

    /** Some count from 0, and some of those still name the last number and not how many there are. */
    int expected() {
        if (indexed != null) {
            return indexed.size();
        }
        if (name.shards() == 0) {
            return files.size();
        }
        boolean fromZero = numbers.contains(0);
        return fromZero && numbers.contains(name.shards()) ? name.shards() + 1 : name.shards();
    }
}
