package io.hfdownloader.library.layout;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.files.NameObjection;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.UntrustedText;

/**
 * Where something of the other kind stands in a repo's folder: a file in place of a folder, as when it became one upstream,
 * or a folder in place of a file. Nothing of somebody's is removed to make room. One thread.
 */
public final class OccupiedPlaces {

    private final Path folder;

    /** By path of a folder, as each may be that of many files; the empty one is that of the repo. */
    private final Map<String, Place> places = new HashMap<>();

    private enum Place {
        FREE,
        FOLDER,
        TAKEN
    }

    OccupiedPlaces(Path folder) {
        this.folder = folder;
    }

    /** Why a file cannot have its place, as a part of a sentence. Blocks, but asks the disk nothing below what is not there. */
    Optional<CodedText> objection(String path) {
        if (place("") == Place.FREE) {
            return Optional.empty();
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Place place = place(parent);
            if (place == Place.FREE) {
                return Optional.empty();
            }
            if (place == Place.TAKEN) {
                String name = UntrustedText.name(parent);
                return Optional.of(NameObjection.FILE_IN_PLACE
                        .says("a file stands where its folder would be, \"" + name + "\"")
                        .and("other", name));
            }
        }
        return Files.isDirectory(folder.resolve(path), LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(NameObjection.FOLDER_IN_PLACE.text())
                : Optional.empty();
    }

    private Place place(String parent) {
        return places.computeIfAbsent(parent, this::look);
    }

    private Place look(String parent) {
        Path place = folder.resolve(parent);
        if (Files.isDirectory(place)) {
            return Place.FOLDER;
        }
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS) ? Place.TAKEN : Place.FREE;
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
