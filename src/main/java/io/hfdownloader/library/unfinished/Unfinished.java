package io.hfdownloader.library.unfinished;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What is here of files that are not complete, in bytes that have come and are on the disk: no length of a file tells that, as
 * partial files have holes.
 *
 * @param files partial files, from which a download goes on
 * @param foreignBytes space taken by what the Python client has left of its own
 * @param variants variants that were begun
 */
public record Unfinished(List<File> files, long foreignBytes, List<BegunVariant> variants) {

    /** Nothing. */
    public static final Unfinished NONE = new Unfinished(List.of(), 0, List.of());

    public Unfinished {
        files = List.copyOf(files);
        variants = List.copyOf(variants);
    }

    /**
     * A partial file.
     *
     * @param name its name on the disk
     * @param path of the file in the repo that it is the beginning of; null when no listing here tells
     * @param bytes how many bytes of it have come
     */
    public record File(String name, @Nullable String path, long bytes) {}

    /**
     * A variant of which not all is here.
     *
     * @param label its name, unique within the model
     * @param format format of its weights
     * @param missing paths of its files that are not here in full
     * @param wholeBytes bytes of those that are
     * @param bytesTotal bytes of all
     */
    public record BegunVariant(String label, String format, Set<String> missing, long wholeBytes, long bytesTotal) {

        public BegunVariant {
            missing = Set.copyOf(missing);
        }
    }

    /** Bytes of all of it. */
    public long bytes() {
        return foreignBytes + files.stream().mapToLong(File::bytes).sum();
    }

    /** Bytes of the partial files that are none of these, and of what the Python client has left. */
    public long bytesWithout(Predicate<File> wanted) {
        return foreignBytes
                + files.stream()
                        .filter(file -> !wanted.test(file))
                        .mapToLong(File::bytes)
                        .sum();
    }

    /** Bytes of a variant that are here, in whole files and in partial ones. */
    public long bytesOf(BegunVariant variant) {
        return Math.min(
                variant.bytesTotal(),
                variant.wholeBytes()
                        + files.stream()
                                .filter(file ->
                                        file.path() != null && variant.missing().contains(file.path()))
                                .mapToLong(File::bytes)
                                .sum());
    }

    /** The same files with what has come of each by now. */
    public Unfinished counted(Map<String, Long> bytesByName, long foreign) {
        return new Unfinished(
                files.stream()
                        .map(file ->
                                new File(file.name(), file.path(), bytesByName.getOrDefault(file.name(), file.bytes())))
                        .toList(),
                foreign,
                variants);
    }
}
