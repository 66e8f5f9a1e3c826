package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Models of several files that only what stands beside each tells to be one. */
public final class ListedModels {

    private static final int MAX_DEPTH = 64;

    /** Less than that is no model, but a part of the configuration. */
    private static final long MIN_BYTES = 5_000_000;

    private static final Pattern CHECKPOINT = Pattern.compile("(.+)\\.(data-\\d{5}-of-\\d{5}|index|meta)");

    /** Kinds of folders: the file that tells one, and what in it belongs to it. */
    private enum Kind {
        SAVED_MODEL(
                "savedmodel",
                "saved_model\\.pb(?:txt)?",
                "saved_model\\.pb(?:txt)?|variables/[^/]+|(?:keras_metadata|fingerprint)\\.pb|assets(?:\\.extra)?/.+"),
        MLC("mlc", "(?:ndarray|tensor)-cache\\.json", "params_shard_\\d+\\.bin"),
        ORBAX(
                "orbax",
                "manifest\\.ocdbt|_METADATA|_CHECKPOINT_METADATA",
                "(?:d|ocdbt\\.process_\\d+|array_metadatas)/.+|manifest\\.ocdbt|_METADATA|_CHECKPOINT_METADATA|_sharding|checkpoint"),
        COREML("coreml", "(?!)", "[^/]+\\.(?:mlmodelc|mlpackage)/.+");

        private final String format;
        private final Pattern sign;
        private final Pattern member;

        Kind(String format, String sign, String member) {
            this.format = format;
            this.sign = Pattern.compile(sign);
            this.member = Pattern.compile(member);
        }
    }

    /** What folders are called that are each a part of one Core ML model. */
    private static final Pattern CORE_ML_PART = Pattern.compile(
            "(?i)(?:(?:audio|text|image|vision|vae|prompt|mask|mel|safety|joint|context|token|speaker)?[_-]?"
                    + "(?:encoder|decoder|spectrogram|checker|decision|preprocessor|unet|predictor|embed(?:der|dings?)|lm_?head)"
                    + "(?:[_-]?(?:chunk)?\\d{1,2})?|TextDecoderContextPrefill)\\.(mlmodelc|mlpackage)");

    /** Numbers in names of files that are each a model of its own: states of a training, versions, sizes, styles. */
    private static final Pattern COPY = Pattern.compile(
            "(?i).*(?:checkpoints?|ckpt|epochs?|steps?|iter(?:ation)?s?|versions?|seeds?|folds?|runs?|styles?|loras?|stages?|levels?|trials?|exp"
                    + "|(?:^|[^a-z])(?:e|ep|it|v|q|s|r))[-_. =]*");

    /** Words before numbers that leave no doubt that others belong to it. */
    private static final Pattern PIECE =
            Pattern.compile("(?i).*(?:rank|shard|part|piece|chunk|split|(?:^|[^a-z])(?:tp|pp|mp))[-_.]*");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern SIZE = Pattern.compile("(?i)[bmkx](?![a-z]).*|bit.*|px.*");

    private static final int MIN_RUN = 3;

    /** More than any known model has, even one with a file for each expert. */
    private static final int MAX_RUN = 1_000;

    private static final double MAX_UNLIKE = 1.5;

    /** Formats whose files have numbers of their own kind, or are whole each. */
    private static final Set<String> NOT_NUMBERED =
            Set.of("gguf", "uqff", "onnx", "openvino", "archive", WeightFiles.GGML, WeightFiles.TRAINING);

    /** Voices, styles and the like are this small each, and many; only beside a model that is many times as large. */
    private static final long MAX_SETTING_BYTES = 5_000_000;

    private static final int MIN_TIMES_LARGER = 20;
    private static final Set<String> SETTING_FORMATS = Set.of("pytorch", "safetensors", "npz");

    private final Map<String, Long> sizes;
    private final Map<String, WeightFileName> names = new HashMap<>();

    private ListedModels(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    /** By the path of each file that belongs to one, what it is. */
    public static Map<String, WeightFileName> of(Map<String, Long> sizes) {
        ListedModels models = new ListedModels(sizes);
        models.folders();
        models.checkpoints();
        models.runs();
        return models.names;
    }

    /** Files of voices and the like, which look like weights, in a folder of their own: of use to the model beside it alone. */
    public static Set<String> settings(Map<String, Long> sizes) {
        Map<String, Set<String>> folders = new HashMap<>();
        Set<String> others = new HashSet<>();
        long largest = 0;
        for (Map.Entry<String, Long> file : sizes.entrySet()) {
            String path = file.getKey();
            String format = WeightFiles.format(path, file.getValue()).orElse("");
            if (!format.isEmpty()) {
                String folder = folderOf(path);
                largest = Math.max(largest, file.getValue());
                folders.computeIfAbsent(folder, each -> new HashSet<>()).add(path);
                if (folder.isEmpty()
                        || file.getValue() > MAX_SETTING_BYTES
                        || !SETTING_FORMATS.contains(format)
                        || WeightFileName.of(path, format).generic()) {
                    others.add(folder);
                }
            }
        }
        long most = largest / MIN_TIMES_LARGER;
        Set<String> settings = new HashSet<>();
        folders.forEach((folder, paths) -> {
            boolean small = paths.stream().allMatch(path -> sizes.getOrDefault(path, 0L) <= most);
            if (paths.size() > 1 && small && !others.contains(folder) && most >= MIN_BYTES / MIN_TIMES_LARGER) {
                settings.addAll(paths);
            }
        });
        return settings;
    }

    private void folders() {
        Map<String, Kind> kinds = new HashMap<>();
        for (String path : sizes.keySet()) {
            String name = WeightFiles.baseName(path);
            for (Kind kind : Kind.values()) {
                if (kind.sign.matcher(name).matches()) {
                    kinds.putIfAbsent(folderOf(path), kind);
                }
            }
        }
        coreMlFolders().forEach(folder -> kinds.putIfAbsent(folder, Kind.COREML));
        if (kinds.isEmpty()) {
            return;
        }
        take(path -> {
            String folder = "";
            for (int depth = 0; depth < MAX_DEPTH; depth++) {
                Kind kind = kinds.get(folder);
                if (kind != null
                        && kind.member.matcher(path.substring(folder.length())).matches()) {
                    return ofFolder(kind.format, folder);
                }
                int next = path.indexOf('/', folder.length()) + 1;
                if (next == 0) {
                    return null;
                }
                folder = path.substring(0, next);
            }
            return null;
        });
    }

    private Set<String> coreMlFolders() {
        Map<String, Set<String>> parts = new HashMap<>();
        for (String path : sizes.keySet()) {
            WeightFiles.bundle(path).ifPresent(bundle -> {
                Matcher part = CORE_ML_PART.matcher(WeightFiles.baseName(bundle));
                if (part.matches()) {
                    parts.computeIfAbsent(folderOf(bundle), each -> new HashSet<>())
                            .add(bundle);
                }
            });
        }
        parts.values().removeIf(bundles -> bundles.size() < 2);
        return parts.keySet();
    }

    /** Files of like names, like sizes and one ending, with all numbers from 0 or 1 to the last. */
    private void runs() {
        Map<String, List<Numbered>> runs = new HashMap<>();
        for (Map.Entry<String, Long> file : sizes.entrySet()) {
            String path = file.getKey();
            if (!names.containsKey(path)) {
                WeightFiles.format(path, file.getValue())
                        .filter(format -> !NOT_NUMBERED.contains(format))
                        .filter(format -> WeightFiles.bundle(path).isEmpty())
                        .map(format -> WeightFileName.of(path, format))
                        .filter(name -> name.shards() == 1 && WeightFiles.doubt(name) < 2)
                        .map(name -> Numbered.of(path, file.getValue(), name))
                        .filter(numbered -> !numbered.numbers().isEmpty())
                        .ifPresent(numbered -> runs.computeIfAbsent(numbered.template(), each -> new ArrayList<>())
                                .add(numbered));
            }
        }
        runs.values().stream().filter(ListedModels::isRun).forEach(run -> {
            WeightFileName first = run.get(0).name();
            String stem = run.get(0).stem().replaceAll("[-_. ]*#[-_. ]*", "-").replaceAll("^-|-(?=\\.|$)", "");
            WeightFileName name = name(first.format(), first.folder(), stem.isEmpty() ? "weights" : stem);
            run.forEach(file -> names.put(file.path(), name));
        });
    }

    private static boolean isRun(List<Numbered> files) {
        Numbered first = files.get(0);
        long all = 1;
        boolean pieces = true;
        for (int at = 0; at < first.numbers().size(); at++) {
            Set<Long> values = new HashSet<>();
            for (Numbered file : files) {
                values.add(file.numbers().get(at));
            }
            long least = values.stream().mapToLong(Long::longValue).min().orElse(0);
            long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
            if (values.size() > 1 && (least > 1 || most - least + 1 != values.size())) {
                return false;
            }
            pieces &= values.size() == 1 || first.pieces().get(at);
            all *= values.size();
        }
        return files.size() == all
                && files.size() <= MAX_RUN
                && files.size() >= (pieces ? 2 : MIN_RUN)
                && (pieces || areAlike(files));
    }

    private static boolean areAlike(List<Numbered> files) {
        List<Long> bytes = files.stream().map(Numbered::bytes).sorted().toList();
        return bytes.get(bytes.size() - 1) <= MAX_UNLIKE * bytes.get(1);
    }

    /** A file with the numbers in its name that may count the files of a set; {@code #} stands for each in the template. */
    private record Numbered(
            String path, long bytes, WeightFileName name, String stem, List<Long> numbers, List<Boolean> pieces) {

        static Numbered of(String path, long bytes, WeightFileName name) {
            StringBuilder stem = new StringBuilder();
            List<Long> numbers = new ArrayList<>();
            List<Boolean> pieces = new ArrayList<>();
            Matcher number = NUMBER.matcher(name.stem());
            while (number.find()) {
                String before = name.stem().substring(Math.max(0, number.start() - 24), number.start());
                String behind = name.stem().substring(number.end());
                boolean own = number.group().length() > 6
                        || COPY.matcher(before).matches()
                        || SIZE.matcher(behind).matches();
                number.appendReplacement(stem, own ? number.group() : "#");
                if (!own) {
                    numbers.add(Long.parseLong(number.group()));
                    pieces.add(PIECE.matcher(before).matches());
                }
            }
            number.appendTail(stem);
            return new Numbered(path, bytes, name, stem.toString(), numbers, pieces);
        }

        String template() {
            return name.format() + ":" + name.folder() + stem;
        }
    }

    /** What TensorFlow keeps in three files: {@code model.ckpt.data-00000-of-00001}, {@code .index}, {@code .meta}. */
    private void checkpoints() {
        Set<String> places = new HashSet<>();
        for (String path : sizes.keySet()) {
            Matcher parts = CHECKPOINT.matcher(path);
            if (parts.matches() && parts.group(2).startsWith("data")) {
                places.add(parts.group(1));
            }
        }
        if (places.isEmpty()) {
            return;
        }
        take(path -> {
            Matcher parts = CHECKPOINT.matcher(path);
            if (!parts.matches() || !places.contains(parts.group(1))) {
                return null;
            }
            String folder = folderOf(path);
            return name("tensorflow", folder, parts.group(1).substring(folder.length()));
        });
    }

    /** Files of one name are one model, if they are large enough for that. */
    private void take(Function<String, @Nullable WeightFileName> model) {
        Map<WeightFileName, List<String>> found = new HashMap<>();
        for (String path : sizes.keySet()) {
            WeightFileName name = names.containsKey(path) ? null : model.apply(path);
            if (name != null) {
                found.computeIfAbsent(name, each -> new ArrayList<>()).add(path);
            }
        }
        found.forEach((name, paths) -> {
            if (bytes(paths) >= MIN_BYTES) {
                paths.forEach(path -> names.put(path, name));
            }
        });
    }

    private long bytes(Collection<String> paths) {
        return paths.stream().mapToLong(path -> sizes.getOrDefault(path, 0L)).sum();
    }

    /** Called after the folder, and where that is nothing but a number, after the one around it, too. */
    private static WeightFileName ofFolder(String format, String folder) {
        if (folder.isEmpty()) {
            return name(format, "", format.toLowerCase(Locale.ROOT));
        }
        String place = folder.substring(0, folder.length() - 1);
        int start = place.lastIndexOf('/') + 1;
        boolean number = place.substring(start).chars().allMatch(Character::isDigit);
        int from = number && start > 0 ? place.lastIndexOf('/', start - 2) + 1 : start;
        return name(format, place.substring(0, from), place.substring(from));
    }

    private static WeightFileName name(String format, String folder, String stem) {
        return new WeightFileName(format, folder, stem, null, false, 0, 0);
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
