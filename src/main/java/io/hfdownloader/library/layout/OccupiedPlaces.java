package io.hfdownloader.library.layout;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.text.UntrustedText;

/**
 * Where something of the other kind stands in a repo's folder: a file in place of a folder, as when it became one upstream,
 * or a folder in place of a file. Nothing of somebody's is removed to make room. One thread.
 */
public final class OccupiedPlaces {

    private final Path folder;

    /** By path of a folder, as each may be that of many files. */
    private final Map<String, Boolean> taken = new HashMap<>();

    OccupiedPlaces(Path folder) {
        this.folder = folder;
    }

    /** Why a file cannot have its place, as a part of a sentence. Blocks. */
    Optional<String> objection(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            if (taken.computeIfAbsent(parent, this::isNoFolder)) {
                return Optional.of("a file stands where its folder would be, \"" + UntrustedText.name(parent) + "\"");
            }
        }
        return Files.isDirectory(folder.resolve(path), LinkOption.NOFOLLOW_LINKS)
                ? Optional.of("a folder stands where it would be")
                : Optional.empty();
    }

    private boolean isNoFolder(String parent) {
        Path place = folder.resolve(parent);
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(place);
    }

    /** Whether a file is not here because one of the folders on its way is a file. Blocks. */
    public static boolean isBelowFile(Path file) {
        for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
                return !Files.isDirectory(parent);
            }
        }
        return false;
    }
}
