package io.hfdownloader.variant;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * All files of a repo, on the Hub or on disk, told apart by what they are for.
 *
 * @param variants default format first, GGUF from the highest precision to the lowest
 * @param projectors GGUF vision projectors
 * @param companions everything that holds no weights, in the order given
 * @param duplicates weight files whose content another, preferred format has as well
 * @param <F> what a file is to the caller
 */
public record Variants<F>(List<Variant<F>> variants, List<F> projectors, List<F> companions, List<F> duplicates) {

    public Variants {
        variants = List.copyOf(variants);
        projectors = List.copyOf(projectors);
        companions = List.copyOf(companions);
        duplicates = List.copyOf(duplicates);
    }

    /** Groups files by their path (with {@code /}) and their size in bytes. */
    public static <F> Variants<F> of(Collection<F> files, Function<F, String> path, ToLongFunction<F> sizeBytes) {
        return new VariantGrouper<>(path, sizeBytes).group(files);
    }

    /** The variants a user means by this text: the one that has it for a label, else all that share that quantization. */
    public List<Variant<F>> named(String label) {
        List<Variant<F>> exact = once(name -> name.isLabel(label));
        return exact.isEmpty() ? once(name -> name.isQuant(label)) : exact;
    }

    /** As {@link #named}; else those whose files end so, or are called so. */
    public List<Variant<F>> called(String name) {
        List<Variant<F>> named = named(name);
        return named.isEmpty() ? once(each -> each.isPlace(name)) : named;
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
