package io.hfdownloader.web.page;

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
 * @param type the API's word for its kind, or {@code folder}
 * @param group the namespace, or a word for what has none
 * @param search lower case text that the filter looks into
 * @param allBytes what a delete frees
 * @param updatedSeconds time of the last change, to sort by
 * @param behind whether the Hub has a newer commit, or files here are older than theirs, as far as that is known
 * @param deletable whether it can be deleted as one; stray files cannot
 * @param held whether a download that is not over, at work or not, keeps it from being deleted
 */
record LibraryRow(
        String folder,
        String revisionKey,
        String name,
        @Nullable String repo,
        String path,
        String type,
        String typeWord,
        String group,
        String search,
        String variants,
        String state,
        String stateWord,
        FormattedSize size,
        @Nullable FormattedSize partial,
        FormattedSize all,
        long allBytes,
        long partialBytes,
        int files,
        @Nullable FormattedTime updated,
        long updatedSeconds,
        boolean behind,
        boolean deletable,
        boolean held) {

    /** One line each, by name. */
    static List<LibraryRow> of(
            List<LibraryModel> models,
            Predicate<LibraryModel> isBehind,
            Predicate<LibraryModel> isHeld,
            Messages messages) {
        return models.stream()
                .map(model -> of(model, isBehind.test(model), isHeld.test(model), messages))
                .sorted(Comparator.comparing(row -> row.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static LibraryRow of(LibraryModel model, boolean behind, boolean held, Messages messages) {
        RepoId repo = model.repo();
        String name = name(model, messages);
        String type = repo == null ? "folder" : repo.type().word();
        String typeWord = word(repo, messages);
        String variants = model.variants().stream().map(LibraryVariant::label).collect(Collectors.joining(", "));
        long all = model.sizeBytes() + model.partialBytes();
        Instant updated = model.updatedAt();
        return new LibraryRow(
                model.name(),
                revisionKey(model, behind),
                name,
                repo == null ? null : repo.toString(),
                model.folder().toString(),
                type,
                typeWord,
                group(repo, messages),
                String.join(" ", name, type, typeWord, variants).toLowerCase(Locale.ROOT),
                variants,
                model.complete() ? "completed" : "incomplete",
                state(model, messages),
                FormattedSize.of(model.sizeBytes(), messages),
                model.partialBytes() > 0 ? FormattedSize.of(model.partialBytes(), messages) : null,
                FormattedSize.of(all, messages),
                all,
                model.partialBytes(),
                model.files().size(),
                FormattedTime.of(updated),
                updated == null ? 0 : updated.getEpochSecond(),
                behind,
                model.wholeFolder(),
                held);
    }

    private static String state(LibraryModel model, Messages messages) {
        if (model.complete()) {
            return messages.modelComplete();
        }
        boolean descriptionOnly = model.variants().isEmpty() && !model.files().isEmpty() && model.partialBytes() == 0;
        return descriptionOnly ? messages.noWeights() : messages.modelIncomplete();
    }

    private static String word(@Nullable RepoId repo, Messages messages) {
        if (repo == null) {
            return messages.kindFolder();
        }
        return switch (repo.type()) {
            case MODEL -> messages.kindModel();
            case DATASET -> messages.kindDataset();
            case SPACE -> messages.kindSpace();
        };
    }

    static String name(LibraryModel model, Messages messages) {
        if (model.repo() != null) {
            return model.repo().id();
        }
        return model.name().equals(".") ? messages.strayFiles() : model.name();
    }

    private static String group(@Nullable RepoId repo, Messages messages) {
        if (repo == null) {
            return messages.notFromHub();
        }
        return repo.namespace() == null ? messages.noNamespace() : repo.namespace();
    }

    private static String revisionKey(LibraryModel model, boolean behind) {
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
