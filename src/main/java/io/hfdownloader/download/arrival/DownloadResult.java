package io.hfdownloader.download.arrival;

import java.util.List;
import java.util.Optional;

import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.variant.Selection;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Where what a download brought is on this machine, for those who run it.
 *
 * @param path folder of the model
 * @param primaryPath first weight file of the variant that it brought, or null where it brought no weights
 * @param projectorPath vision projector that goes with it, or null
 * @param format format of the weights, or null
 * @param contextLength tokens the model was trained for, or null when its files do not tell
 */
@RegisterForReflection
public record DownloadResult(
        String path,
        @Nullable String primaryPath,
        @Nullable String projectorPath,
        @Nullable String format,
        @Nullable Long contextLength) {

    /**
     * What is here of it.
     *
     * @param weights paths of the weights that it brought, empty for those that the selection means; null where that is not known
     */
    public static DownloadResult of(LibraryModel model, @Nullable List<String> weights, Selection selection) {
        Optional<LibraryVariant> brought = model.variants().stream()
                .filter(LibraryVariant::complete)
                .filter(variant -> isBrought(variant.files().get(0).path(), weights, selection))
                .findFirst();
        return new DownloadResult(
                model.folder().toString(),
                brought.map(variant -> variant.files().get(0).absolutePath().toString())
                        .orElse(null),
                brought.map(LibraryVariant::projector)
                        .map(LibraryFile::absolutePath)
                        .map(Object::toString)
                        .orElse(null),
                brought.map(LibraryVariant::format).orElse(null),
                model.contextLength());
    }

    private static boolean isBrought(String path, @Nullable List<String> weights, Selection selection) {
        return weights == null || weights.isEmpty()
                ? selection.namesVariants() || selection.takes(path, true)
                : weights.contains(path) || !selection.include().isEmpty() && selection.takes(path, true);
    }
}
