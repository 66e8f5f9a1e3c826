package io.hfdownloader.adopt;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.text.UntrustedText;

/** Where models may be looked for: the models directory, and the folders of the setting. Looks at the disk: blocks. */
final class SearchPlaces {

    private static final int MAX_CHARS = 4_000;

    private final Path models;
    private final List<Path> extra;

    SearchPlaces(Path models, AdoptConfig config) {
        this.models = models;
        this.extra = config.adoptDirs().orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && fault(text).isEmpty())
                .map(text -> Path.of(text).normalize())
                .distinct()
                .toList();
    }

    /**
     * A place to look at.
     *
     * @param root what must not be left
     * @param start the root, or below it
     */
    record Place(RootFolder root, Path start) {}

    /** What is wrong with a folder of the setting, as a sentence; empty when it can be used. */
    static Optional<String> fault(String text) {
        try {
            Path folder = Path.of(text);
            if (folder.isAbsolute()
                    && folder.equals(folder.normalize())
                    && folder.getFileName() != null
                    && text.length() <= MAX_CHARS) {
                return Optional.empty();
            }
        } catch (InvalidPathException unreadable) {
            // told as the others
        }
        return Optional.of(
                "hf-downloader.adopt-dirs (HF_DOWNLOADER_ADOPT_DIRS) has \"" + UntrustedText.name(text)
                        + "\", which is no whole path of a folder. Write such as /srv/lmstudio/models, with commas between several.");
    }

    /** All that are there. */
    List<Place> all() {
        List<Place> places = new ArrayList<>();
        places.add(new Place(RootFolder.of(models), models));
        for (Path folder : extra) {
            if (Files.isDirectory(folder)) {
                places.add(new Place(RootFolder.of(folder), folder));
            }
        }
        return places;
    }

    /**
     * The place with this path, a whole one or one within the models directory.
     *
     * @throws AdoptException when it is in none of those, or is not there
     */
    Place at(String text) {
        Path asked;
        try {
            asked = models.resolve(text).normalize();
        } catch (InvalidPathException unreadable) {
            throw AdoptException.missing(text);
        }
        for (Path root : roots()) {
            if (asked.startsWith(root)) {
                if (!isThere(root, asked)) {
                    throw AdoptException.missing(text);
                }
                return new Place(RootFolder.of(root), asked);
            }
        }
        throw AdoptException.outside(text);
    }

    /** The root that a place was found in; empty when it is none any more. */
    Optional<RootFolder> root(String path) {
        return roots().stream()
                .filter(root -> root.toString().equals(path))
                .map(RootFolder::of)
                .findFirst();
    }

    /** Whether a folder is the models directory, which is looked into by itself. */
    boolean isModels(Path folder) {
        return folder.equals(models);
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>();
        roots.add(models);
        roots.addAll(extra);
        return roots;
    }

    private static boolean isThere(Path root, Path asked) {
        Path step = root;
        for (Path name : root.relativize(asked)) {
            if (!name.toString().isEmpty()) {
                step = step.resolve(name);
            }
            if (!step.equals(root) && Files.isSymbolicLink(step)) {
                return false;
            }
        }
        return Files.exists(asked, LinkOption.NOFOLLOW_LINKS) || asked.equals(root) && Files.isDirectory(root);
    }
}
