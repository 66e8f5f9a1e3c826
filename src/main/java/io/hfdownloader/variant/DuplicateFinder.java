package io.hfdownloader.variant;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import io.hfdownloader.variant.VariantGrouper.WeightSet;

/**
 * Finds the sets that hold the same weights as another one in a format to prefer: safetensors, else PyTorch.
 * When in doubt a set is none, since a model that lacks a part is worse than a disk that holds one twice.
 */
final class DuplicateFinder<F> {

    private final Collection<WeightSet<F>> sets;

    DuplicateFinder(Collection<WeightSet<F>> sets) {
        this.sets = sets;
    }

    Set<WeightSet<F>> find() {
        Set<WeightSet<F>> found = new LinkedHashSet<>(beside("safetensors"));
        if (sets.stream().noneMatch(set -> isMain(set, "safetensors"))) {
            found.addAll(beside("pytorch"));
        }
        return found;
    }

    private Set<WeightSet<F>> beside(String preferred) {
        Set<String> places = new HashSet<>();
        Set<String> modelFolders = new HashSet<>();
        for (WeightSet<F> set : sets) {
            if (set.name().format().equals(preferred)) {
                places.add(place(set.name()));
                if (isMain(set, preferred)) {
                    modelFolders.add(set.name().folder());
                }
            }
        }
        Set<WeightSet<F>> found = new LinkedHashSet<>();
        for (WeightSet<F> set : sets) {
            WeightFileName name = set.name();
            boolean sameName = !name.format().equals(preferred) && places.contains(place(name));
            boolean sameModel = !isMain(set, preferred) && isCopy(name, modelFolders);
            if (!name.format().equals("gguf") && (sameName || sameModel)) {
                found.add(set);
            }
        }
        return found;
    }

    /** An export, or the maker's own layout, copies the whole model; a PyTorch file only the part in its folder. */
    private static boolean isCopy(WeightFileName name, Set<String> modelFolders) {
        if (modelFolders.isEmpty()) {
            return false;
        }
        boolean ofWholeModel = name.isExport() || name.isConsolidated();
        return ofWholeModel
                || (name.generic() && name.format().equals("pytorch") && modelFolders.contains(name.folder()));
    }

    private static boolean isMain(WeightSet<?> set, String format) {
        WeightFileName name = set.name();
        return name.format().equals(format) && name.generic() && !name.isConsolidated();
    }

    private static String place(WeightFileName name) {
        return name.folder() + name.stem();
    }
}
