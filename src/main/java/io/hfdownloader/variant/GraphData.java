package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Finds the weights of ONNX graphs that stand in files beside them. A graph names those files as it likes, so that they are
 * recognised by their own names, or by being too large for anything else beside a graph that is too small to hold weights.
 */
final class GraphData<F> {

    private static final String GRAPH = ".onnx";

    /** What has more graphs in one folder is something else. */
    private static final int MAX_GRAPHS_SHARING = 64;

    private static final int MAX_SHARED = 20_000;

    private static final String WORD = "(?:data|weights?|params|external|tensors?)";

    private static final Pattern BEHIND_STEM =
            Pattern.compile("[._-](?:onnx[._-])?(?:external[._-]?)?" + WORD + "\\b.*");

    private static final Pattern DATA = Pattern.compile(
            "(?:.*[._-])?(?:external[._-]?)?" + WORD + "(?:[._-]?\\d{1,5})?(?:\\.(?:pb|bin|raw|dat|data))?");

    private final Map<WeightSet<F>, WeightSet<F>> ofOne = new LinkedHashMap<>();
    private final Map<WeightSet<F>, List<WeightSet<F>>> ofSeveral = new LinkedHashMap<>();
    private int shared;

    GraphData(Collection<WeightSet<F>> sets) {
        Map<String, Map<String, WeightSet<F>>> graphs = new LinkedHashMap<>();
        for (WeightSet<F> set : sets) {
            if (isGraph(set)) {
                graphs.computeIfAbsent(set.name().folder(), folder -> new LinkedHashMap<>())
                        .put(fold(set.name().stem()), set);
            }
        }
        List<WeightSet<F>> data = sets.stream()
                .filter(set -> graphs.containsKey(set.name().folder()) && mayBeData(set))
                .toList();
        data.forEach(set -> named(set, graphs.getOrDefault(set.name().folder(), Map.of()))
                .ifPresent(graph -> ofOne.put(set, graph)));
        Set<WeightSet<F>> served = new HashSet<>(ofOne.values());
        Map<String, List<WeightSet<F>>> bare = new HashMap<>();
        graphs.forEach((folder, all) -> bare.put(
                folder,
                all.values().stream()
                        .filter(graph ->
                                !served.contains(graph) && graph.files().size() == 1)
                        .toList()));
        for (WeightSet<F> set : data) {
            if (!ofOne.containsKey(set)) {
                share(set, bare.getOrDefault(set.name().folder(), List.of()));
            }
        }
    }

    /** Data that is of one graph alone, with that graph. */
    Map<WeightSet<F>, WeightSet<F>> ofOne() {
        return ofOne;
    }

    /** By a graph, what is of use to it and to others, and may be something else after all. */
    Map<WeightSet<F>, List<WeightSet<F>>> ofSeveral() {
        return ofSeveral;
    }

    private static boolean isGraph(WeightSet<?> set) {
        return set.name().format().equals("onnx")
                && set.paths().stream().anyMatch(path -> fold(path).endsWith(GRAPH));
    }

    private static boolean mayBeData(WeightSet<?> set) {
        String path = fold(set.paths().get(0));
        return set.files().size() == 1
                && WeightFiles.doubt(set.name()) < 2
                && switch (set.name().format()) {
                    case WeightFiles.OTHER -> true;
                    case "onnx" -> !isGraph(set);
                    case "tensorflow" -> path.endsWith(".pb");
                    case "pytorch" -> path.endsWith(".bin");
                    default -> false;
                };
    }

    /** The one whose name it begins with: the longest, so that what is of {@code model_q4f16} is not of {@code model_q4}. */
    private Optional<WeightSet<F>> named(WeightSet<F> data, Map<String, WeightSet<F>> graphs) {
        String name = fold(WeightFiles.baseName(data.paths().get(0)));
        for (int end = name.length() - 1; end > 0; end--) {
            WeightSet<F> graph = graphs.get(name.substring(0, end));
            String rest = name.substring(end);
            if (graph != null
                    && (rest.startsWith(GRAPH) || BEHIND_STEM.matcher(rest).matches() && isOf(data, graph))) {
                return Optional.of(graph);
            }
        }
        return Optional.empty();
    }

    private void share(WeightSet<F> data, List<WeightSet<F>> bare) {
        if (bare.size() > MAX_GRAPHS_SHARING || shared >= MAX_SHARED) {
            return; // before each is compared with each
        }
        List<WeightSet<F>> graphs =
                bare.stream().filter(graph -> isOf(data, graph)).toList();
        boolean told =
                DATA.matcher(fold(WeightFiles.baseName(data.paths().get(0)))).matches()
                        || data.name().format().equals("onnx");
        if (graphs.size() == 1 && told) {
            ofOne.put(data, graphs.get(0));
        } else {
            shared += graphs.size();
            graphs.stream()
                    .filter(graph -> told || isFarLarger(data, graph))
                    .forEach(graph -> ofSeveral
                            .computeIfAbsent(graph, each -> new ArrayList<>())
                            .add(data));
        }
    }

    /** By its size alone it could be weights in another format. */
    private static boolean isFarLarger(WeightSet<?> data, WeightSet<?> graph) {
        return data.name().format().equals(WeightFiles.OTHER) && graph.sizeBytes() <= data.sizeBytes() / 2;
    }

    /** A graph that is as large holds its weights itself; and what speaks of another precision is of another graph. */
    private static boolean isOf(WeightSet<?> data, WeightSet<?> graph) {
        String place = data.name().place();
        int dot = place.lastIndexOf('.');
        boolean hasExtension = dot > data.name().folder().length();
        WeightFileName asGraph = WeightFileName.of((hasExtension ? place.substring(0, dot) : place) + GRAPH, "onnx");
        boolean otherPrecision = asGraph.generic()
                && asGraph.quant() != null
                && !asGraph.quant().equals(graph.name().quant());
        return !otherPrecision && graph.sizeBytes() < data.sizeBytes();
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
