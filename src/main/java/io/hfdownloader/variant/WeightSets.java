package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.Collection;
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

import io.hfdownloader.text.TextSet;
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

    /** Of weights: what has more is a collection, and each takes as much memory as several files. */
    private static final int MAX_SETS = Variants.MAX_SETS;

    private static final int MAX_ENDINGS = 1_000;

    private static final long MAX_COMPANION_BYTES = 100_000_000;

    private static final long MAX_COMPANIONS_OF_LARGE = 500_000_000;

    private static final Set<String> VOCABULARIES =
            Set.of("vocabulary.txt", "vocabulary.json", "shared_vocabulary.txt", "shared_vocabulary.json");

    private final Function<F, String> path;
    private final ToLongFunction<F> sizeBytes;
    private final boolean onlyKnown;
    private final TextSet paths = new TextSet();
    private final Set<String> trained = new HashSet<>();
    private Map<String, WeightFileName> listed = Map.of();
    private Set<String> settings = Set.of();
    private final Map<String, WeightSet<F>> byKey = new LinkedHashMap<>();
    private final Map<String, WeightSet<F>> byPath = new HashMap<>();
    private final Set<WeightSet<F>> joined = new HashSet<>();
    private Set<String> told = Set.of();
    private boolean collection;
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
        files.forEach(file -> learn(path.apply(file)));
        told = toldOf(facts);
        if (!onlyKnown) {
            ListedModels.Files sizes =
                    step -> files.forEach(file -> step.accept(path.apply(file), sizeBytes.applyAsLong(file)));
            listed = withoutWholeModels(ListedModels.of(sizes), facts);
            settings = ListedModels.settings(sizes);
        }
        files.forEach(this::add);
        if (!onlyKnown) {
            joinGraphs();
            keepCompanionsSmall();
        }
        if (byKey.size() > MAX_SETS) {
            beCollection(files);
            return;
        }
        new TreeMap<>(facts.indexes()).forEach(this::join);
        facts.tensors().forEach((file, tensors) -> {
            WeightSet<F> set = byPath.get(file);
            if (set != null) {
                set.tensors(tensors);
            }
        });
    }

    private void learn(String name) {
        paths.add(name);
        if (name.endsWith(OPTIMIZER_STATES) && trained.size() <= MAX_SETS) {
            trained.add(folderOf(name));
        }
    }

    /** Paths of the files that something is told of, or that an index names. */
    private static Set<String> toldOf(WeightFacts facts) {
        Set<String> told = new HashSet<>(facts.tensors().keySet());
        facts.indexes().forEach((path, index) -> index.files().forEach(file -> told.add(folderOf(path) + file)));
        return told;
    }

    /** So many sets are no choice to anybody: they are files among others, of which patterns choose. */
    private void beCollection(Collection<F> files) {
        collection = true;
        byKey.clear();
        byPath.clear();
        joined.clear();
        sharedData.clear();
        projectors.clear();
        companions.clear();
        companions.addAll(files);
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
        return byKey.values().stream().filter(set -> !joined.contains(set)).toList();
    }

    /** The set, and what stands beside a graph in sets of their own. */
    List<WeightSet<F>> withData(WeightSet<F> set) {
        List<WeightSet<F>> all = new ArrayList<>(List.of(set));
        all.addAll(sharedData.getOrDefault(set, List.of()));
        return all;
    }

    /** Whether there are more sets than anybody chooses from, and so none. */
    boolean isCollection() {
        return collection;
    }

    List<F> projectors() {
        return projectors;
    }

    List<F> companions() {
        return companions;
    }

    private void add(F file) {
        String name = path.apply(file);
        long bytes = sizeBytes.applyAsLong(file);
        WeightFileName model = listed.get(name);
        Optional<String> format = model == null ? format(name, bytes) : Optional.of(model.format());
        boolean setting = settings.contains(folderOf(name))
                && format.equals(WeightFiles.format(name, bytes)); // another one is that of a model of several files
        if (WeightFiles.isProjector(name)) {
            projectors.add(file);
        } else if (format.isEmpty() || setting) {
            companions.add(file);
        } else if (byKey.size() <= MAX_SETS) {
            WeightFileName weight = model == null ? WeightFileName.of(name, format.get()) : model;
            add(byKey.computeIfAbsent(weight.setKey(), key -> new WeightSet<>(weight, path)), weight, file, name);
        }
    }

    /** Many small files are as much as a few large ones: those of the endings that have most of it are each a choice. */
    private void keepCompanionsSmall() {
        Map<String, Long> byEnding = new TreeMap<>();
        for (F file : companions) {
            String name = path.apply(file);
            if (mayBeLeft(name, file)) {
                byEnding.merge(ending(name, byEnding), sizeBytes.applyAsLong(file), Long::sum);
            }
        }
        List<Map.Entry<String, Long>> smallestFirst = byEnding.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .toList();
        long weights = byKey.values().stream().mapToLong(WeightSet::sizeBytes).sum();
        long left = Math.max(MAX_COMPANION_BYTES, Math.min(weights / 10, MAX_COMPANIONS_OF_LARGE));
        Set<String> tooMuch = new HashSet<>();
        for (Map.Entry<String, Long> ending : smallestFirst) {
            left -= ending.getValue();
            if (left < 0) {
                tooMuch.add(ending.getKey());
            }
        }
        Map<String, List<F>> byKind = new LinkedHashMap<>();
        companions.removeIf(file -> {
            String name = path.apply(file);
            boolean goes = !tooMuch.isEmpty() && tooMuch.contains(ending(name, byEnding)) && mayBeLeft(name, file);
            if (goes && byKind.size() <= MAX_SETS) {
                byKind.computeIfAbsent(folderOf(name) + "." + WeightFiles.ending(name), kind -> new ArrayList<>(1))
                        .add(file);
            }
            return goes;
        });
        byKind.values().forEach(this::addOther);
    }

    private boolean mayBeLeft(String name, F file) {
        boolean setting = settings.contains(folderOf(name))
                && WeightFiles.format(name, sizeBytes.applyAsLong(file)).isPresent();
        return !setting && !WeightFiles.isNeeded(name);
    }

    /** One for all further ones where there are very many. */
    private static String ending(String name, Map<String, Long> known) {
        String ending = WeightFiles.ending(name);
        return known.size() < MAX_ENDINGS || known.containsKey(ending) ? ending : "";
    }

    /** All files of one ending in a folder are one choice, {@code data/all.jsonl}; a file alone is called by its name. */
    private void addOther(List<F> files) {
        String first = path.apply(files.get(0));
        String stem = files.size() == 1 ? WeightFiles.baseName(first) : "all." + WeightFiles.ending(first);
        WeightFileName other = new WeightFileName(WeightFiles.OTHER, folderOf(first), stem, null, false, 0, 0);
        WeightSet<F> set = byKey.computeIfAbsent("sum:" + other.setKey(), key -> new WeightSet<>(other, path));
        for (F file : files) {
            add(set, other, file, path.apply(file));
        }
    }

    private void add(WeightSet<F> set, WeightFileName name, F file, String place) {
        set.add(name, file, sizeBytes.applyAsLong(file));
        if (told.contains(place)) {
            byPath.put(place, set);
        }
    }

    private void joinGraphs() {
        GraphData<F> data = new GraphData<>(sets());
        data.ofOne().forEach((set, graph) -> {
            graph.addAll(set);
            put(graph, set);
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
        WeightSet<F> whole = named.iterator().next();
        if (named.size() > 1) {
            whole = joined(indexPath, whole.name().format(), named);
        }
        whole.index(all, index.tensors());
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
        WeightSet<F> whole = new WeightSet<>(name, path);
        parts.forEach(part -> {
            whole.addAll(part);
            put(whole, part);
        });
        byKey.put("index:" + indexPath, whole);
        return whole;
    }

    /** From now on a set is a part of another one. */
    private void put(WeightSet<F> whole, WeightSet<F> part) {
        joined.add(part);
        part.paths().stream().filter(told::contains).forEach(file -> byPath.put(file, whole));
    }
}
