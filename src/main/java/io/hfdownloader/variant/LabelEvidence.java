package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weighs what is known of the GGUF weights of a repo: what each set is, and which headers would have to be read to be sure.
 * Names that nothing contradicts are believed.
 */
final class LabelEvidence {

    /** Sets of one model agree when none has so much more bits for its label than another. */
    private static final double MAX_SPREAD = 1.6;

    private final GgufHeaders headers;
    private final Map<String, List<GgufSet>> byModel = new LinkedHashMap<>();
    private final Map<String, Optional<Long>> parametersByModel = new HashMap<>();

    LabelEvidence(Collection<GgufSet> sets, GgufHeaders headers) {
        this.headers = headers;
        sets.forEach(set ->
                byModel.computeIfAbsent(set.model(), model -> new ArrayList<>()).add(set));
    }

    /** What the set is; empty when nothing tells it. */
    Optional<String> label(GgufSet set) {
        Long parameters = parametersByModel
                .computeIfAbsent(set.model(), model -> parameters(byModel.getOrDefault(model, List.of(set))))
                .orElse(null);
        return GgufLabel.of(
                set.labels(),
                set.sizeBytes(),
                parameters,
                headers.header(set.paths()).orElse(null));
    }

    /** Paths of the files whose headers are to be read next; those of a set follow each other. */
    List<String> pathsToRead() {
        return byModel.values().stream()
                .flatMap(sets -> doubtful(sets).stream())
                .flatMap(set -> set.pathsToRead().stream())
                .filter(path -> !headers.isAsked(path))
                .toList();
    }

    /** As a header tells it, else as the Hub does where the name of one of the sets agrees with that. */
    private Optional<Long> parameters(List<GgufSet> sameModel) {
        Optional<Long> counted = sameModel.stream()
                .flatMap(set -> headers.weights(set.paths(), set.sizeBytes()).stream())
                .findFirst();
        Long told = headers.parameters();
        return counted.isPresent() || told == null
                ? counted
                : Optional.of(told)
                        .filter(number ->
                                sameModel.size() == 1 || sameModel.stream().anyMatch(set -> agrees(set, number)));
    }

    private List<GgufSet> doubtful(List<GgufSet> sameModel) {
        Optional<Long> parameters = parameters(sameModel);
        if (parameters.isPresent()) {
            return sameModel.stream()
                    .filter(set -> !agrees(set, parameters.get()))
                    .toList();
        }
        List<GgufSet> plain =
                sameModel.stream().filter(set -> set.labels().size() == 1).toList();
        List<GgufSet> doubtful = new ArrayList<>(sameModel);
        if (spread(plain) <= MAX_SPREAD) {
            doubtful.removeAll(new HashSet<>(plain));
            witness(plain).ifPresent(doubtful::add);
            if (headers.parameters() != null) { // it is that of another model, so one header is to tell this one's
                plain.stream().min(Comparator.comparingLong(GgufSet::sizeBytes)).ifPresent(doubtful::add);
            }
        }
        return doubtful;
    }

    /**
     * Where names speak of nothing but a precision, which people write before they make a file smaller, no other name agrees with
     * them: the set whose header tells at the least cost how many parameters there are. With it all are weighed.
     */
    private Optional<GgufSet> witness(List<GgufSet> plain) {
        boolean precise = plain.stream()
                .allMatch(set -> GgufLabel.isPrecision(set.labels().get(0)));
        return precise
                ? plain.stream()
                        .filter(set -> set.pathsToRead().stream().noneMatch(headers::isAsked))
                        .min(Comparator.<GgufSet>comparingInt(set -> set.paths().size())
                                .thenComparingLong(GgufSet::sizeBytes))
                : Optional.empty();
    }

    private static boolean agrees(GgufSet set, long parameters) {
        List<String> labels = set.labels();
        return !labels.isEmpty() && GgufLabel.agrees(labels.get(0), set.sizeBytes() * 8.0 / parameters);
    }

    /** How far apart the numbers of parameters are that sizes and labels speak of. */
    private static double spread(List<GgufSet> sets) {
        List<Double> implied = sets.stream()
                .flatMap(set ->
                        BitsPerWeight.nominal(set.labels().get(0)).map(bits -> set.sizeBytes() * 8.0 / bits).stream())
                .toList();
        OptionalDouble least = implied.stream().mapToDouble(Double::doubleValue).min();
        OptionalDouble most = implied.stream().mapToDouble(Double::doubleValue).max();
        return least.isEmpty() || least.getAsDouble() <= 0 ? 1 : most.getAsDouble() / least.getAsDouble();
    }
}
