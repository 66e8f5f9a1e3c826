package io.hfdownloader.library.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a folder holds into which nothing was downloaded, by where in it weights and their descriptions lie. */
public enum FolderStructure {
    ONE_MODEL,
    /** Folders of models, or single files of many: whoever deletes one of them does not mean all. */
    SEVERAL_MODELS,
    /** Neither weights nor a sign of a repository. */
    NO_MODEL;

    /** Names under which programs keep all of their models. */
    private static final Set<String> CONTAINERS =
            Set.of("models", "hub", "cache", "caches", "downloads", "huggingface", "modelscope", "hf", "llm", "llms");

    /** What a repository has at its top, and a folder of several models has not. */
    private static final Pattern SIGN =
            Pattern.compile("(?:model_index|params|tokenizer|(?:.*[_-])?config(?:uration)?)\\.json|tokenizer\\.model"
                    + "|.+\\.index\\.json|\\.gitattributes");

    private static final Pattern README = Pattern.compile("readme(?:\\..*)?|license(?:\\..*)?");

    /** Words for one of the models in a folder of many: what lies beside the weights there, of whatever program. */
    private static final Pattern DESCRIPTION = Pattern.compile(
            "(?:model_index|params|tokenizer|(?:.*[_-])?config(?:uration)?)\\.json|model\\.(?:ya?ml|json)");

    private static final String QUANTIZATION =
            "(?:i?q\\d\\w*|[it]q\\d\\w*|ud|imat(?:rix)?|i1|(?:fp|bf|f|int|mxfp|nvfp|nf|w)\\d{1,2}\\w*|\\d{1,2}(?:\\.\\d+)?-?bits?|\\d\\.\\d+bpw"
                    + "|awq|gptq|exl[23]|bnb|half|quantized)";

    /** Folders that models have inside: quantizations, formats, parts, states of a training. */
    private static final Pattern INNER = Pattern.compile(QUANTIZATION
            + "(?:[-_].*)?|onnx|openvino.*|original|gguf|ggml|mlx|coreml|tflite|pytorch|safetensors|flax|tensorrt|weights?|model|data|assets"
            + "|variables|mmproj|lora|adapter.*|(?:checkpoint|ckpt|global_?step|epoch|step)[-_]?\\d*|best|last|final"
            + "|(?:diffusion_)?transformer.*|unet.*|vae.*|text_encoder.*|image_encoder.*|vision.*|audio.*|encoder.*"
            + "|decoder.*|tokenizer.*|feature_extractor|safety_checker|scheduler|prior.*|controlnet.*|vocoder.*"
            + "|voices|ip[-_]?adapter.*|.*\\.(?:mlmodelc|mlpackage)|\\d+_\\w+");

    private static final Pattern LOOSE =
            Pattern.compile("(.*?)(?:[-_]\\d{1,6}-of-\\d{1,6})?\\.(?:gguf|llamafile|safetensors|ckpt|bin)");
    private static final Pattern TAIL = Pattern.compile("(?:^|[-_. ])" + QUANTIZATION + "(?:[-_. ].*)?$");
    private static final Pattern ANYBODYS = Pattern.compile("(?:ggml-)?model|(?:diffusion_)?pytorch_model|adapter_model"
            + "|consolidated.*|weights?|ae|vae|unet|clip.*|t5.*|(?:text_|image_)?encoder.*|decoder.*|mmproj.*|draft.*");
    private static final Pattern SMALL_BIN = Pattern.compile(".*(?:model|ggml).*\\.bin");

    /**
     * By paths alone, with {@code /}.
     *
     * @param paths of all files in it
     * @param isWeight whether one is weights by its name and size
     */
    public static FolderStructure of(Path folder, Collection<String> paths, Predicate<String> isWeight) {
        String name = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT);
        List<String> lower =
                paths.stream().map(path -> path.toLowerCase(Locale.ROOT)).toList();
        List<String> weights = Stream.concat(
                        paths.stream().filter(isWeight).map(path -> path.toLowerCase(Locale.ROOT)),
                        lower.stream()
                                .filter(path -> SMALL_BIN.matcher(base(path)).matches()))
                .distinct()
                .toList();
        boolean isSigned = lower.stream()
                .anyMatch(path -> isTop(path) && SIGN.matcher(path).matches());
        boolean hasReadme = lower.stream()
                .anyMatch(path -> isTop(path) && README.matcher(path).matches());
        if (weights.isEmpty()) {
            return isSigned || hasReadme ? ONE_MODEL : NO_MODEL;
        }
        List<String> top = weights.stream().filter(FolderStructure::isTop).toList();
        if (isSigned && (!top.isEmpty() || !CONTAINERS.contains(name))) {
            return ONE_MODEL;
        }
        boolean ownFolders = weights.stream().allMatch(path -> isOwn(name, path));
        boolean isOne = top.isEmpty()
                ? ownFolders && !holdsDescribed(lower) && !CONTAINERS.contains(name)
                : ownFolders && (hasReadme || isOfOneModel(top));
        return isOne ? ONE_MODEL : SEVERAL_MODELS;
    }

    /** Folders inside that describe themselves, as whole models do, and are none that one model has. */
    private static boolean holdsDescribed(List<String> paths) {
        return paths.stream()
                .filter(path -> !isTop(path) && DESCRIPTION.matcher(base(path)).matches())
                .anyMatch(path -> !areInner(path));
    }

    private static boolean isOwn(String name, String path) {
        return isTop(path) || areInner(path) || isRelated(name, stem(base(path)));
    }

    private static boolean areInner(String path) {
        return Stream.of(path.substring(0, path.lastIndexOf('/')).split("/"))
                .allMatch(folder -> INNER.matcher(folder).matches());
    }

    /** As the folder {@code Tiny-GGUF} and the files {@code Tiny-Q4_K_M.gguf} are. */
    private static boolean isRelated(String name, String stem) {
        return stem.length() > 1 && (name.startsWith(stem) || stem.startsWith(name));
    }

    /** Of several the names begin in different ways, once what is said of quantization and shards is taken off. */
    private static boolean isOfOneModel(List<String> files) {
        List<String> stems = new ArrayList<>(files.stream()
                .filter(file -> LOOSE.matcher(file).matches())
                .map(FolderStructure::stem)
                .filter(stem -> !stem.isEmpty())
                .distinct()
                .sorted()
                .toList());
        return stems.isEmpty() || stems.stream().allMatch(stem -> stem.startsWith(stems.get(0)));
    }

    private static String stem(String file) {
        Matcher loose = LOOSE.matcher(file);
        String stem = TAIL.matcher(loose.matches() ? loose.group(1) : file).replaceAll("");
        return ANYBODYS.matcher(stem).matches() ? "" : stem;
    }

    private static boolean isTop(String path) {
        return path.indexOf('/') < 0;
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
