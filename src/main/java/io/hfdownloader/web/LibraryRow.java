package io.hfdownloader.web;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the Manage page shows, and what the page's script sorts, groups and filters it by.
 *
 * @param folder its folder below the models directory: unlike a repo, every line has one
 * @param shape changes when the line is no longer right
 * @param repo type and id as in the API's addresses, e.g. {@code models/acme/tiny}; null for what has no place on the Hub
 * @param path where it is on disk, for what the API cannot name otherwise
 * @param group the namespace, or a word for what has none
 * @param search lower case text that the filter looks into
 * @param allBytes what a delete frees
 * @param updatedSeconds time of the last change, to sort by
 * @param behind whether the Hub has a newer commit, as far as that is known
 * @param deletable whether it can be deleted as one; stray files cannot
 * @param held whether a download that is not over, at work or not, keeps it from being deleted
 */
record LibraryRow(
        String folder,
        String shape,
        String name,
        @Nullable String repo,
        String path,
        String type,
        String group,
        String search,
        String variants,
        String state,
        String stateWord,
        Amount size,
        @Nullable Amount partial,
        Amount all,
        long allBytes,
        long partialBytes,
        int files,
        @Nullable Moment updated,
        long updatedSeconds,
        boolean behind,
        boolean deletable,
        boolean held) {

    /** One line each, by name. */
    static List<LibraryRow> of(
            List<LibraryModel> models, Predicate<LibraryModel> isBehind, Predicate<LibraryModel> isHeld) {
        return models.stream()
                .map(model -> of(model, isBehind.test(model), isHeld.test(model)))
                .sorted(Comparator.comparing(row -> row.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static LibraryRow of(LibraryModel model, boolean behind, boolean held) {
        RepoId repo = model.repo();
        String name = name(model);
        String type = repo == null ? "folder" : repo.type().word();
        String state = state(model);
        String variants = model.variants().stream().map(LibraryVariant::label).collect(Collectors.joining(", "));
        long all = model.sizeBytes() + model.partialBytes();
        Instant updated = model.updatedAt();
        return new LibraryRow(
                model.name(),
                shape(model, behind),
                name,
                repo == null ? null : repo.toString(),
                model.folder().toString(),
                type,
                group(repo),
                String.join(" ", name, type, variants).toLowerCase(Locale.ROOT),
                variants,
                model.complete() ? "completed" : "incomplete",
                state,
                Amount.of(model.sizeBytes()),
                model.partialBytes() > 0 ? Amount.of(model.partialBytes()) : null,
                Amount.of(all),
                all,
                model.partialBytes(),
                model.files().size(),
                Moment.of(updated),
                updated == null ? 0 : updated.getEpochSecond(),
                behind,
                model.wholeFolder(),
                held);
    }

    private static String state(LibraryModel model) {
        if (model.complete()) {
            return "Complete";
        }
        boolean descriptionOnly = model.variants().isEmpty() && !model.files().isEmpty() && model.partialBytes() == 0;
        return descriptionOnly ? "No weights" : "Incomplete";
    }

    static String name(LibraryModel model) {
        if (model.repo() != null) {
            return model.repo().id();
        }
        return model.name().equals(".") ? "Files in no model's folder" : model.name();
    }

    private static String group(@Nullable RepoId repo) {
        if (repo == null) {
            return "Not from the Hub";
        }
        return repo.namespace() == null ? "No namespace" : repo.namespace();
    }

    private static String shape(LibraryModel model, boolean behind) {
        List<String> files = model.files().stream().map(LibraryFile::path).toList();
        return Stream.of(
                        model.updatedAt(),
                        model.sizeBytes(),
                        model.partialBytes(),
                        model.complete(),
                        model.commit(),
                        behind,
                        files.hashCode())
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }
}
