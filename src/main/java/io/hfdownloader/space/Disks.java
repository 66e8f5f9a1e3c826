package io.hfdownloader.space;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.files.Volume;

/** On which disk folders are: one look at a folder, and one at each disk. For one thread; all methods block. */
final class Disks {

    private final Map<Object, Volume> byDevice = new HashMap<>();
    private final Map<Volume, Path> paths = new LinkedHashMap<>();

    /** That of the models directory is the first. */
    Disks(Path root) throws IOException {
        paths.put(look(root), root);
    }

    /** The disk of a folder; empty where it has gone. */
    Optional<Volume> of(Path folder) {
        try {
            Volume volume = look(folder);
            paths.putIfAbsent(volume, folder);
            return Optional.of(volume);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private Volume look(Path folder) throws IOException {
        Object device = device(folder);
        Volume known = byDevice.get(device);
        if (known != null) {
            return known;
        }
        Volume found = Volume.of(folder);
        byDevice.put(device, found);
        return found;
    }

    private static Object device(Path folder) throws IOException {
        try {
            return Files.getAttribute(folder, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException otherSystem) {
            return folder;
        }
    }

    /** Whether a folder is, or would be, on this disk. */
    boolean isOn(Volume volume, Path folder) {
        try {
            return Volume.of(folder).equals(volume);
        } catch (IOException untold) {
            return true;
        }
    }

    /** All disks that were met, each with the first folder that is on it. */
    Map<Volume, Path> all() {
        return paths;
    }
}
