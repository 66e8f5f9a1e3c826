package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.hfdownloader.variant.name.TrainingState;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Finds weights that are one model at several moments of its training: their places differ by nothing else, and they are of one
 * size. Where headers were read, and tell of different tensors, they are several models after all.
 */
final class TrainingStates<F> {

    /** Optimizers keep two numbers for each of the model's, of more bits: what is named a state may have them, or not. */
    private static final double MAX_WITH_OPTIMIZER = 4.2;

    private static final double MAX_DIFFERENCE = 0.03;

    /** Of states that numbers alone tell. */
    private static final double MAX_DIFFERENCE_OF_NUMBERED = 0.001;

    /** Each name is read with care: more than this are a collection. */
    private static final int MAX_SETS = 4_000;

    /** Groups of other sizes or tensors that a set is compared with. */
    private static final int MAX_COMPARED = 8;

    private final Map<WeightSet<F>, TrainingState> states = new LinkedHashMap<>();
    private final Set<WeightSet<F>> older = new LinkedHashSet<>();
    private final Map<WeightSet<F>, String> roots = new LinkedHashMap<>();

    /** @param sets all but those that are no model's */
    TrainingStates(Collection<WeightSet<F>> sets) {
        Map<String, List<WeightSet<F>>> models = new LinkedHashMap<>();
        for (WeightSet<F> set : sets.size() > MAX_SETS ? List.<WeightSet<F>>of() : sets) {
            if (!set.name().format().equals(WeightFiles.TRAINING) && WeightFiles.doubt(set.name()) == 0) {
                TrainingState state = TrainingState.of(set.name().place());
                states.put(set, state);
                models.computeIfAbsent(format(set.name()) + ":" + state.model(), key -> new ArrayList<>())
                        .add(set);
            }
        }
        models.values().stream()
                .filter(model -> model.size() > 1)
                .filter(model -> model.stream().anyMatch(set -> state(set).isState()))
                .forEach(model -> alike(model).forEach(this::choose));
    }

    /** All but the one of each model that people want first. */
    Set<WeightSet<F>> older() {
        return older;
    }

    /** Tells of each state in a folder of its own which folder that is. */
    void forEachInFolder(BiConsumer<WeightSet<F>, String> step) {
        roots.forEach(step);
    }

    private TrainingState state(WeightSet<F> set) {
        return states.getOrDefault(set, TrainingState.of(set.name().place()));
    }

    private static String format(WeightFileName name) {
        return name.format().equals("pytorch") ? "safetensors" : name.format();
    }

    /** Groups of like sizes and tensors, the largest first: few where that is no state of anything. */
    private Collection<List<WeightSet<F>>> alike(List<WeightSet<F>> model) {
        List<List<WeightSet<F>>> groups = new ArrayList<>();
        model.stream()
                .sorted(Comparator.comparingLong(WeightSet<F>::sizeBytes).reversed())
                .forEach(set -> groups.stream()
                        .skip(Math.max(0, groups.size() - MAX_COMPARED))
                        .filter(group -> isAlike(group.get(0), set))
                        .findFirst()
                        .ifPresentOrElse(group -> group.add(set), () -> groups.add(new ArrayList<>(List.of(set)))));
        return groups;
    }

    private boolean isAlike(WeightSet<F> larger, WeightSet<F> set) {
        WeightFacts.Tensors one = larger.tensors();
        WeightFacts.Tensors other = set.tensors();
        if (one != null && other != null && !one.isSameModel(other)) {
            return false;
        }
        boolean named = isNamed(larger) && isNamed(set);
        boolean optimizer = named
                && set.name().format().equals("pytorch")
                && state(larger).isState()
                && state(set).isState();
        double times = optimizer ? MAX_WITH_OPTIMIZER : 1 + (named ? MAX_DIFFERENCE : MAX_DIFFERENCE_OF_NUMBERED);
        return larger.sizeBytes() <= set.sizeBytes() * times;
    }

    private boolean isNamed(WeightSet<F> set) {
        return state(set).named() || !state(set).isState();
    }

    private void choose(List<WeightSet<F>> alike) {
        if (alike.size() < 2 || alike.stream().noneMatch(set -> state(set).isState())) {
            return;
        }
        WeightSet<F> first = alike.stream()
                .min(Comparator.<WeightSet<F>>comparingInt(set -> set.isComplete() ? 0 : 1)
                        .thenComparing(this::state, TrainingState.preferredFirst())
                        .thenComparing(set -> set.name().place()))
                .orElseThrow();
        for (WeightSet<F> set : alike) {
            if (state(set).isState()) {
                if (!isOfSameState(set, first)) {
                    older.add(set);
                }
                if (!state(set).root().isEmpty()) {
                    roots.put(set, state(set).root());
                }
            }
        }
    }

    /** The same state in another format stands beside it. */
    private static boolean isOfSameState(WeightSet<?> set, WeightSet<?> first) {
        WeightFileName one = set.name();
        WeightFileName other = first.name();
        return one.place().equals(other.place())
                || (one.generic() && other.generic() && one.folder().equals(other.folder()));
    }
}
