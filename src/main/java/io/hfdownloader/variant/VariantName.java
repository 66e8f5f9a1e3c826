package io.hfdownloader.variant;

import java.util.List;
import java.util.Locale;

import io.hfdownloader.variant.name.WeightFiles;
import org.jspecify.annotations.Nullable;

/**
 * What a variant is called, and what else it answers to.
 *
 * @param label its name, unique within the repo whatever the case
 * @param quant the plain quantization or precision, which several variants of a repo may share; null when not known
 * @param place its folder and file name, without the number of a shard and the extension
 */
public record VariantName(String label, @Nullable String quant, String place) {

    private static final String GGUF = ".gguf";

    static final String SEPARATORS = "-_./ ";

    boolean isLabel(String name) {
        return label.equalsIgnoreCase(name);
    }

    /** True for the name of its file as it is written, with or without the extension. */
    boolean isWritten(String name) {
        String file = WeightFiles.baseName(place);
        return List.of(place, file, place + GGUF, file + GGUF).contains(name);
    }

    boolean isQuant(String name) {
        return quant != null && quant.equalsIgnoreCase(name);
    }

    /**
     * True for the end of its place from a separator on, with the whole quantization in it ({@code i1-Q4_K_M} of
     * {@code x.i1-Q4_K_M}), and for its file name: so people tell files of one quantization apart.
     */
    boolean isPlace(String name) {
        String whole = place.toLowerCase(Locale.ROOT);
        String end = name.toLowerCase(Locale.ROOT);
        int start = whole.length() - end.length();
        if (end.isEmpty() || !whole.endsWith(end)) {
            return false;
        }
        boolean isFileName = start == 0 || whole.charAt(start - 1) == '/';
        return isFileName
                || (SEPARATORS.indexOf(whole.charAt(start - 1)) >= 0
                        && quant != null
                        && end.contains(quant.toLowerCase(Locale.ROOT)));
    }
}
