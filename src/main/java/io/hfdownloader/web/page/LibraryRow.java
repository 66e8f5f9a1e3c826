package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the Manage page shows, and what the page's script sorts, groups and filters it by.
 *
 * @param head what it is
 * @param place where it is
 * @param keys what it is sorted, grouped and filtered by
 * @param sizes how large it is
 * @param status where it stands
 * @param updated last change of a file, or null
 */
@TemplateData
record LibraryRow(
        Head head,
        Place place,
        Keys keys,
        Sizes sizes,
        Status status,
        @Nullable FormattedTime updated) {

    /**
     * What a model is.
     *
     * @param revisionKey changes when the line is no longer right
     * @param typeWord its kind in the page's language
     * @param variants labels of its variants
     */
    @TemplateData
    record Head(String name, String revisionKey, String typeWord, String variants) {}

    /**
     * Where a model is.
     *
     * @param folder its folder below the models directory: unlike a repo, every line has one
     * @param repo type and id as in the API's addresses, e.g. {@code models/acme/tiny}; null for what has no place on the Hub
     * @param path where it is on disk, for what the API cannot name otherwise
     */
    @TemplateData
    record Place(String folder, @Nullable String repo, String path) {}

    /**
     * What a line is sorted, grouped and filtered by.
     *
     * @param type the API's word for its kind, or {@code folder}
     * @param group the namespace, or a word for what has none
     * @param search lower case text that the filter looks into
     * @param updatedSeconds time of the last change, to sort by
     */
    @TemplateData
    record Keys(String type, String group, String search, long updatedSeconds) {}

    /**
     * How large a model is.
     *
     * @param partial space taken by unfinished files, or null for none
     * @param all what a delete frees
     * @param allBytes the same as a number
     * @param files number of its files
     */
    @TemplateData
    record Sizes(@Nullable FormattedSize partial, FormattedSize all, long allBytes, long partialBytes, int files) {

        private static Sizes of(LibraryModel model, Messages messages) {
            long partial = model.partialBytes();
            long all = model.sizeBytes() + partial;
            return new Sizes(
                    partial > 0 ? FormattedSize.of(partial, messages) : null,
                    FormattedSize.of(all, messages),
                    all,
                    partial,
                    model.files().size());
        }
    }

    /**
     * Where a model stands.
     *
     * @param word the state in the page's language
     * @param upstream that the Hub does not give it any more, in the page's language, or null
     * @param behind whether the Hub has a newer commit, or files here are older than theirs, as far as that is known
     * @param deletable whether it can be deleted as one; stray files cannot
     * @param held whether a download that is not over, at work or not, keeps it from being deleted
     */
    @TemplateData
    record Status(
            String state, String word, @Nullable String upstream, boolean behind, boolean deletable, boolean held) {}

    /** One line each, by name. */
    static List<LibraryRow> of(
            List<LibraryModel> models, UpdateChecker updates, Predicate<LibraryModel> isHeld, Messages messages) {
        return models.stream()
                .map(model -> of(model, updates, isHeld.test(model), messages))
                .sorted(Comparator.comparing(row -> row.head().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static LibraryRow of(LibraryModel model, UpdateChecker updates, boolean held, Messages messages) {
        RepoId repo = model.repo();
        boolean behind = updates.isBehind(model).orElse(false);
        Optional<UpstreamStatus> upstream = repo == null ? Optional.empty() : updates.upstream(repo);
        String name = name(model, messages);
        String type = repo == null ? "folder" : repo.type().word();
        String typeWord = word(repo, messages);
        String variants = model.variants().stream().map(LibraryVariant::label).collect(Collectors.joining(", "));
        Instant updated = model.updatedAt();
        return new LibraryRow(
                new Head(name, revisionKey(model, behind, upstream), typeWord, variants),
                new Place(
                        model.name(),
                        repo == null ? null : repo.toString(),
                        model.folder().toString()),
                new Keys(
                        type,
                        group(repo, messages),
                        String.join(" ", name, type, typeWord, variants).toLowerCase(Locale.ROOT),
                        updated == null ? 0 : updated.getEpochSecond()),
                Sizes.of(model, messages),
                new Status(
                        model.complete() ? "completed" : "incomplete",
                        state(model, messages),
                        upstream.map(status -> messages.text("model.upstream." + status.word()))
                                .orElse(null),
                        behind,
                        model.wholeFolder(),
                        held),
                FormattedTime.of(updated));
    }

    private static String state(LibraryModel model, Messages messages) {
        if (model.complete()) {
            return messages.text("model.complete");
        }
        boolean descriptionOnly = model.variants().isEmpty() && !model.files().isEmpty() && model.partialBytes() == 0;
        return descriptionOnly ? messages.text("model.noWeights") : messages.text("model.incomplete");
    }

    private static String word(@Nullable RepoId repo, Messages messages) {
        if (repo == null) {
            return messages.text("kind.folder");
        }
        return switch (repo.type()) {
            case MODEL -> messages.text("kind.model");
            case DATASET -> messages.text("kind.dataset");
            case SPACE -> messages.text("kind.space");
        };
    }

    static String name(LibraryModel model, Messages messages) {
        if (model.repo() != null) {
            return model.repo().folder();
        }
        return model.name().equals(".") ? messages.text("model.strayFiles") : model.name();
    }

    private static String group(@Nullable RepoId repo, Messages messages) {
        if (repo == null) {
            return messages.text("model.notFromHub");
        }
        return repo.namespace() == null ? messages.text("model.noNamespace") : repo.namespace();
    }

    private static String revisionKey(LibraryModel model, boolean behind, Optional<UpstreamStatus> upstream) {
        List<String> files = model.files().stream().map(LibraryFile::path).toList();
        return Stream.of(
                        model.updatedAt(),
                        model.sizeBytes(),
                        model.partialBytes(),
                        model.complete(),
                        model.commit(),
                        behind,
                        upstream.map(UpstreamStatus::word).orElse(""),
                        files.hashCode())
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }
}
