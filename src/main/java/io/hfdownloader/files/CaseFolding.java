package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.text.UntrustedText;

/**
 * Whether the models directory is on a disk that takes {@code README.md} and {@code readme.md} for one file, and what
 * that means for the files of a repo: there, the second one would silently replace the first.
 */
public final class CaseFolding {

    private static final String PROBE = "case-probe";

    private final boolean folds;

    private CaseFolding(boolean folds) {
        this.folds = folds;
    }

    /** Tries it out in a folder that belongs to us. Blocks. */
    public static CaseFolding of(Path folder) throws IOException {
        Path probe = folder.resolve(PROBE);
        Files.write(probe, new byte[0]);
        try {
            return new CaseFolding(Files.exists(folder.resolve(PROBE.toUpperCase(Locale.ROOT))));
        } finally {
            Files.delete(probe);
        }
    }

    /**
     * Why these files cannot be here together, as a sentence that says what to do; empty when they can.
     *
     * @param paths of one repo, all different
     */
    public Optional<String> objection(Collection<String> paths) {
        if (!folds) {
            return Optional.empty();
        }
        Map<String, String> byFolded = new HashMap<>();
        for (String path : paths) {
            String other = byFolded.put(folded(path), path);
            if (other != null) {
                return Optional.of(sentence(other, path));
            }
        }
        return paths.stream()
                .flatMap(path -> folderClash(path, byFolded).stream())
                .findFirst();
    }

    /** A folder of a path may be a file of another one. */
    private static Optional<String> folderClash(String path, Map<String, String> byFolded) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String file = byFolded.get(folded(path.substring(0, slash)));
            if (file != null) {
                return Optional.of(sentence(file, path));
            }
        }
        return Optional.empty();
    }

    private static String sentence(String one, String other) {
        return "\"" + UntrustedText.name(one) + "\" and \"" + UntrustedText.name(other)
                + "\" differ only by upper and lower case, and the disk of the models directory cannot keep them apart."
                + " Exclude one of them, or put the models directory on a disk that can.";
    }

    /** As such disks compare: by letters, and by how they look rather than how they are composed. */
    private static String folded(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
