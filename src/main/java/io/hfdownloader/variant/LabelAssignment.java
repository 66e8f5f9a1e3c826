package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.variant.name.Packing;
import io.hfdownloader.variant.name.WeightFileName;
import io.hfdownloader.variant.name.WeightFiles;

/**
 * Gives each variant of a repo a label that no other has. One that is alone with its quantization is called after it;
 * several that share one are told apart by what differs in their names.
 *
 * @param <K> what stands for a variant
 */
final class LabelAssignment<K> {

    private final Map<K, WeightFileName> names;
    private final Map<K, String> roots;
    private final boolean severalGgml;
    private final boolean severalNameless;
    private final Map<String, Long> quants;
    private final Map<K, List<String>> candidates = new LinkedHashMap<>();

    /**
     * @param names of one file of each variant
     * @param roots folder of the model that it is of, with a closing slash; none for the repo itself
     */
    LabelAssignment(Map<K, WeightFileName> names, Map<K, String> roots) {
        this.names = names;
        this.roots = roots;
        this.severalGgml = names.values().stream()
                        .filter(name -> name.format().equals(WeightFiles.GGML))
                        .map(name -> Packing.without(name.stem()))
                        .distinct()
                        .count()
                > 1;
        this.severalNameless =
                names.values().stream().filter(LabelAssignment::isNameless).count() > 1;
        this.quants = names.values().stream()
                .filter(name -> !sharedBy(name).isEmpty())
                .collect(Collectors.groupingBy(LabelAssignment::sharedBy, Collectors.counting()));
        Map<String, List<K>> sharing = new LinkedHashMap<>();
        names.forEach((key, name) -> sharing.computeIfAbsent(
                        tellsQuant(name) ? sharedBy(name) : "", shared -> new ArrayList<>())
                .add(key));
        sharing.values().forEach(this::propose);
    }

    Map<K, String> labels() {
        Map<K, String> labels = new LinkedHashMap<>();
        Set<String> shared = new HashSet<>();
        int levels = candidates.values().stream().mapToInt(List::size).max().orElse(0);
        for (int level = 0; level < levels; level++) {
            for (Map.Entry<K, List<String>> variant : candidates.entrySet()) {
                String current = labels.getOrDefault(variant.getKey(), "");
                if (level == 0 || shared.contains(fold(current))) {
                    List<String> choice = variant.getValue();
                    labels.put(variant.getKey(), choice.get(Math.min(level, choice.size() - 1)));
                }
            }
            Map<String, Integer> count = new HashMap<>();
            labels.values().forEach(label -> count.merge(fold(label), 1, Integer::sum));
            count.forEach((label, uses) -> {
                if (uses > 1) {
                    shared.add(label);
                }
            });
        }
        return numbered(labels);
    }

    /** Whether its own name says truly what it is. */
    private static boolean tellsQuant(WeightFileName name) {
        return !name.generic() && name.quantStart() >= 0;
    }

    /** Whether its header tells what it is, and its name nothing of that. */
    private static boolean isNameless(WeightFileName name) {
        return name.quant() != null && !name.namesQuant();
    }

    /** Only files whose names are their own are told apart by them. */
    private static String sharedBy(WeightFileName name) {
        return name.generic() || name.quant() == null ? "" : name.format() + ":" + fold(name.quant());
    }

    private void propose(List<K> sharing) {
        List<WeightFileName> all = sharing.stream().map(this::name).toList();
        boolean several = sharing.size() > 1 && tellsQuant(all.get(0));
        int common = several ? commonStart(all) : 0;
        for (K key : sharing) {
            WeightFileName name = name(key);
            String root = roots.getOrDefault(key, "");
            candidates.put(key, name.generic() ? ofGeneric(name, root) : ofOwn(name, several, common));
        }
    }

    private WeightFileName name(K key) {
        WeightFileName name = names.get(key);
        if (name == null) {
            throw new IllegalStateException("A variant without a name");
        }
        return name;
    }

    private static List<String> ofGeneric(WeightFileName name, String root) {
        if (name.isConsolidated()) {
            return List.of("consolidated", name.format() + "-consolidated", name.place());
        }
        String plain = name.quant() == null ? name.format() : name.quant();
        return root.isEmpty() ? List.of(plain, name.format() + "-" + plain) : ofFolder(name, root);
    }

    /** Of a model in a folder of its own: the folder's name, as far as that tells it from others. */
    private static List<String> ofFolder(WeightFileName name, String root) {
        String folder = root.substring(0, root.length() - 1);
        String precision = name.quant() == null ? "" : "/" + name.quant();
        return List.of(
                WeightFiles.baseName(folder) + precision,
                folder + precision,
                root + name.format() + "-" + (name.quant() == null ? name.stem() : name.quant()));
    }

    /** A file is called after what it is; where that does not tell it from others, its name stands behind. */
    private List<String> ofOwn(WeightFileName name, boolean several, int common) {
        if (name.format().equals(WeightFiles.TRAINING)) {
            return List.of("training-state", name.folder() + "training-state");
        }
        String place = name.place();
        String quant = name.quant();
        boolean ofOneOfSeveral =
                severalGgml && name.format().equals(WeightFiles.GGML); // sizes of a model, each with its own
        String file = place + "." + name.format();
        String whole = name.shards() > 1 ? place + "-of-" + name.shards() + "." + name.format() : file;
        if (quant != null && name.quantStart() < 0) { // its own name alone would say what it is not, or nothing
            boolean known = quants.getOrDefault(sharedBy(name), 0L) < 2 && !(isNameless(name) && severalNameless);
            return List.of(
                    known ? quant : quant + " (" + name.stem() + ")",
                    quant + " (" + name.stem() + ")",
                    quant + " (" + place + ")",
                    quant + " (" + file + ")",
                    quant + " (" + whole + ")");
        }
        return List.of(
                quant == null || ofOneOfSeveral ? name.stem() : several ? difference(name, common, quant) : quant,
                name.stem(),
                place,
                file,
                whole);
    }

    /** What is left of the name behind what all have. */
    private static String difference(WeightFileName name, int common, String quant) {
        String rest = name.place().substring(common);
        return rest.equalsIgnoreCase(quant) ? quant : rest;
    }

    /** How many characters all places begin with, up to a separator and not beyond where the first quantization begins. */
    private static int commonStart(List<WeightFileName> names) {
        String first = names.get(0).place();
        int common = first.length();
        for (WeightFileName name : names) {
            String place = name.place();
            int limit = Math.min(common, name.quantStart() < 0 ? place.length() : name.quantStart());
            limit = Math.min(limit, place.length());
            int at = 0;
            while (at < limit && place.charAt(at) == first.charAt(at)) {
                at++;
            }
            common = at;
        }
        while (common > 0 && VariantName.SEPARATORS.indexOf(first.charAt(common - 1)) < 0) {
            common--;
        }
        return common;
    }

    /** Two names that differ by case alone are still one to a user. */
    private Map<K, String> numbered(Map<K, String> labels) {
        Set<String> taken = new HashSet<>();
        labels.replaceAll((key, label) -> {
            String free = label;
            for (int next = 2; !taken.add(fold(free)); next++) {
                free = label + " (" + next + ")";
            }
            return free;
        });
        return labels;
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
