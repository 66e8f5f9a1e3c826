package io.hfdownloader.variant;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;

/**
 * All files of a repo, on the Hub or on disk, told apart by what they are for.
 *
 * @param variants default format first, GGUF from the highest precision to the lowest
 * @param projectors GGUF vision projectors
 * @param companions everything that holds no weights, in the order given
 * @param duplicates weight files whose content others, to be preferred, have as well
 * @param usual weight files that come when nothing is said: no duplicates, other precisions, states of a training
 * @param sets weight files that are of use together only; data that several graphs share is in several
 * @param <F> what a file is to the caller
 */
public record Variants<F>(
        List<Variant<F>> variants,
        List<F> projectors,
        List<F> companions,
        List<F> duplicates,
        List<F> usual,
        List<List<F>> sets) {

    /** Of more weights than this nobody chooses: they are files among others, and there is no variant. */
    public static final int MAX_SETS = 20_000;

    public Variants {
        variants = List.copyOf(variants);
        projectors = List.copyOf(projectors);
        companions = List.copyOf(companions);
        duplicates = List.copyOf(duplicates);
        usual = List.copyOf(usual);
        sets = sets.stream().map(List::copyOf).toList();
    }

    /** Groups the files of a model by their path (with {@code /}) and their size in bytes. */
    public static <F> Variants<F> of(Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        return of(RepoType.MODEL, files, path, sizeBytes);
    }

    /**
     * As {@link #of(Collection, Function, ToLongFunction)}, for files of a repo of this type: those of a dataset or a space are
     * no copies of each other, whatever they are called.
     */
    public static <F> Variants<F> of(
            RepoType type, Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        return of(type, WeightFacts.NONE, files, path, sizeBytes);
    }

    /** Groups the files of a repo. */
    public static Variants<RepoFile> of(RepoTree tree, WeightFacts facts) {
        if (tree.repo().type() != RepoType.MODEL) {
            return of(tree.repo().type(), facts, tree.files(), RepoFile::path, RepoFile::sizeBytes);
        }
        return new VariantGrouper<>(RepoFile::path, RepoFile::sizeBytes, true)
                .group(tree.files(), facts, file -> file.isLfs() ? file.etag() + " " + file.sizeBytes() : "");
    }

    /** Groups files of a repo of this type by what is known of them. */
    public static <F> Variants<F> of(
            RepoType type,
            WeightFacts facts,
            Collection<F> files,
            Function<F, String> path,
            ToLongFunction<F> sizeBytes) {
        boolean model = type == RepoType.MODEL;
        VariantGrouper<F> grouper = new VariantGrouper<>(path, sizeBytes, model);
        return model ? grouper.group(files, facts, file -> "") : grouper.groupFiles(files);
    }

    /**
     * Files of a model whose headers are worth reading next to be sure of the labels: those whose names are contradicted by
     * their size, say several things, or nothing. None of an ordinary repo.
     *
     * @param headers what was read so far
     */
    public static <F> List<F> doubtful(
            Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes, GgufHeaders headers) {
        List<String> paths = new VariantGrouper<>(path, sizeBytes, true).pathsToRead(files, headers);
        Map<String, F> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(path.apply(file), file));
        return paths.stream()
                .flatMap(read -> Optional.ofNullable(byPath.get(read)).stream())
                .toList();
    }

    /**
     * GGUF files that are called after a precision, which names of smaller ones speak of, too: the first of each set. Where nothing
     * tells how many parameters there are, only their headers tell them apart.
     */
    public static <F> List<F> precise(Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        return of(files, path, sizeBytes).variants().stream()
                .filter(variant -> variant.format().equals("gguf") && GgufLabel.isPrecision(variant.quant()))
                .map(variant -> variant.files().get(0))
                .toList();
    }

    /** The variants a user means by this text: the one that has it for a label, else all that share that quantization. */
    public List<Variant<F>> named(String label) {
        List<Variant<F>> exact = once(name -> name.isLabel(label));
        if (!exact.isEmpty()) { // of two files whose names differ by case alone, each is found by its own
            List<Variant<F>> written = once(name -> name.isWritten(label));
            return written.size() == 1 && !exact.get(0).label().equals(label) ? written : exact;
        }
        return once(name -> name.isQuant(label));
    }

    /** As {@link #named}; else those whose files end so, or are called so. */
    public List<Variant<F>> called(String name) {
        List<Variant<F>> named = named(name);
        if (!named.isEmpty()) {
            return named;
        }
        List<Variant<F>> written = once(each -> each.isWritten(name));
        return written.size() == 1 ? written : once(each -> each.isPlace(name));
    }

    private List<Variant<F>> once(Predicate<VariantName> accepts) {
        List<Variant<F>> meant = variants.stream()
                .filter(variant -> accepts.test(variant.name()))
                .toList();
        List<Variant<F>> preferred =
                meant.stream().filter(variant -> !variant.duplicate()).toList();
        return preferred.isEmpty() ? meant : preferred;
    }

    /** Labels of all variants, in their order. */
    public List<String> labels() {
        return variants.stream().map(Variant::label).toList();
    }
}
