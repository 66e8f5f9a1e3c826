package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
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
 * @param variants its variants, and where each stands
 * @param updated last change of a file, or null
 */
@TemplateData
record LibraryRow(
        Head head,
        Place place,
        Keys keys,
        Sizes sizes,
        Status status,
        List<Variant> variants,
        @Nullable FormattedTime updated) {

    LibraryRow {
        variants = List.copyOf(variants);
    }

    /**
     * What a model is.
     *
     * @param revisionKey changes when the line is no longer right
     * @param typeWord its kind in the page's language
     * @param variants labels of its variants, with how far those are that are not complete
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
     * @param partial what has come of unfinished files, or null for none
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
     * A variant, here or on its way.
     *
     * @param state the API's word for where it stands
     * @param word the same in the page's language
     * @param percent how much of it is here, or of the version that replaces it; null where that is not known, or all is
     */
    @TemplateData
    record Variant(
            String label,
            String state,
            String word,
            @Nullable Integer percent) {

        static Variant of(ModelStatus.VariantStatus variant, Messages messages) {
            return new Variant(
                    variant.label(),
                    variant.state().word(),
                    messages.text("model.state." + variant.state().word()),
                    variant.progress() == null ? null : variant.progress().percent());
        }

        /** Its label, with how far it is where it is not complete. */
        private String text(Messages messages) {
            return percent == null || state.equals(ModelStatus.State.COMPLETE.word())
                    ? label
                    : messages.text("model.variantPart", Map.of("variant", label, "percent", percent));
        }
    }

    /**
     * Where a model stands.
     *
     * @param state a word for its look
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
            List<LibraryModel> models,
            Function<LibraryModel, ModelStatus> statuses,
            UpdateChecker updates,
            Predicate<LibraryModel> isHeld,
            Messages messages) {
        return models.stream()
                .map(model -> of(model, statuses.apply(model), updates, isHeld.test(model), messages))
                .sorted(Comparator.comparing(row -> row.head().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static LibraryRow of(
            LibraryModel model, ModelStatus status, UpdateChecker updates, boolean held, Messages messages) {
        RepoId repo = model.repo();
        boolean behind = updates.isBehind(model).orElse(false);
        Optional<UpstreamStatus> upstream = repo == null ? Optional.empty() : updates.upstream(repo);
        String name = name(model, messages);
        String type = repo == null ? "folder" : repo.type().word();
        String typeWord = word(repo, messages);
        List<Variant> parts = status.variants().stream()
                .map(variant -> Variant.of(variant, messages))
                .toList();
        String variants = parts.stream().map(part -> part.text(messages)).collect(Collectors.joining(", "));
        Instant updated = model.updatedAt();
        return new LibraryRow(
                new Head(name, revisionKey(model, status, behind, upstream), typeWord, variants),
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
                        look(status.state()),
                        messages.text("model.state." + status.state().word()),
                        upstream.map(refusal -> messages.text("model.upstream." + refusal.word()))
                                .orElse(null),
                        behind,
                        model.wholeFolder(),
                        held),
                parts,
                FormattedTime.of(updated));
    }

    /** States look as those of the downloads that lead to them. */
    private static String look(ModelStatus.State state) {
        return switch (state) {
            case COMPLETE -> "completed";
            case ARRIVING -> "downloading";
            case PAUSED -> "paused";
            case INCOMPLETE, NO_WEIGHTS -> "incomplete";
        };
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

    private static String revisionKey(
            LibraryModel model, ModelStatus status, boolean behind, Optional<UpstreamStatus> upstream) {
        List<String> files = model.files().stream().map(LibraryFile::path).toList();
        return Stream.of(
                        model.updatedAt(),
                        model.sizeBytes(),
                        model.partialBytes(),
                        status.revisionKey(),
                        model.commit(),
                        behind,
                        upstream.map(UpstreamStatus::word).orElse(""),
                        files.hashCode())
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }
}
