package io.hfdownloader.view;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * In which folders views may be made: whoever reaches a service without a login is not to have folders made anywhere.
 *
 * @param named those that are set; null where nothing is set, empty for everywhere
 */
record ViewDirs(@Nullable List<Path> named) {

    /** The setting's word for everywhere. */
    private static final String ANY = "any";

    /** Where disks are mounted and data is kept; the system and its settings are elsewhere. */
    private static final List<String> OF_DATA = List.of("/srv", "/mnt", "/media", "/data");

    ViewDirs {
        named = named == null ? null : List.copyOf(named);
    }

    /** @throws IllegalArgumentException with a sentence that says how to write it */
    static ViewDirs parse(Optional<List<String>> setting) {
        List<String> texts = setting.orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            return new ViewDirs(null);
        }
        return texts.equals(List.of(ANY))
                ? new ViewDirs(List.of())
                : new ViewDirs(texts.stream().map(ViewDirs::folder).toList());
    }

    private static Path folder(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException unreadable) {
            // told as any other
        }
        throw new IllegalArgumentException(
                "\"" + text
                        + "\" is no whole path of a folder. Write folders with commas between them, as /srv/views,/home/me, or any.");
    }

    /**
     * Refuses a place outside of them. Blocks briefly.
     *
     * @param real without links in it
     * @param models the directories that models are in
     * @param guarded whether only those who have logged in get here
     */
    void require(Path real, List<Path> models, boolean guarded) {
        List<Path> allowed = named == null ? usual(models) : named;
        boolean everywhere = named == null ? guarded : named.isEmpty();
        if (!everywhere && allowed.stream().map(ViewDirs::real).noneMatch(real::startsWith)) {
            throw ViewException.elsewhere(real.toString(), allowed);
        }
    }

    /** The models and what is beside them, the home of the service's user, disks of data, what is there for a while only. */
    private static List<Path> usual(List<Path> models) {
        List<Path> usual = new ArrayList<>();
        for (Path root : models) {
            usual.add(root);
            Optional.ofNullable(root.getParent()).ifPresent(usual::add);
        }
        Stream.of("user.home", "java.io.tmpdir")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .forEach(text -> {
                    try {
                        usual.add(Path.of(text));
                    } catch (InvalidPathException none) {
                        // a user without a home
                    }
                });
        OF_DATA.forEach(text -> usual.add(Path.of(text)));
        return usual.stream()
                .filter(path -> path.isAbsolute() && path.getNameCount() > 0) // all there is would be no restriction
                .distinct()
                .toList();
    }

    private static Path real(Path folder) {
        try {
            return ViewPlace.real(folder);
        } catch (IOException unreadable) {
            return folder;
        }
    }
}
