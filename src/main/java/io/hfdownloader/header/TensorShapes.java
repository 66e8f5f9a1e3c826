package io.hfdownloader.header;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether two files have the same tensors by their shapes, under other names or packed, without keeping any of the names. */
public final class TensorShapes {

    private static final int CHARS_PER_SIDE = 8;

    /** No library makes longer ones; a longer name stands for itself. */
    private static final int MAX_NAME_CHARS = 1_000;

    /** What belongs to a layer: its weights, as they are or packed, and what unpacks them. */
    private static final Pattern OF_LAYER = Pattern.compile(
            "\\.(?:q?weight|bias|qzeros|scales?|g_idx|SCB|(?:weight|input|output)_\\w+|scale_\\w+|zero_point)(?:\\..*)?$");

    private final TensorNames named = new TensorNames();
    private final TensorNames unnamed = new TensorNames();
    private final TensorNames layers = new TensorNames();
    private final Set<Long> layersSeen = new HashSet<>();

    void add(String name, List<Long> sides) {
        StringBuilder shape = new StringBuilder(sides.size() * CHARS_PER_SIDE);
        sides.forEach(side -> shape.append(':').append(side));
        named.add(name + shape);
        StringBuilder sorted = new StringBuilder();
        sides.stream()
                .filter(side -> side != 1)
                .sorted()
                .forEach(side -> sorted.append(':').append(side));
        unnamed.add(sorted.toString());
        addLayer(name, sides.size() == 1 && name.endsWith(".weight") ? shape.toString() : "");
    }

    /** Norms are never packed: their length tells layers of one size from those of another. */
    private void addLayer(String name, String lengthOfNorm) {
        Matcher part = OF_LAYER.matcher(name);
        String layer = name.length() <= MAX_NAME_CHARS && part.find()
                ? name.substring(0, part.start())
                : name.equals("scaled_fp8") ? "" : name;
        if (!layer.isEmpty() && layersSeen.add(TensorNames.hash(layer))) {
            layers.add(layer);
        }
        if (!lengthOfNorm.isEmpty()) {
            layers.add(layer + lengthOfNorm);
        }
    }

    /** The same for the same names with the same shapes. */
    public long named() {
        return named.hash();
    }

    /** The same for the same shapes, whatever their names, and whichever of their sides comes first. */
    public long unnamed() {
        return unnamed.hash();
    }

    /** The same for the same layers, whether their weights are packed or not. */
    public long layers() {
        return layers.hash();
    }
}
