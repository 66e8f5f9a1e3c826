package io.hfdownloader.library.layout;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.TextSet;
import io.hfdownloader.text.UntrustedText;

/** Paths that cannot be on one disk together. A repository in git can have names that a disk takes for one. */
final class PathClashes {

    private static final String METADATA = ".metadata";

    private final CaseFolding folding;

    /** What names of files and folders are kept for: those that another path leads to. Of hundreds of thousands they are few. */
    private final TextSet met = new TextSet();

    private final Map<String, String> files = new HashMap<>();

    /** Each with one of the files below it. */
    private final Map<String, String> folders = new HashMap<>();

    PathClashes(CaseFolding folding) {
        this.folding = folding;
    }

    /**
     * By path, why it cannot be beside those before it.
     *
     * @param paths gone through twice
     */
    Map<String, CodedText> objections(Iterable<String> paths) {
        TextSet allFiles = new TextSet();
        TextSet allFolders = new TextSet();
        paths.forEach(path -> meet(folding.key(path), allFiles, allFolders));
        Map<String, CodedText> objections = new LinkedHashMap<>();
        if (met.size() > 0) {
            paths.forEach(path -> add(path).ifPresent(reason -> objections.put(path, reason)));
        }
        return objections;
    }

    private void meet(String key, TextSet allFiles, TextSet allFolders) {
        if (!allFiles.isNew(key)) {
            met.add(key);
        }
        meet(key, allFolders);
        meet(key + METADATA, allFolders);
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            String folder = key.substring(0, slash);
            meet(folder, allFiles);
            if (folder.endsWith(METADATA)) {
                meet(folder.substring(0, folder.length() - METADATA.length()), allFiles);
            }
            allFolders.add(folder);
        }
    }

    private void meet(String key, TextSet others) {
        if (others.contains(key)) {
            met.add(key);
        }
    }

    /** Takes a path in, or says why it cannot be beside those that were taken before. */
    private Optional<CodedText> add(String path) {
        String key = folding.key(path);
        Optional<CodedText> objection = objection(path, key);
        if (objection.isEmpty()) {
            if (met.contains(key)) {
                files.put(key, path);
            }
            for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
                String folder = key.substring(0, slash);
                if (met.contains(folder)) {
                    folders.putIfAbsent(folder, path);
                }
            }
        }
        return objection;
    }

    private Optional<CodedText> objection(String path, String key) {
        String other = files.get(key);
        if (other != null) {
            return objection(NameObjection.SAME_NAME, "the disk takes its name for that of " + quoted(other), other);
        }
        String inside = folders.get(key);
        if (inside != null) {
            return objection(
                    NameObjection.NAME_OF_FOLDER, "its name is that of the folder of " + quoted(inside), inside);
        }
        inside = folders.get(key + METADATA);
        if (inside != null) {
            return objection(
                    NameObjection.NOTE_IS_FOLDER,
                    "the note that is kept on it would have the name of the folder of " + quoted(inside),
                    inside);
        }
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            String folder = key.substring(0, slash);
            String file = files.get(folder);
            if (file == null && folder.endsWith(METADATA)) {
                file = files.get(folder.substring(0, folder.length() - METADATA.length()));
            }
            if (file != null) {
                return objection(
                        NameObjection.FOLDER_IS_FILE,
                        "its folder would have the name of " + quoted(file) + " or of the note on that",
                        file);
            }
        }
        return Optional.empty();
    }

    private static Optional<CodedText> objection(NameObjection which, String words, String other) {
        return Optional.of(which.says(words).and("other", UntrustedText.name(other)));
    }

    private static String quoted(String path) {
        return "\"" + UntrustedText.name(path) + "\"";
    }
}
