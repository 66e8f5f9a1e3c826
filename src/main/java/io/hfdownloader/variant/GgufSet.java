package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.hfdownloader.variant.name.VariantLabel;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * The files of one set of GGUF weights.
 *
 * @param place folder and file name, without the number of a shard and the extension
 * @param paths all its files
 * @param sizeBytes of all of them
 */
record GgufSet(String place, List<String> paths, long sizeBytes) {

    /** So many headers tell what a set of many shards is. */
    private static final int MAX_SHARDS_READ = 4;

    GgufSet {
        paths = paths.stream().sorted().toList();
    }

    /** Its name without what it says of quantizations: the sets of one model have it in common. */
    String model() {
        String name = WeightFiles.baseName(place).toUpperCase(Locale.ROOT);
        for (String mention : VariantLabel.mentions(name)) {
            name = name.replace(mention, "");
        }
        return name.replaceAll("[-_. ]+", "-").replaceAll("^-|-$", "");
    }

    /** What its name says: labels, the last one first, each once. */
    List<String> labels() {
        List<String> mentions = VariantLabel.mentions(place).stream().distinct().toList();
        List<String> lastFirst = new ArrayList<>();
        mentions.forEach(mention -> lastFirst.add(0, mention));
        return List.copyOf(lastFirst);
    }

    /** The files of which the headers are worth reading: the first of the set, and some of the others. */
    List<String> pathsToRead() {
        List<String> whole = paths.stream()
                .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(".gguf")) // a cut file goes on in the others
                .toList();
        int count = Math.min(whole.size(), MAX_SHARDS_READ);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(whole.get(count == 1 ? 0 : i * (whole.size() - 1) / (count - 1)));
        }
        return List.copyOf(some);
    }
}
