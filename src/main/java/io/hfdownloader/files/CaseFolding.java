package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    public static CaseFolding of(RootFolder root, Path folder) throws IOException {
        try {
            return tried(root, folder);
        } catch (IOException failure) {
            if (!DiskException.isNoRoom(failure)) {
                throw failure;
            }
            Path other = folder.resolveSibling(String.valueOf(folder.getFileName())
                    .toUpperCase(Locale.ROOT)); // a name that is there tells as well
            return new CaseFolding(Files.exists(other), true);
        }
    }

    private static CaseFolding tried(RootFolder root, Path folder) throws IOException {
        try (OpenFolder opened = root.open(folder)) {
            boolean foldsCase = isOneFile(opened, PROBE, PROBE.toUpperCase(Locale.ROOT));
            boolean foldsForm;
            try {
                foldsForm = isOneFile(opened, COMPOSED, DECOMPOSED);
            } catch (FileSystemException noSuchLetters) { // a disk that takes the first probe and has only ASCII
                foldsForm = DiskException.isNoRoom(noSuchLetters);
            }
            return new CaseFolding(foldsCase, foldsForm);
        }
    }

    private static boolean isOneFile(OpenFolder folder, String first, String other) throws IOException {
        try {
            Path name = folder.name(first);
            Path seen = folder.path().resolve(other);
            remove(folder, name); // a link there would be taken for an answer
            folder.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
            try {
                return Files.exists(seen);
            } finally {
                folder.deleteFile(name);
            }
        } catch (InvalidPathException unknownCharacter) { // no such name can be written here at all
            return false;
        }
    }

    private static void remove(OpenFolder folder, Path name) throws IOException {
        try {
            folder.deleteFile(name);
        } catch (FileSystemException none) {
            // or a folder, as somebody else may have
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
