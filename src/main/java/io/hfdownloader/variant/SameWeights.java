package io.hfdownloader.variant;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.hfdownloader.variant.name.TrainingState;

/**
 * Weights that are those of another set once more, wherever they are and whatever they are called: other states of its training,
 * its other precisions, its other layouts. What is left of each model is one, and each copy in a folder can be chosen by itself.
 */
final class SameWeights<F> {

    private final Set<WeightSet<F>> left = new LinkedHashSet<>();
    private final Set<WeightSet<F>> copies;

    /** Sets apart in the layout what stands in a folder of its own. */
    SameWeights(Collection<WeightSet<F>> sets, ModelLayout layout) {
        TrainingStates<F> states = new TrainingStates<>(
                sets.stream().filter(set -> !isPartOfOneState(set, layout)).toList());
        states.forEachInFolder(layout::setApart);
        left.addAll(states.older());
        left.addAll(new Precisions<>(wholeModels(sets, layout), layout).others());
        copies = new OtherLayouts<>(wholeModels(sets, layout), layout).copies();
        left.addAll(copies);
    }

    /** Those in another layout, which nobody needs beside the first. */
    Set<WeightSet<F>> copies() {
        return copies;
    }

    /** Those that do not come unasked, these among them. */
    Set<WeightSet<F>> and(Set<WeightSet<F>> duplicates) {
        Set<WeightSet<F>> all = new HashSet<>(left);
        all.addAll(duplicates);
        return all;
    }

    /** Whether an index names these weights, which are then needed whatever their folder is called. */
    private static boolean isPartOfOneState(WeightSet<?> set, ModelLayout layout) {
        return layout.isPart(set) && !TrainingState.of(layout.rootOf(set)).isState();
    }

    private List<WeightSet<F>> wholeModels(Collection<WeightSet<F>> sets, ModelLayout layout) {
        return sets.stream()
                .filter(set -> !left.contains(set) && !layout.isPart(set))
                .toList();
    }
}
