package io.hfdownloader.library.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.text.UntrustedText;

/** Paths that cannot be on one disk together. A repository in git can have names that a disk takes for one. */
final class PathClashes {

    private static final String METADATA = ".metadata";

    private final CaseFolding folding;
    private final Map<String, String> files = new HashMap<>();

    /** Each with one of the files below it. */
    private final Map<String, String> folders = new HashMap<>();

    PathClashes(CaseFolding folding) {
        this.folding = folding;
    }

    /** Takes a path in, or says why it cannot be beside those that were taken before. */
    Optional<String> add(String path) {
        String key = folding.key(path);
        Optional<String> objection = objection(path, key);
        if (objection.isEmpty()) {
            files.put(key, path);
            for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
                folders.putIfAbsent(key.substring(0, slash), path);
            }
        }
        return objection;
    }

    private Optional<String> objection(String path, String key) {
        String other = files.get(key);
        if (other != null) {
            return Optional.of("the disk takes its name for that of " + quoted(other));
        }
        String inside = folders.get(key);
        if (inside != null) {
            return Optional.of("its name is that of the folder of " + quoted(inside));
        }
        inside = folders.get(key + METADATA);
        if (inside != null) {
            return Optional.of("the note that is kept on it would have the name of the folder of " + quoted(inside));
        }
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            String folder = key.substring(0, slash);
            String file = files.get(folder);
            if (file == null && folder.endsWith(METADATA)) {
                file = files.get(folder.substring(0, folder.length() - METADATA.length()));
            }
            if (file != null) {
                return Optional.of("its folder would have the name of " + quoted(file) + " or of the note on that");
            }
        }
        return Optional.empty();
    }

    private static String quoted(String path) {
        return "\"" + UntrustedText.name(path) + "\"";
    }
}
