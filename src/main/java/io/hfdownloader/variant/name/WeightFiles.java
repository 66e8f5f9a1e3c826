package io.hfdownloader.variant.name;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells weight files from the rest by name and size. */
public final class WeightFiles {

    /** A {@code .bin}, an archive and the like below this is something like {@code training_args.bin}, and no weight. */
    private static final long MIN_AMBIGUOUS_BYTES = 5_000_000;

    /** The largest tokenizers, indexes and vocabularies have some tens of megabytes: what has more is not fetched unasked. */
    private static final long MAX_COMPANION_BYTES = 100_000_000;

    /** GGUF files too large for the Hub's limit of old were cut: {@code x.gguf.part1of2}, {@code x.gguf-split-a}. */
    static final Pattern CUT_GGUF = Pattern.compile(
            "(.*)\\.gguf[.-](?:part(\\d{1,5})of(\\d{1,5})|(?:split|part)-?([a-z0-9]))", Pattern.CASE_INSENSITIVE);

    /** Weights whose kind the name does not tell, or that are none: a film, a corpus. */
    public static final String OTHER = "other";

    /** What a trainer needs to go on, and nobody else: as large as the weights, or twice that. */
    public static final String TRAINING = "training";

    private static final Pattern ONNX_DATA =
            Pattern.compile(".*\\.onnx[._]data(?:_\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    public static final String GGML = "ggml";

    /** What came before GGUF and lives on in whisper.cpp; large ones were cut: {@code ggml-model-q4_0.bin.1}. */
    static final Pattern GGML_FILE = Pattern.compile("(.*)\\.bin(?:\\.(\\d{1,2}))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern GGML_NAME = Pattern.compile(
            "(?:.*[._-])?(?:ggml|ggmf|ggjt)(?:v\\d)?(?:[._-].*)?|.*[._-](?:i?q[2-8]_[01k]|iq\\d_)\\w{0,12}\\.bin");

    private static final Pattern BUNDLE =
            Pattern.compile("((?:.*?/)?[^/]+?\\.(?:mlmodelc|mlpackage))/.+", Pattern.CASE_INSENSITIVE);

    /** Each behind one separator. As a repeated group it would take a frame of the stack for each word. */
    private static final String WORDS = "(?!.*[_.-]{2})(?:[_.-][a-z0-9_.-]*[a-z0-9])?";

    private static final Pattern TRAINING_STATE = Pattern.compile("(?:optimizer|scheduler|rng_state|random_states)"
            + WORDS + "\\.(?:pt|pth|bin|pkl|ckpt|safetensors)|pytorch_model_fsdp" + WORDS
            + "\\.(?:bin|pt)|scaler\\.pt|.*_optim_states\\.pt|.*\\.distcp");

    /** Needed by whatever reads the weights, however large it is. */
    private static final Pattern NEEDED = Pattern.compile("(?:.*[_-])?(?:tokenizer|vocab(?:ulary)?|merges|config)"
            + "\\w*\\.(?:json|txt|model|tiktoken)|.*\\.index(?:\\.\\w+)?\\.json");

    private static final Set<String> NEEDED_ENDINGS = Set.of("json", "txt", "model", "tiktoken");

    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("safetensors", "safetensors"),
            Map.entry("gguf", "gguf"),
            Map.entry("pt", "pytorch"),
            Map.entry("pth", "pytorch"),
            Map.entry("ckpt", "pytorch"),
            Map.entry("onnx", "onnx"),
            Map.entry("h5", "tensorflow"),
            Map.entry("keras", "tensorflow"),
            Map.entry("msgpack", "flax"),
            Map.entry("npz", "npz"),
            Map.entry("mlx", "mlx"),
            Map.entry("tflite", "tflite"),
            Map.entry("pte", "executorch"),
            Map.entry("engine", "tensorrt"),
            Map.entry("ot", "rust"),
            Map.entry("llamafile", "llamafile"),
            Map.entry("litertlm", "litertlm"),
            Map.entry("nemo", "nemo"),
            Map.entry("uqff", "uqff"),
            Map.entry("rkllm", "rkllm"),
            Map.entry("hef", "hailo"),
            Map.entry("mlmodel", "coreml"),
            Map.entry("pdparams", "paddle"),
            Map.entry("pdiparams", "paddle"));

    /** Endings that other things have, too: weights only from a size on. */
    private static final Map<String, String> AMBIGUOUS = Map.ofEntries(
            Map.entry("bin", "pytorch"),
            Map.entry("pkl", "pytorch"),
            Map.entry("task", "mediapipe"),
            Map.entry("mar", "torchserve"),
            Map.entry("pb", "tensorflow"),
            Map.entry("npy", "npz"),
            Map.entry("plan", "tensorrt"),
            Map.entry("zip", "archive"),
            Map.entry("tar", "archive"),
            Map.entry("tgz", "archive"),
            Map.entry("gz", "archive"),
            Map.entry("xz", "archive"),
            Map.entry("zst", "archive"),
            Map.entry("7z", "archive"));

    private static final Set<String> ORIGINALS =
            Set.of("safetensors", "pytorch", "gguf", "npz", "mlx", "orbax", "zarr", GGML, TRAINING, OTHER);

    /** Formats whose files are each a whole model with all that it needs. */
    private static final Set<String> WHOLE_MODELS = Set.of(
            "llamafile",
            "litertlm",
            "mediapipe",
            "nemo",
            "uqff",
            "rkllm",
            "torchserve",
            "coreml",
            "tflite",
            "executorch",
            "tensorrt",
            "hailo",
            "savedmodel",
            "mlc");

    /** Endings of large files that come with a model and are none: films, sounds, papers, corpora, importance matrices. */
    private static final Set<String> NO_WEIGHTS = Set.of(
            "mp4", "mov", "avi", "mkv", "webm", "gif", "png", "jpg", "jpeg", "webp", "tif", "tiff", "wav", "mp3",
            "flac", "ogg", "m4a", "pdf", "parquet", "arrow", "csv", "tsv", "json", "jsonl", "txt", "html", "ipynb",
            "dat");

    private WeightFiles() {}

    /** True for a file that holds weights of a variant: not for projectors, importance matrices or small {@code .bin}. */
    public static boolean isWeight(String path, long sizeBytes) {
        return format(path, sizeBytes).isPresent() && !isProjector(path);
    }

    /** True for a GGUF vision projector, which goes with any variant of its model. */
    public static boolean isProjector(String path) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        return name.contains("mmproj") && name.endsWith(".gguf");
    }

    /** The format of the weights in a file, e.g. {@code gguf} or {@code pytorch}; empty when it holds none. */
    public static Optional<String> format(String path, long sizeBytes) {
        Optional<String> known = knownFormat(path, sizeBytes);
        boolean tooLarge = sizeBytes > MAX_COMPANION_BYTES && !isNeeded(path);
        return known.isEmpty() && tooLarge ? Optional.of(OTHER) : known;
    }

    /** As {@link #format}, by the name alone, whatever the size of a file of an unknown kind. */
    public static Optional<String> knownFormat(String path, long sizeBytes) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        if (bundle(path).isPresent()) {
            return Optional.of("coreml");
        }
        if (name.contains(".gguf") && CUT_GGUF.matcher(name).matches()) {
            return Optional.of("gguf");
        }
        if (name.contains(".onnx") && ONNX_DATA.matcher(name).matches()) {
            return Optional.of("onnx");
        }
        if (mayBeTrainingState(name) && TRAINING_STATE.matcher(name).matches()) {
            return Optional.of(TRAINING);
        }
        if (name.contains(".bin.")) {
            Matcher ggml = GGML_FILE.matcher(name);
            if (ggml.matches()
                    && ggml.group(2) != null
                    && GGML_NAME.matcher(name).matches()) {
                return Optional.of(GGML);
            }
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (extension.length() == name.length() || isImportanceMatrix(name)) {
            return Optional.empty();
        }
        return sizeBytes < MIN_AMBIGUOUS_BYTES || !AMBIGUOUS.containsKey(extension)
                ? Optional.ofNullable(FORMATS.get(extension))
                : Optional.of(ambiguous(name, extension));
    }

    /** What a repository of hundreds of thousands of files is spared: matching each of them against the whole pattern. */
    private static boolean mayBeTrainingState(String name) {
        return name.startsWith("optimizer")
                || name.startsWith("scheduler")
                || name.startsWith("rng_state")
                || name.startsWith("random_states")
                || name.startsWith("pytorch_model_fsdp")
                || name.equals("scaler.pt")
                || name.endsWith("_optim_states.pt")
                || name.endsWith(".distcp");
    }

    private static String ambiguous(String name, String extension) {
        String format = AMBIGUOUS.getOrDefault(extension, OTHER);
        if (extension.equals("bin") && GGML_NAME.matcher(name).matches()) {
            return GGML;
        }
        if (extension.equals("bin") && name.startsWith("openvino")) {
            return "openvino";
        }
        boolean coreMl = name.contains(".mlmodelc") || name.contains(".mlpackage") || name.contains("coreml");
        return format.equals("archive") && coreMl ? "coreml" : format;
    }

    /** The folder that is one model to those who read it, such as {@code x.mlpackage}, if the file is in one. */
    public static Optional<String> bundle(String path) {
        String lower = path.indexOf('/') < 0 ? "" : path.toLowerCase(Locale.ROOT);
        if (!lower.contains(".mlmodelc/") && !lower.contains(".mlpackage/")) {
            return Optional.empty();
        }
        Matcher bundle = BUNDLE.matcher(path);
        return bundle.matches() ? Optional.of(bundle.group(1)) : Optional.empty();
    }

    /** True for formats into which a model is converted, not those in which it is made. */
    public static boolean isExport(String format) {
        return !ORIGINALS.contains(format);
    }

    /** How little is known of whether a file holds weights at all: 0 for those that do, 2 for those that hardly do. */
    public static int doubt(WeightFileName name) {
        String extension =
                name.stem().substring(name.stem().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean other = name.format().equals(OTHER);
        return name.format().equals("archive") || (other && NO_WEIGHTS.contains(extension)) ? 2 : other ? 1 : 0;
    }

    public static boolean isWholeModel(String format) {
        return WHOLE_MODELS.contains(format);
    }

    /** {@code model.imatrix.gguf} is one; {@code model-imatrix-Q4_K_M.gguf} only says how it was made. */
    private static boolean isImportanceMatrix(String name) {
        int at = name.lastIndexOf("imatrix");
        return at == 0 || (at > 0 && VariantLabel.of(name.substring(at)).isEmpty());
    }

    /** Whether whatever reads the weights needs it, however large it is. */
    public static boolean isNeeded(String path) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        return NEEDED_ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && mayBeNeeded(name)
                && NEEDED.matcher(name).matches();
    }

    /** As {@link #mayBeTrainingState}. */
    private static boolean mayBeNeeded(String name) {
        return name.contains("config")
                || name.contains("tokenizer")
                || name.contains("vocab")
                || name.contains("merges")
                || name.contains(".index");
    }

    /** What stands behind the last dot of a name, or nothing. */
    public static String ending(String path) {
        String name = baseName(path).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1 == 0 ? name.length() : name.lastIndexOf('.') + 1);
    }

    public static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
