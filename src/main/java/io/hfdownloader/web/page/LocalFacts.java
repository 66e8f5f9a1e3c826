package io.hfdownloader.web.page;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.hfdownloader.cache.FileReadings;
import io.hfdownloader.cache.LruCache;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.metadata.WeightHeader;
import io.hfdownloader.modelcard.LocalCard;

/**
 * What the files of a model on the disk say of it to people: nothing is asked for, so it is told of models that were never
 * downloaded, too. A file that did not change is read once, unless the disk refused it. Blocks throughout.
 */
@Singleton
final class LocalFacts {

    private static final int MAX_CACHED = 1_000;

    /** As many files are read for one model: more shards or variants than that say no more of it. */
    private static final int MAX_FILES = 32;

    /** Variants of one model differ a little in what they hold, as some leave out what is there twice. */
    private static final double MAX_DIFFERENCE = 0.15;

    private final FileReadings<LibraryFile, Long> parameters = new FileReadings<>(new LruCache<>(MAX_CACHED));
    private final FileReadings<LibraryFile, String> licenses = new FileReadings<>(new LruCache<>(MAX_CACHED));

    /** The licence that its README names. */
    Optional<String> license(LibraryModel model) {
        return model.files().stream()
                .filter(file -> file.path().equals(LocalCard.FILE))
                .findFirst()
                .flatMap(file -> licenses.of(file, () -> LocalCard.license(file.absolutePath())));
    }

    /** How many parameters it has, as the headers of its weights tell; empty where its variants are of several sizes. */
    Optional<Long> parameters(LibraryModel model) {
        List<LibraryVariant> whole =
                model.variants().stream().filter(LibraryVariant::complete).toList();
        if (whole.stream().mapToInt(variant -> variant.files().size()).sum() > MAX_FILES) {
            return Optional.empty();
        }
        List<Long> counts = whole.stream()
                .flatMap(variant -> count(variant).stream())
                .sorted()
                .toList();
        return counts.isEmpty() || counts.get(0) < counts.get(counts.size() - 1) * (1 - MAX_DIFFERENCE)
                ? Optional.empty()
                : Optional.of(counts.get(counts.size() - 1));
    }

    /** All of its files together; empty when one of them does not tell. */
    private Optional<Long> count(LibraryVariant variant) {
        long sum = 0;
        for (LibraryFile file : variant.files()) {
            Optional<Long> some = parameters.of(file, () -> WeightHeader.parameters(file.absolutePath()));
            if (some.isEmpty()) {
                return some;
            }
            sum += some.get();
        }
        return Optional.of(sum).filter(count -> count > 0);
    }
}
