package io.hfdownloader.header;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Which file of a model tells the shape of its network. */
public final class ShapeSource {

    private static final Pattern SHARD = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.gguf");

    private ShapeSource() {}

    /**
     * A GGUF file, else {@code config.json}; empty where there is neither. All quantizations have the same shape, so the smallest
     * first shard does; the projector has another one.
     *
     * @param <F> what a file is to the caller
     */
    public static <F> Optional<F> find(Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        Predicate<F> hasBytes = file -> sizeBytes.applyAsLong(file) > 0;
        return files.stream()
                .filter(hasBytes)
                .filter(file -> isOfNetwork(path.apply(file)))
                .min(Comparator.comparingLong(sizeBytes))
                .or(() -> files.stream()
                        .filter(hasBytes)
                        .filter(file -> path.apply(file).equals("config.json"))
                        .filter(file -> sizeBytes.applyAsLong(file) <= ModelConfigFile.MAX_BYTES)
                        .findFirst());
    }

    /** Whether this file is read as GGUF. */
    public static boolean isGguf(String path) {
        return path.endsWith(".gguf");
    }

    private static boolean isOfNetwork(String path) {
        return isGguf(path)
                && !path.contains("mmproj")
                && !path.contains("imatrix")
                && (!SHARD.matcher(path).matches() || path.contains("-00001-of-"));
    }
}
