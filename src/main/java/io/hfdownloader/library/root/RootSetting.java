package io.hfdownloader.library.root;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/**
 * A directory that the settings name.
 *
 * @param name small letters, digits and hyphens; {@link #MAIN} for the models directory
 * @param path absolute
 */
public record RootSetting(String name, Path path) {

    /** Name of the models directory. */
    public static final String MAIN = "main";

    private static final Duration MAX_LOOK = Duration.ofSeconds(5);
    private static final int MAX_ROOTS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** Whether it is the models directory. */
    public boolean isMain() {
        return name.equals(MAIN);
    }

    /** The same at another path, as the disk has it. */
    public RootSetting at(Path place) {
        return new RootSetting(name, place);
    }

    /** What users call it, as the beginning of a sentence. */
    public String title() {
        return isMain() ? "The models directory " + path : "The directory \"" + name + "\" for models (" + path + ")";
    }

    /**
     * Those of a setting, in its order. Blocks briefly: of two paths to one directory, as through a symbolic link, only the disk knows.
     *
     * @param models the models directory
     * @throws IllegalArgumentException with a sentence for the user when the setting cannot be used
     */
    public static List<RootSetting> parse(String setting, Path models) {
        List<RootSetting> roots = new ArrayList<>();
        roots.add(new RootSetting(MAIN, real(models)));
        List<RootSetting> found = new ArrayList<>();
        for (String part : setting.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            RootSetting root = one(part.strip(), models.getFileSystem());
            for (RootSetting other : roots) {
                refuseClash(root, other);
            }
            roots.add(new RootSetting(root.name(), real(root.path())));
            found.add(root);
        }
        if (found.size() > MAX_ROOTS) {
            throw wrong("names more than " + MAX_ROOTS + " directories");
        }
        return found;
    }

    private static RootSetting one(String text, FileSystem files) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw wrong("has \"" + UntrustedText.name(text) + "\", which is no name=path");
        }
        String name = text.substring(0, equals).strip();
        String place = text.substring(equals + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw wrong("has the name \"" + UntrustedText.name(name)
                    + "\": a name has small letters, digits and hyphens, and 32 at most");
        }
        try {
            Path path = files.getPath(place);
            if (path.isAbsolute()) {
                return new RootSetting(name, path.normalize());
            }
        } catch (InvalidPathException unreadable) {
            // told below
        }
        throw wrong("has \"" + UntrustedText.name(place) + "\" for " + name + ", which is no absolute path");
    }

    private static void refuseClash(RootSetting root, RootSetting other) {
        if (root.name().equals(other.name())) {
            throw wrong(
                    root.name().equals(MAIN)
                            ? "names a directory main, which is the name of the models directory"
                            : "names two directories " + root.name());
        }
        Path path = real(root.path());
        if (path.startsWith(other.path()) || other.path().startsWith(path)) {
            throw wrong("has " + root.path() + " for " + root.name() + ", which is the directory of " + other.name()
                    + ", or one lies within the other");
        }
    }

    /** With links followed as far as there is something, and somebody answers. */
    private static Path real(Path path) {
        RootProbe probe = new RootProbe("root-setting", MAX_LOOK);
        return probe.ask(() -> followed(path)).orElse(path.toAbsolutePath().normalize());
    }

    private static Path followed(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path there = absolute; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(absolute));
            } catch (IOException missing) {
                continue;
            }
        }
        return absolute;
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("hf-downloader.roots (HF_DOWNLOADER_ROOTS) " + what
                + ". Write name=path,name=path, such as fast=/mnt/nvme/models,archive=/mnt/nas/models.");
    }
}
