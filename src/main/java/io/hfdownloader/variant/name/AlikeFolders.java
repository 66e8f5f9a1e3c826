package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds folders that hold a model of one shape each: fine-tunes, languages, speakers, sizes of a family. Their weights have the same names,
 * and no folder is called as parts of one model are, which are of use together only.
 */
public final class AlikeFolders {

    /** Each is a choice: more than this are something else. */
    private static final int MAX_FOLDERS = 1_000;

    /** Headers of one shape differ by what they tell beside that. */
    private static final double MAX_DIFFERENCE = 0.001;

    /** What tells the models of a family apart: {@code small}, {@code vit_l}, {@code 1.5B}. */
    private static final Pattern SIZE = Pattern.compile(
            "(?<![a-z0-9.])(?:x?x?(?:small|large)|tiny|mini|nano|micro|medium|base|big|huge|giant|x{0,2}[sl]|[smxnbhg]|\\d{1,4}(?:\\.\\d{1,3})?[bm])"
                    + "(?![a-z0-9])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_WORD = Pattern.compile("[^a-z]+");

    /** Of ensembles, pipelines, and models that were trained to work with each other. */
    private static final Set<String> PARTS = Set.of(
            "high",
            "low",
            "noise",
            "expert",
            "moe",
            "fold",
            "part",
            "shard",
            "rank",
            "layer",
            "member",
            "ensemble",
            "split",
            "chunk",
            "stage",
            "level",
            "block",
            "head",
            "unet",
            "transformer",
            "vae",
            "dit",
            "clip",
            "text",
            "image",
            "vision",
            "audio",
            "encoder",
            "decoder",
            "codec",
            "tokenizer",
            "vocoder",
            "prior",
            "refiner",
            "query",
            "doc",
            "document",
            "passage",
            "question",
            "context",
            "ctx",
            "generator",
            "discriminator",
            "actor",
            "critic",
            "checker",
            "projector",
            "connector",
            "embedding",
            "embedder",
            "embedders",
            "pooling",
            "dense",
            "diffusion",
            "backbone",
            "module",
            "component",
            "cond",
            "uncond");

    private AlikeFolders() {}

    /**
     * The folder of the model (with a closing slash) by the folder of its weights; empty where they are parts of one, or may be.
     *
     * @param sets sizes by name of weights of one format, each in a folder
     */
    public static Map<String, String> models(Map<WeightFileName, Long> sets) {
        Set<String> folders = new HashSet<>();
        sets.keySet().forEach(name -> folders.add(name.folder()));
        if (folders.size() < 2 || folders.size() > MAX_FOLDERS) {
            return Map.of();
        }
        Map<String, String> models = models(folders);
        Map<String, Map<String, Long>> shapes = new LinkedHashMap<>();
        sets.forEach((name, bytes) -> {
            String model = models.getOrDefault(name.folder(), name.folder());
            shapes.computeIfAbsent(model, each -> new TreeMap<>())
                    .put(name.setKey().replace(":" + model, ":"), bytes);
        });
        boolean parts = shapes.keySet().stream().anyMatch(AlikeFolders::isPart);
        return !parts && areAlike(shapes) ? models : Map.of();
    }

    /** A name that is there several times is that of a part of several models: {@code a/unet/}, {@code b/unet/}. */
    private static Map<String, String> models(Set<String> folders) {
        Map<String, Integer> uses = new HashMap<>();
        folders.forEach(folder -> uses.merge(last(folder), 1, Integer::sum));
        Map<String, String> models = new HashMap<>();
        for (String folder : folders) {
            String around = folder.substring(0, folder.length() - last(folder).length());
            boolean repeated = uses.getOrDefault(last(folder), 0) > 1;
            models.put(folder, repeated && !around.isEmpty() ? around : folder);
        }
        return models;
    }

    private static String last(String folder) {
        return folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1);
    }

    /** Whether a folder of this name holds a part of a model, which runs nowhere alone. */
    public static boolean isPart(String folder) {
        return NO_WORD.splitAsStream(folder.toLowerCase(Locale.ROOT))
                .anyMatch(word -> PARTS.contains(word)
                        || (word.endsWith("s") && PARTS.contains(word.substring(0, word.length() - 1))));
    }

    /** Whether two at least are: of the same sizes, or called as the sizes of a family, whose files differ in theirs. */
    private static boolean areAlike(Map<String, Map<String, Long>> shapes) {
        Map<Set<String>, List<String>> byNames = new HashMap<>();
        shapes.forEach((folder, shape) -> byNames.computeIfAbsent(shape.keySet(), names -> new ArrayList<>())
                .add(folder));
        return byNames.values().stream()
                .anyMatch(folders -> areOfOneFamily(folders)
                        || haveTheSameSizes(folders.stream().map(shapes::get).toList()));
    }

    private static boolean areOfOneFamily(List<String> folders) {
        Set<String> families = new HashSet<>();
        return folders.stream()
                .filter(folder -> SIZE.matcher(last(folder)).find())
                .map(folder -> SIZE.matcher(last(folder)).replaceAll("#"))
                .anyMatch(family -> !families.add(family));
    }

    private static boolean haveTheSameSizes(Collection<Map<String, Long>> shapes) {
        List<Map<String, Long>> sorted = shapes.stream()
                .sorted(Comparator.comparingLong(AlikeFolders::bytes))
                .toList();
        return IntStream.range(1, sorted.size()).anyMatch(i -> isAlike(sorted.get(i), sorted.get(i - 1)));
    }

    private static long bytes(Map<String, Long> shape) {
        return shape.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isAlike(Map<String, Long> shape, Map<String, Long> other) {
        return shape.entrySet().stream().allMatch(set -> {
            long bytes = other.getOrDefault(set.getKey(), 0L);
            return Math.abs(bytes - set.getValue()) <= bytes * MAX_DIFFERENCE;
        });
    }
}
