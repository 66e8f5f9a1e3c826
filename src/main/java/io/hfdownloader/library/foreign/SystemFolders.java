package io.hfdownloader.library.foreign;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Folders of a disk's or a storage's own system. Most have names that nobody else gives; where an owner or a repository of the Hub
 * may be called so, what is in the folder tells. Blocks for those.
 */
final class SystemFolders {

    private static final Set<String> NAMES =
            Set.of("lost+found", "@eadir", "@tmp", "#snapshot", ".snapshot", ".zfs", "system volume information");
    private static final Set<String> BINS =
            Set.of("#recycle", "@recycle", "$recycle.bin", ".trash", ".trashes", "@recently-snapshot");

    private static final Set<String> WINDOWS_BINS = Set.of("recycler", "recycled");
    private static final Pattern BINNED = Pattern.compile("s-1-\\d+(?:-\\d+)*|info2?");
    private static final Pattern CHECKED_DISK = Pattern.compile("found\\.\\d{3}");
    private static final Pattern FRAGMENT = Pattern.compile("(?:file|dir)_?\\d+\\.chk");
    private static final String MAC_ARCHIVE = "__macosx";
    private static final String APPLE_DOUBLE = "._";

    private SystemFolders() {}

    static Optional<ForeignFolder> at(FolderLook folder) {
        String name = folder.name().toLowerCase(Locale.ROOT);
        if (NAMES.contains(name) || isOfSystem(name, folder)) {
            return Optional.of(ForeignFolder.SYSTEM);
        }
        boolean isBin = BINS.contains(name)
                || name.startsWith(".trash-")
                || WINDOWS_BINS.contains(name) && holds(folder, BINNED);
        return isBin ? Optional.of(ForeignFolder.BIN) : Optional.empty();
    }

    /** Whether a look is worth its while. */
    static boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || BINS.contains(lower) || lower.startsWith(".trash-") || isAnOwners(lower);
    }

    /** Whether an owner or a repository of the Hub may have the name. */
    static boolean isAnOwners(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WINDOWS_BINS.contains(lower)
                || lower.equals(MAC_ARCHIVE)
                || CHECKED_DISK.matcher(lower).matches();
    }

    private static boolean isOfSystem(String name, FolderLook folder) {
        return CHECKED_DISK.matcher(name).matches() && holds(folder, FRAGMENT)
                || name.equals(MAC_ARCHIVE)
                        && (holdsDoubles(folder) || folder.hasAny(child -> holdsDoubles(folder.into(child))));
    }

    private static boolean holds(FolderLook folder, Pattern names) {
        return folder.hasAny(
                child -> names.matcher(child.toLowerCase(Locale.ROOT)).matches());
    }

    private static boolean holdsDoubles(FolderLook folder) {
        return folder.hasAny(child -> child.startsWith(APPLE_DOUBLE));
    }
}
