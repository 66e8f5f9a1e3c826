package io.hfdownloader.adopt;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import org.jspecify.annotations.Nullable;

/**
 * Which files came from the Hub already. Of hundreds of thousands only those of one model at a time are held by their names. Not for
 * two threads at once.
 */
final class KnownFiles {

    private final Map<Path, LibraryModel> models = new HashMap<>();
    private @Nullable Path folder;
    private Set<String> paths = Set.of();

    KnownFiles(Collection<LibraryModel> all) {
        all.forEach(model -> models.put(model.folder(), model));
    }

    boolean contains(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            LibraryModel model = models.get(above);
            if (model != null && pathsOf(above, model).contains(withSlashes(above.relativize(file)))) {
                return true;
            }
        }
        return false;
    }

    private Set<String> pathsOf(Path of, LibraryModel model) {
        if (!of.equals(folder)) {
            Set<String> known = new HashSet<>();
            for (LibraryFile file : model.files()) {
                if (file.commit() != null) {
                    known.add(file.path());
                }
            }
            folder = of;
            paths = known;
        }
        return paths;
    }

    private static String withSlashes(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
