package io.hfdownloader.library.foreign;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Folders of a disk's or a storage's own system, which have names that nobody else gives. */
final class SystemFolders {

    private static final Set<String> NAMES = Set.of(
            "lost+found", "@eadir", "@tmp", "#snapshot", ".snapshot", ".zfs", "system volume information", "__macosx");
    private static final Set<String> BINS =
            Set.of("#recycle", "@recycle", "$recycle.bin", "recycler", ".trash", ".trashes", "@recently-snapshot");

    private SystemFolders() {}

    static Optional<ForeignFolder> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (NAMES.contains(lower) || lower.matches("found\\.\\d{3}")) {
            return Optional.of(ForeignFolder.SYSTEM);
        }
        return BINS.contains(lower) || lower.startsWith(".trash-") ? Optional.of(ForeignFolder.BIN) : Optional.empty();
    }
}
