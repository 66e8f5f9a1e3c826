package io.hfdownloader.variant;

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
final class ListedModels {

    private static final int MAX_DEPTH = 64;

    /** Less than that is no model, but a part of the configuration. */
    private static final long MIN_BYTES = 5_000_000;

    private static final Pattern CHECKPOINT = Pattern.compile("(.+)\\.(data-\\d{5}-of-\\d{5}|index|meta)");

    /** Kinds of folders: the file that tells one, and what in it belongs to it. */
    private enum Kind {
        SAVED_MODEL(
                "savedmodel",
                "saved_model\\.pb(?:txt)?",
                "saved_model\\.pb(?:txt)?|variables/[^/]+|(?:keras_metadata|fingerprint)\\.pb|assets(?:\\.extra)?/.+");

        private final String format;
        private final Pattern sign;
        private final Pattern member;

        Kind(String format, String sign, String member) {
            this.format = format;
            this.sign = Pattern.compile(sign);
            this.member = Pattern.compile(member);
        }
    }

    private final Map<String, Long> sizes;
    private final Map<String, WeightFileName> names = new HashMap<>();

    private ListedModels(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    /** By the path of each file that belongs to one, what it is. */
    static Map<String, WeightFileName> of(Map<String, Long> sizes) {
        ListedModels models = new ListedModels(sizes);
        models.folders();
        models.checkpoints();
        return models.names;
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
