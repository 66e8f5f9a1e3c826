package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Asks a disk whether it can hold names, by making an empty file of each in a folder for that alone, which is gone again
 * afterwards. No table of systems knows what a mount option, a share or an encrypting layer makes of a name.
 */
public final class NameProbe {

    private static final String FOLDER = ".hf-downloader-names";
    private static final String HARMLESS = "probe";

    private NameProbe() {}

    /**
     * Which of these names the disk cannot hold, with the reason as a part of a sentence. What it refuses whatever the name, as
     * it is full or read-only, is no answer: it fails with that then. Blocks; not for two threads in one folder.
     *
     * @param parent an existing folder on that disk which belongs to us; nothing is left in it
     * @param names of files, not paths; each costs a file
     */
    public static Map<String, String> refusals(Path parent, Collection<String> names) throws IOException {
        Path folder = parent.resolve(FOLDER);
        remove(folder);
        Files.createDirectory(folder);
        try {
            Map<String, String> refused = new LinkedHashMap<>();
            Set<String> made = make(folder, names, refused);
            Set<String> listed = listed(folder);
            for (String name : made) {
                if (!listed.contains(folded(name))) {
                    refused.put(name, "the disk would give it another name");
                }
            }
            return refused;
        } finally {
            remove(folder);
        }
    }

    private static Set<String> make(Path folder, Collection<String> names, Map<String, String> refused)
            throws IOException {
        Set<String> made = new HashSet<>();
        for (String name : names) {
            try {
                Files.createFile(child(folder, name));
                made.add(name);
            } catch (FileAlreadyExistsException sameAsAnother) {
                // which is no fault of either name
            } catch (InvalidPathException noName) {
                refused.put(name, "this system cannot write its name");
            } catch (FileSystemException failure) {
                if (hasNoRoom(failure) || !takesAnything(folder)) {
                    throw failure;
                }
                refused.put(name, reason(failure));
            }
        }
        return made;
    }

    /** A long name may need another block for its folder where a short one still finds room. */
    private static boolean hasNoRoom(FileSystemException failure) {
        DiskException.Kind kind = DiskException.of(FOLDER, failure).kind();
        return kind == DiskException.Kind.FULL || kind == DiskException.Kind.QUOTA;
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("too long")
                ? "its name is too long for the disk, with what is kept beside it"
                : "the disk cannot hold its name";
    }

    private static boolean takesAnything(Path folder) throws IOException {
        Path harmless = folder.resolve(HARMLESS);
        try {
            Files.deleteIfExists(harmless);
            Files.createFile(harmless);
            return true;
        } catch (FileSystemException refused) {
            return false;
        }
    }

    /** Never outside of the folder, whatever the name. */
    private static Path child(Path folder, String name) {
        Path child = folder.resolve(name);
        if (!folder.equals(child.getParent()) || !child.normalize().equals(child)) {
            throw new IllegalArgumentException("A name of a file, not a path");
        }
        return child;
    }

    private static Set<String> listed(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(folded(String.valueOf(file.getFileName()))));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** A name in other letters, or composed in another way, is found by the one it was made with. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Also what a kill left. A link is removed, not followed. */
    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        Files.deleteIfExists(folder);
    }
}
