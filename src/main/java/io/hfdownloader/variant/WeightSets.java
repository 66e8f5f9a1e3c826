package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

import io.hfdownloader.variant.name.ListedModels;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/** Sorts the files of a repo into sets of weights and all the rest; not to be used twice. */
final class WeightSets<F> {

    /** {@code model.safetensors.index.json}, of old {@code model.safetensors.index.fp16.json}. */
    private static final Pattern INDEX = Pattern.compile("\\.index(\\.\\w{1,16})?\\.json$");

    /** What a distributed training leaves: in such a folder the model is a state of it, too; elsewhere it is the model. */
    private static final String OPTIMIZER_STATES = "_optim_states.pt";

    private static final String MODEL_STATES = "_model_states.pt";

    private static final long MAX_COMPANION_BYTES = 100_000_000;

    private static final long MAX_COMPANIONS_OF_LARGE = 500_000_000;

    private static final Set<String> VOCABULARIES =
            Set.of("vocabulary.txt", "vocabulary.json", "shared_vocabulary.txt", "shared_vocabulary.json");

    private final Function<F, String> path;
    private final ToLongFunction<F> sizeBytes;
    private final boolean onlyKnown;
    private final Set<String> paths = new HashSet<>();
    private final Set<String> trained = new HashSet<>();
    private Map<String, WeightFileName> listed = Map.of();
    private Set<String> settings = Set.of();
    private final Map<String, WeightSet<F>> byKey = new LinkedHashMap<>();
    private final Map<String, WeightSet<F>> byPath = new HashMap<>();
    private final Map<WeightSet<F>, List<WeightSet<F>>> sharedData = new HashMap<>();
    private final List<F> projectors = new ArrayList<>();
    private final List<F> companions = new ArrayList<>();

    /** @param onlyKnown whether large files of an unknown kind are no weights, as in a dataset */
    WeightSets(Function<F, String> path, ToLongFunction<F> sizeBytes, boolean onlyKnown) {
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.onlyKnown = onlyKnown;
    }

    void addAll(Collection<F> files, WeightFacts facts) {
        files.forEach(file -> paths.add(path.apply(file)));
        paths.stream().filter(name -> name.endsWith(OPTIMIZER_STATES)).forEach(name -> trained.add(folderOf(name)));
        if (!onlyKnown) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            files.forEach(file -> sizes.put(path.apply(file), sizeBytes.applyAsLong(file)));
            listed = withoutWholeModels(ListedModels.of(sizes), facts);
            settings = ListedModels.settings(sizes);
        }
        files.forEach(this::add);
        if (!onlyKnown) {
            joinGraphs();
            keepCompanionsSmall();
        }
        new TreeMap<>(facts.indexes()).forEach(this::join);
        facts.tensors().forEach((told, tensors) -> {
            WeightSet<F> set = byPath.get(told);
            if (set != null) {
                set.tensors(tensors);
            }
        });
    }

    /** Files whose headers name the same tensors are no pieces of one model: each is one. */
    private static Map<String, WeightFileName> withoutWholeModels(
            Map<String, WeightFileName> listed, WeightFacts facts) {
        Map<WeightFileName, Set<Long>> tensors = new HashMap<>();
        Set<WeightFileName> whole = new HashSet<>();
        facts.tensors().forEach((file, told) -> {
            WeightFileName model = listed.get(file);
            if (model != null
                    && ListedModels.isByNumberAlone(file)
                    && !tensors.computeIfAbsent(model, each -> new HashSet<>()).add(told.names())) {
                whole.add(model);
            }
        });
        Map<String, WeightFileName> pieces = new HashMap<>(listed);
        pieces.values().removeAll(whole);
        return pieces;
    }

    Collection<WeightSet<F>> sets() {
        Set<WeightSet<F>> notJoined = new HashSet<>(byPath.values());
        return byKey.values().stream().filter(notJoined::contains).toList();
    }

    /** The set, and what stands beside a graph in sets of their own. */
    List<WeightSet<F>> withData(WeightSet<F> set) {
        List<WeightSet<F>> all = new ArrayList<>(List.of(set));
        all.addAll(sharedData.getOrDefault(set, List.of()));
        return all;
    }

    List<F> projectors() {
        return projectors;
    }

    List<F> companions() {
        return companions;
    }

    Set<String> paths() {
        return paths;
    }

    private void add(F file) {
        String name = path.apply(file);
        WeightFileName model = listed.get(name);
        Optional<String> format =
                model == null ? format(name, sizeBytes.applyAsLong(file)) : Optional.of(model.format());
        if (WeightFiles.isProjector(name)) {
            projectors.add(file);
        } else if (format.isEmpty() || settings.contains(name)) {
            companions.add(file);
        } else {
            WeightFileName weight = model == null ? WeightFileName.of(name, format.get()) : model;
            WeightSet<F> set = byKey.computeIfAbsent(weight.setKey(), key -> new WeightSet<>(weight));
            set.add(weight, file, name, sizeBytes.applyAsLong(file));
            byPath.put(name, set);
        }
    }

    /** Many small files are as much as a few large ones: those of the endings that have most of it are each a choice. */
    private void keepCompanionsSmall() {
        Map<String, List<F>> byEnding = new TreeMap<>();
        for (F file : companions) {
            String name = path.apply(file);
            if (!settings.contains(name) && !WeightFiles.isNeeded(name)) {
                byEnding.computeIfAbsent(WeightFiles.ending(name), ending -> new ArrayList<>())
                        .add(file);
            }
        }
        List<List<F>> smallestFirst = byEnding.values().stream()
                .sorted(Comparator.comparingLong(this::bytes))
                .toList();
        long weights = byKey.values().stream().mapToLong(WeightSet::sizeBytes).sum();
        long left = Math.max(MAX_COMPANION_BYTES, Math.min(weights / 10, MAX_COMPANIONS_OF_LARGE));
        Set<F> tooMuch = new LinkedHashSet<>();
        for (List<F> files : smallestFirst) {
            left -= bytes(files);
            if (left < 0) {
                tooMuch.addAll(files);
            }
        }
        companions.removeAll(tooMuch);
        Map<String, List<F>> byKind = new LinkedHashMap<>();
        for (F file : tooMuch) {
            String name = path.apply(file);
            byKind.computeIfAbsent(folderOf(name) + "." + WeightFiles.ending(name), kind -> new ArrayList<>())
                    .add(file);
        }
        byKind.values().forEach(this::addOther);
    }

    private long bytes(List<F> files) {
        return files.stream().mapToLong(sizeBytes).sum();
    }

    /** All files of one ending in a folder are one choice, {@code data/all.jsonl}; a file alone is called by its name. */
    private void addOther(List<F> files) {
        String first = path.apply(files.get(0));
        String stem = files.size() == 1 ? WeightFiles.baseName(first) : "all." + WeightFiles.ending(first);
        WeightFileName other = new WeightFileName(WeightFiles.OTHER, folderOf(first), stem, null, false, 0, 0);
        WeightSet<F> set = byKey.computeIfAbsent("sum:" + other.setKey(), key -> new WeightSet<>(other));
        for (F file : files) {
            set.add(other, file, path.apply(file), sizeBytes.applyAsLong(file));
            byPath.put(path.apply(file), set);
        }
    }

    private void joinGraphs() {
        GraphData<F> data = new GraphData<>(sets());
        data.ofOne().forEach((set, graph) -> {
            graph.addAll(set);
            set.paths().forEach(file -> byPath.put(file, graph));
        });
        sharedData.putAll(data.ofSeveral());
    }

    private Optional<String> format(String name, long bytes) {
        Optional<String> byName = onlyKnown ? WeightFiles.knownFormat(name, bytes) : WeightFiles.format(name, bytes);
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        boolean weights = name.endsWith(".bin") && paths.contains(stem + ".xml");
        boolean graph = name.endsWith(".xml") && paths.contains(stem + ".bin");
        if ((weights || graph)
                && !WeightFiles.baseName(stem).contains("tokenizer")) { // those are small and always needed
            return Optional.of("openvino");
        }
        String folder = folderOf(name);
        if (name.endsWith(MODEL_STATES) && trained.contains(folder)) {
            return Optional.of(WeightFiles.TRAINING);
        }
        boolean withVocabulary = name.equals(folder + "model.bin")
                && VOCABULARIES.stream().anyMatch(vocabulary -> paths.contains(folder + vocabulary));
        return byName.filter("pytorch"::equals).isPresent() && withVocabulary ? Optional.of("ctranslate2") : byName;
    }

    /** Puts the shards that an index names into one set; an index none of whose files are there is left over from another. */
    private void join(String indexPath, WeightFacts.ShardIndex index) {
        String folder = folderOf(indexPath);
        Set<String> all = new LinkedHashSet<>();
        index.files().stream().sorted().forEach(file -> all.add(folder + file));
        Set<WeightSet<F>> named = new LinkedHashSet<>();
        all.stream().filter(byPath::containsKey).map(byPath::get).forEach(named::add);
        if (named.isEmpty() || named.stream().anyMatch(set -> set.isIndexed() || isOther(set))) {
            return;
        }
        WeightSet<F> joined = named.iterator().next();
        if (named.size() > 1) {
            joined = joined(indexPath, joined.name().format(), named);
        }
        joined.index(all, index.tensors());
    }

    private static String folderOf(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static boolean isOther(WeightSet<?> set) {
        return set.name().format().equals("gguf")
                || WeightFiles.bundle(set.paths().get(0)).isPresent();
    }

    private WeightSet<F> joined(String indexPath, String format, Set<WeightSet<F>> parts) {
        WeightFileName name = WeightFileName.of(INDEX.matcher(indexPath).replaceFirst(""), format);
        WeightSet<F> joined = new WeightSet<>(name);
        parts.forEach(joined::addAll);
        joined.paths().forEach(file -> byPath.put(file, joined));
        byKey.put("index:" + indexPath, joined);
        return joined;
    }
}
