package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.problem.CodedText;

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
    public static Map<String, CodedText> refusals(RootFolder root, Path parent, Collection<String> names)
            throws IOException {
        try (OpenFolder opened = root.open(parent)) {
            remove(opened);
            opened.makeFolder(opened.name(FOLDER));
            try (OpenFolder folder = opened.folder(opened.name(FOLDER))) {
                Map<String, CodedText> refused = new LinkedHashMap<>();
                Set<String> made = make(folder, names, refused);
                Set<String> listed = listed(folder);
                for (String name : made) {
                    if (!listed.contains(folded(name))) {
                        refused.put(name, NameObjection.RENAMED.text());
                    }
                }
                return refused;
            } finally {
                remove(opened);
            }
        }
    }

    private static Set<String> make(OpenFolder folder, Collection<String> names, Map<String, CodedText> refused)
            throws IOException {
        Set<String> made = new HashSet<>();
        for (String name : names) {
            try {
                make(folder, name);
                made.add(name);
            } catch (FileAlreadyExistsException sameAsAnother) {
                // which is no fault of either name
            } catch (InvalidPathException noName) {
                refused.put(name, NameObjection.CHARSET.text());
            } catch (FileSystemException failure) {
                if (hasNoRoom(failure) || !takesAnything(folder)) {
                    throw failure;
                }
                refused.put(name, reason(failure));
            }
        }
        return made;
    }

    private static void make(OpenFolder folder, String name) throws IOException {
        folder.open(folder.name(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .close();
    }

    /** A long name may need another block for its folder where a short one still finds room. */
    private static boolean hasNoRoom(FileSystemException failure) {
        DiskException.Kind kind = DiskException.of(FOLDER, failure).kind();
        return kind == DiskException.Kind.FULL || kind == DiskException.Kind.QUOTA;
    }

    private static CodedText reason(FileSystemException failure) {
        String reason = failure.getReason();
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("too long")
                ? NameObjection.LONG_FOR_DISK.text()
                : NameObjection.REFUSED.text();
    }

    private static boolean takesAnything(OpenFolder folder) throws IOException {
        try {
            folder.delete(folder.name(HARMLESS));
            make(folder, HARMLESS);
            return true;
        } catch (FileSystemException refused) {
            return false;
        }
    }

    private static Set<String> listed(OpenFolder folder) throws IOException {
        return folder.names().stream().map(name -> folded(name.toString())).collect(Collectors.toSet());
    }

    /** A name in other letters, or composed in another way, is found by the one it was made with. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Also what a kill left. A link is removed, not followed. */
    private static void remove(OpenFolder parent) throws IOException {
        try (OpenFolder folder = parent.folder(parent.name(FOLDER))) {
            for (Path name : folder.names()) {
                folder.delete(name);
            }
        } catch (NoSuchFileException | NotDirectoryException | LinkException none) {
            // or no folder
        }
        parent.delete(parent.name(FOLDER));
    }
}
