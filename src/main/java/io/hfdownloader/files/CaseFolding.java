package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Which names a disk takes for one: {@code README.md} and {@code readme.md}, or two that look the same and are composed of
 * other characters. There, a second file would silently replace the first.
 */
public final class CaseFolding {

    private static final String PROBE = "case-probe";
    private static final String COMPOSED = "form-probe-\u00e9";
    private static final String DECOMPOSED = Normalizer.normalize(COMPOSED, Normalizer.Form.NFD);

    private final boolean foldsCase;
    private final boolean foldsForm;

    private CaseFolding(boolean foldsCase, boolean foldsForm) {
        this.foldsCase = foldsCase;
        this.foldsForm = foldsForm;
    }

    /** Tries it out in a folder that belongs to us. Blocks. */
    public static CaseFolding of(Path folder) throws IOException {
        boolean foldsCase = isOneFile(folder, PROBE, PROBE.toUpperCase(Locale.ROOT));
        boolean foldsForm;
        try {
            foldsForm = isOneFile(folder, COMPOSED, DECOMPOSED);
        } catch (FileSystemException noSuchLetters) { // a disk that takes the first probe and has only ASCII
            foldsForm = false;
        }
        return new CaseFolding(foldsCase, foldsForm);
    }

    private static boolean isOneFile(Path folder, String name, String other) throws IOException {
        try {
            Path probe = folder.resolve(name);
            Path seen = folder.resolve(other);
            Files.write(probe, new byte[0]);
            try {
                return Files.exists(seen);
            } finally {
                Files.delete(probe);
            }
        } catch (InvalidPathException unknownCharacter) { // no such name can be written here at all
            return false;
        }
    }

    /** Equal for paths which this disk takes for one. */
    public String key(String path) {
        if (!foldsCase && !foldsForm) {
            return path;
        }
        String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
        return foldsCase ? composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : composed;
    }
}
