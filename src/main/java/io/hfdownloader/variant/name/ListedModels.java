package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
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
        ZARR(
                "zarr",
                "(?!)",
                "[^/]+/(?:\\.z(?:array|attrs)|zarr\\.json|\\d++(?:\\.\\d++)*+|c/.+)"
                        + "|checkpoint|\\.z(?:group|attrs|metadata)|zarr\\.json|_METADATA|_CHECKPOINT_METADATA"),
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

    private static final String PACKAGE = ".mlpackage";

    private static final Set<String> ZARR_ARRAYS = Set.of(".zarray", "zarr.json");

    /** What folders are called that are each a part of one Core ML model, all behind the same words. */
    private static final Pattern CORE_ML_PART = Pattern.compile(
            "(?i)(.*?[_-])??(?:(?:audio|text|image|vision|vae|prompt|mask|mel|safety|joint|context|token|speaker)?[_-]?"
                    + "(?:encoder|decoder|spectrogram|checker|decision|preprocessor|unet|predictor|embed(?:der|dings?)|lm_?head)"
                    + "(?:[_-]?(?:chunk)?\\d{1,2})?|TextDecoderContextPrefill)\\.(mlmodelc|mlpackage)");

    /** Voices, styles and the like are this small each, and many; only beside a model that is many times as large. */
    private static final long MAX_SETTING_BYTES = 5_000_000;

    private static final int MIN_TIMES_LARGER = 20;
    private static final Set<String> SETTING_FORMATS = Set.of("pytorch", "safetensors", "npz");

    private static final Kind[] KINDS = Kind.values();

    private final Files files;
    private final Map<String, WeightFileName> names = new HashMap<>();

    /** What there is, asked several times: hundreds of thousands of paths are not all held as texts. */
    public interface Files {

        /** Tells path and size of each. */
        void forEach(ObjLongConsumer<String> step);
    }

    private ListedModels(Files files) {
        this.files = files;
    }

    /** By the path of each file that belongs to one, what it is. */
    public static Map<String, WeightFileName> of(Files files) {
        ListedModels models = new ListedModels(files);
        models.folders();
        models.checkpoints();
        NumberedPieces.of(files, models.names.keySet()).forEach(models.names::putIfAbsent);
        return models.names;
    }

    /** Whether nothing but numbers tells that a file is a piece of a model, which its header may contradict. */
    public static boolean isByNumberAlone(String path) {
        return path.endsWith(".safetensors") && !NumberedPieces.isNamedPiece(path);
    }

    /**
     * Folders of voices and the like, which look like weights: of use to the model beside them alone. Whatever has the format of
     * weights in them is meant.
     */
    public static Set<String> settings(Files files) {
        Map<String, Setting> folders = new HashMap<>();
        long[] largest = {0};
        files.forEach((path, bytes) -> {
            String format = WeightFiles.format(path, bytes).orElse("");
            if (!format.isEmpty()) {
                largest[0] = Math.max(largest[0], bytes);
                boolean other = bytes > MAX_SETTING_BYTES
                        || !SETTING_FORMATS.contains(format)
                        || WeightFileName.of(path, format).generic();
                folders.computeIfAbsent(folderOf(path), folder -> new Setting()).add(bytes, other);
            }
        });
        long most = largest[0] / MIN_TIMES_LARGER;
        Set<String> settings = new HashSet<>();
        folders.forEach((folder, setting) -> {
            boolean small = setting.largest <= most && !setting.other;
            if (!folder.isEmpty() && setting.files > 1 && small && most >= MIN_BYTES / MIN_TIMES_LARGER) {
                settings.add(folder);
            }
        });
        return settings;
    }

    /** What looks like weights in one folder. */
    private static final class Setting {

        private int files;
        private long largest;
        private boolean other;

        void add(long bytes, boolean isOther) {
            files++;
            largest = Math.max(largest, bytes);
            other |= isOther;
        }
    }

    private void folders() {
        Map<String, Kind> kinds = new HashMap<>();
        files.forEach((path, bytes) -> {
            String name = WeightFiles.baseName(path);
            for (Kind kind : KINDS) {
                if (kind.sign.matcher(name).matches()) {
                    kinds.putIfAbsent(folderOf(path), kind);
                }
            }
        });
        zarrFolders().forEach(folder -> kinds.putIfAbsent(folder, Kind.ZARR));
        Map<String, Set<String>> coreMl = coreMlFolders();
        Set<String> inTwoForms = new HashSet<>();
        coreMl.forEach((folder, bundles) -> {
            kinds.putIfAbsent(folder, Kind.COREML);
            if (bundles.stream().map(ListedModels::isPackage).distinct().count() > 1) {
                inTwoForms.add(folder);
            }
        });
        if (kinds.isEmpty()) {
            return;
        }
        take(path -> {
            String folder = "";
            for (int depth = 0; depth < MAX_DEPTH; depth++) {
                Kind kind = kinds.get(folder);
                if (kind != null
                        && kind.member.matcher(path.substring(folder.length())).matches()) {
                    return kind == Kind.COREML
                            ? ofBundles(path, folder, inTwoForms.contains(folder))
                            : ofFolder(kind.format, folder);
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

    /** T5X keeps each tensor in a folder of its own, in as many chunks as it likes. */
    private Set<String> zarrFolders() {
        Set<String> folders = new HashSet<>();
        files.forEach((path, bytes) -> {
            String array = folderOf(path);
            if (ZARR_ARRAYS.contains(WeightFiles.baseName(path)) && array.indexOf('/') < array.length() - 1) {
                folders.add(folderOf(array.substring(0, array.length() - 1)));
            }
        });
        return folders;
    }

    private Map<String, Set<String>> coreMlFolders() {
        Map<String, Set<String>> parts = new HashMap<>();
        Map<String, Set<String>> models = new HashMap<>();
        files.forEach((path, bytes) -> WeightFiles.bundle(path).ifPresent(bundle -> {
            Matcher part = CORE_ML_PART.matcher(WeightFiles.baseName(bundle));
            if (part.matches()) {
                String folder = folderOf(bundle);
                parts.computeIfAbsent(folder, each -> new HashSet<>()).add(bundle);
                models.computeIfAbsent(folder, each -> new HashSet<>()).add(part.group(1) == null ? "" : part.group(1));
            }
        }));
        parts.keySet().removeIf(folder -> models.getOrDefault(folder, Set.of()).size() > 1);
        parts.values().removeIf(bundles -> bundles.size() < 2);
        return parts;
    }

    /** What TensorFlow keeps in three files: {@code model.ckpt.data-00000-of-00001}, {@code .index}, {@code .meta}. */
    private void checkpoints() {
        Set<String> places = new HashSet<>();
        files.forEach((path, bytes) -> {
            if (path.contains(".data-")) { // which spares hundreds of thousands the pattern
                Matcher parts = CHECKPOINT.matcher(path);
                if (parts.matches() && parts.group(2).startsWith("data")) {
                    places.add(parts.group(1));
                }
            }
        });
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
        Map<WeightFileName, Found> found = new HashMap<>();
        files.forEach((path, bytes) -> {
            WeightFileName name = names.containsKey(path) ? null : model.apply(path);
            if (name != null) {
                found.computeIfAbsent(name, each -> new Found()).add(path, bytes);
            }
        });
        found.forEach((name, all) -> {
            if (all.bytes >= MIN_BYTES) {
                all.paths.forEach(path -> names.put(path, name));
            }
        });
    }

    /** Files that may be one model. */
    private static final class Found {

        private final List<String> paths = new ArrayList<>();
        private long bytes;

        void add(String path, long more) {
            paths.add(path);
            bytes += more;
        }
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

    /** Packages beside their compiled forms are a model of their own, though they stand in one folder. */
    private static WeightFileName ofBundles(String path, String folder, boolean inTwoForms) {
        WeightFileName all = ofFolder(Kind.COREML.format, folder);
        String bundle = path.substring(folder.length(), path.indexOf('/', folder.length()));
        return inTwoForms && isPackage(bundle) ? name(all.format(), all.folder(), all.stem() + PACKAGE) : all;
    }

    private static boolean isPackage(String bundle) {
        return bundle.toLowerCase(Locale.ROOT).endsWith(PACKAGE);
    }

    private static WeightFileName name(String format, String folder, String stem) {
        return new WeightFileName(format, folder, stem, null, false, 0, 0);
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
