package io.hfdownloader.variant;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The files of one quantization, precision or format of a repo, shards together.
 *
 * @param name what it is called
 * @param format format of the weights, e.g. {@code gguf} or {@code safetensors}
 * @param files its weight files, by path
 * @param sizeBytes sum of their sizes
 * @param shardsPresent weight files there are
 * @param shardsExpected weight files there must be for the variant to be of use
 * @param duplicate whether another variant holds the same weights in the format to prefer
 * @param <F> what a file is to the caller
 */
public record Variant<F>(
        VariantName name,
        String format,
        List<F> files,
        long sizeBytes,
        int shardsPresent,
        int shardsExpected,
        boolean duplicate) {

    public Variant {
        files = List.copyOf(files);
    }

    /** Its name, unique within the repo whatever the case. */
    public String label() {
        return name.label();
    }

    /** The plain quantization or precision, which several variants of a repo may share; null when not known. */
    public @Nullable String quant() {
        return name.quant();
    }

    /** False when a shard is missing. */
    public boolean complete() {
        return shardsPresent >= shardsExpected;
    }
}
