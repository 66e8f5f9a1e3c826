package io.hfdownloader.variant;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The files of one quantization, precision or format of a repo, shards together.
 *
 * @param label its name, unique within the repo whatever the case
 * @param quant the plain quantization or precision, which several variants of a repo may share; null when not named
 * @param format format of the weights, e.g. {@code gguf} or {@code safetensors}
 * @param files its weight files, by path
 * @param sizeBytes sum of their sizes
 * @param shardsPresent weight files there are
 * @param shardsExpected weight files there must be for the variant to be of use
 * @param duplicate whether another variant holds the same weights in the format to prefer
 * @param <F> what a file is to the caller
 */
public record Variant<F>(
        String label,
        @Nullable String quant,
        String format,
        List<F> files,
        long sizeBytes,
        int shardsPresent,
        int shardsExpected,
        boolean duplicate) {

    public Variant {
        files = List.copyOf(files);
    }

    /** False when a shard is missing. */
    public boolean complete() {
        return shardsPresent >= shardsExpected;
    }

    /** True when a user who writes this text means this variant; case does not matter. */
    public boolean isNamed(String name) {
        return label.equalsIgnoreCase(name) || (quant != null && quant.equalsIgnoreCase(name));
    }
}
