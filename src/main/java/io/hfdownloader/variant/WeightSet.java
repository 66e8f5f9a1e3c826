package io.hfdownloader.variant;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.hfdownloader.variant.name.WeightFileName;
import org.jspecify.annotations.Nullable;

/** Files that belong together by their numbers, their index or their folder, or one file. */
final class WeightSet<F> {

    private WeightFileName name;
    private final Function<F, String> path;
    private final List<F> files = new ArrayList<>(1);
    private int[] numbers = new int[1];
    private long sizeBytes;
    private @Nullable Set<String> indexed;
    private WeightFacts.@Nullable Tensors tensors;
    private @Nullable String type;

    /** @param path that of a file, which is asked each time: there may be hundreds of thousands */
    WeightSet(WeightFileName name, Function<F, String> path) {
        this.name = name;
        this.path = path;
    }

    void add(WeightFileName shard, F file, long bytes) {
        add(shard.shard(), file);
        sizeBytes += bytes;
    }

    void addAll(WeightSet<F> other) {
        for (int at = 0; at < other.files.size(); at++) {
            add(other.numbers[at], other.files.get(at));
        }
        sizeBytes += other.sizeBytes;
    }

    private void add(int number, F file) {
        if (files.size() == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        numbers[files.size()] = number;
        files.add(file);
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
        return new GgufSet(name.place(), paths(), sizeBytes);
    }

    List<F> files() {
        return files;
    }

    /** Those of its files, each spelled when it is asked for. */
    List<String> paths() {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return path.apply(files.get(index));
            }

            @Override
            public int size() {
                return files.size();
            }
        };
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
            return (int) paths().stream().filter(all::contains).distinct().count();
        }
        return name.shards() == 0 ? files.size() : (int) numbers().distinct().count();
    }

    private IntStream numbers() {
        return Arrays.stream(numbers, 0, files.size());
    }

    private boolean hasNumber(int number) {
        return numbers().anyMatch(each -> each == number);
    }

    /** Some count from 0, and some of those still name the last number and not how many there are. */
    int expected() {
        if (indexed != null) {
            return indexed.size();
        }
        if (name.shards() == 0) {
            return files.size();
        }
        boolean fromZero = hasNumber(0);
        return fromZero && hasNumber(name.shards()) ? name.shards() + 1 : name.shards();
    }
}
