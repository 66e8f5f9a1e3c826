package io.hfdownloader.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpdateHold;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.task.verify.LastFindings;
import io.hfdownloader.web.table.Line;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the Library page shows, and what the page's script sorts, groups and filters it by.
 *
 * @param head what it is
 * @param place where it is
 * @param keys what it is sorted, grouped and filtered by
 * @param sizes how large it is
 * @param status where it stands
 * @param variants what of it is here
 * @param updated last change of a file, or null
 * @param details what is shown below it where the page comes with its line open, or null
 */
@TemplateData
record LibraryRow(
        Head head,
        Place place,
        Keys keys,
        Sizes sizes,
        Status status,
        LibraryVariants variants,
        @Nullable FormattedTime updated,
        @Nullable LibraryDetails details) {

    /** What all lines of one page have in common. */
    record Surroundings(
            Function<LibraryModel, ModelStatus> statuses,
            UpdateChecker updates,
            Function<LibraryModel, List<DownloadView>> underWay,
            Function<LibraryModel, LastFindings.Found> found,
            Function<RepoId, HubPlace> hub,
            Function<LibraryModel, Optional<ModelLibrary.Root>> roots,
            long largestBytes,
            Instant now,
            Messages messages) {

        static Surroundings of(
                List<LibraryModel> models,
                Function<LibraryModel, ModelStatus> statuses,
                UpdateChecker updates,
                Function<LibraryModel, List<DownloadView>> underWay,
                Function<LibraryModel, LastFindings.Found> found,
                Function<RepoId, HubPlace> hub,
                Function<LibraryModel, Optional<ModelLibrary.Root>> roots,
                Messages messages) {
            long largest = models.stream().mapToLong(LibraryRow::bytesOf).max().orElse(0);
            return new Surroundings(statuses, updates, underWay, found, hub, roots, largest, Instant.now(), messages);
        }
    }

    /**
     * What a model is.
     *
     * @param name all of its name
     * @param title the part of it that it is called by
     * @param owner the part before, or null
     * @param revisionKey changes when the line is no longer right, but for its sizes, which a script writes into it
     * @param typeWord its kind in the page's language where it is no model, or null
     */
    @TemplateData
    record Head(
            String name,
            String title,
            @Nullable String owner,
            Monogram monogram,
            String revisionKey,
            @Nullable String typeWord) {}

    /**
     * Where a model is.
     *
     * @param folder its folder below the models directory: unlike a repo, every line has one
     * @param repo type and id as in the API's addresses, e.g. {@code models/acme/tiny}; null for what has no place on the Hub
     * @param path where it is on disk, for what the API cannot name otherwise
     * @param hub where it is on the Hub, or null
     * @param root name of the directory that has it, or null where there is but one
     * @param away that this directory is not there now, in the page's language, or null
     */
    @TemplateData
    record Place(
            String folder,
            @Nullable String repo,
            String path,
            @Nullable HubPlace hub,
            @Nullable String root,
            @Nullable String away) {

        private static Place of(LibraryModel model, Surroundings surroundings) {
            RepoId repo = model.repo();
            Optional<ModelLibrary.Root> root = surroundings.roots().apply(model);
            return new Place(
                    model.name(),
                    repo == null ? null : repo.toString(),
                    model.folder().toString(),
                    repo == null ? null : surroundings.hub().apply(repo),
                    root.map(ModelLibrary.Root::name).orElse(null),
                    root.filter(ModelLibrary.Root::away)
                            .map(away -> surroundings.messages().text("model.away"))
                            .orElse(null));
        }
    }

    /**
     * Where a model is on the Hub.
     *
     * @param id its name there
     * @param revision the one that it follows
     * @param page where people look at it
     * @param choice the Download page, with it
     */
    @TemplateData
    record HubPlace(String id, String revision, String page, String choice) {

        static HubPlace of(RepoId repo, String revision, String page) {
            String choice = "./?repo=" + encoded(repo.id())
                    + (repo.type() == RepoType.MODEL
                            ? ""
                            : "&type=" + repo.type().word())
                    + repo.revisionBeside()
                            .map(beside -> "&revision=" + encoded(beside))
                            .orElse("");
            return new HubPlace(repo.id(), revision, page, choice);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
        }
    }

    /**
     * What a line is sorted, grouped and filtered by.
     *
     * @param type the API's word for its kind, or {@code folder}
     * @param group the owner, or a word for what has none
     * @param search lower case text that the filter looks into
     * @param updatedSeconds time of the last change, to sort by
     */
    @TemplateData
    record Keys(String type, String group, String search, long updatedSeconds) {}

    /**
     * How large a model is.
     *
     * @param partial bytes that have come of unfinished files, or null for none
     * @param all what a delete frees
     * @param allBytes the same as a number
     * @param files number of its files
     * @param share of the largest on the page, in percents
     */
    @TemplateData
    record Sizes(
            @Nullable FormattedSize partial,
            FormattedSize all,
            long allBytes,
            long partialBytes,
            int files,
            int share) {

        private static Sizes of(LibraryModel model, Surroundings surroundings) {
            long partial = model.partialBytes();
            long all = bytesOf(model);
            long largest = surroundings.largestBytes();
            return new Sizes(
                    partial > 0 ? FormattedSize.of(partial, surroundings.messages()) : null,
                    FormattedSize.of(all, surroundings.messages()),
                    all,
                    partial,
                    model.files().size(),
                    all == 0 ? 0 : Math.max(1, (int) (100.0 * all / largest)));
        }
    }

    /**
     * Where a model stands.
     *
     * @param state the API's word for it; a model of which some variants are whole says of each of the others what it lacks
     * @param word the state in the page's language where it is not told otherwise, or null
     * @param upstream that the Hub does not give it any more, in the page's language, or null
     * @param marks what is the matter with its files
     * @param behind whether there is an update to tell of, as far as that is known
     * @param hold the API's word for whether updates are told
     * @param holdWord that some are not, in the page's language, or null
     * @param deletable whether it can be deleted as one; stray files cannot
     * @param held whether a download that is not over, at work or not, keeps it from being deleted
     * @param activity what such a download does, in the page's language where it is not told at a variant, or null
     */
    @TemplateData
    record Status(
            String state,
            @Nullable String word,
            @Nullable String upstream,
            List<Mark> marks,
            boolean behind,
            String hold,
            @Nullable String holdWord,
            boolean deletable,
            boolean held,
            @Nullable String activity) {

        private static Status of(LibraryModel model, ModelStatus status, Surroundings surroundings) {
            Messages messages = surroundings.messages();
            List<DownloadView> underWay = surroundings.underWay().apply(model);
            ModelStatus.State state = status.state();
            boolean isToldByVariants =
                    status.variants().stream().anyMatch(variant -> variant.state() == ModelStatus.State.COMPLETE);
            boolean isTold =
                    state == ModelStatus.State.NO_WEIGHTS || state == ModelStatus.State.INCOMPLETE && !isToldByVariants;
            return new Status(
                    state.word(),
                    isTold ? messages.text("model.state." + state.word()) : null,
                    LibraryRow.upstream(model, surroundings)
                            .map(refusal -> messages.text("model.upstream." + LibraryRow.wordOf(refusal, model)))
                            .orElse(null),
                    Mark.of(model, surroundings),
                    LibraryRow.isBehind(model, surroundings),
                    LibraryRow.hold(model, surroundings).word(),
                    LibraryRow.holdWord(LibraryRow.hold(model, surroundings), messages),
                    model.wholeFolder(),
                    !underWay.isEmpty(),
                    LibraryActivity.told(underWay, status, messages));
        }
    }

    /**
     * What a verification has found.
     *
     * @param kind {@code error} for what a repair mends, {@code warning} for what it leaves alone
     * @param word in the page's language
     */
    @TemplateData
    record Mark(String kind, String word) {

        private static List<Mark> of(LibraryModel model, Surroundings surroundings) {
            Messages messages = surroundings.messages();
            LastFindings.Found found = surroundings.found().apply(model);
            long damaged = damaged(model);
            List<Mark> marks = new ArrayList<>();
            if (damaged > 0) {
                marks.add(new Mark("error", messages.text("model.damaged", Map.of("count", damaged))));
            }
            int missing = found.missing().size();
            if (missing > 0) {
                marks.add(new Mark("error", messages.text("model.missing", Map.of("count", missing))));
            }
            int changed = found.changed().size();
            if (changed > 0) {
                marks.add(new Mark("warning", messages.text("model.changedHere", Map.of("count", changed))));
            }
            return marks;
        }
    }

    /** What each of all models is filtered, grouped and sorted by; by name. */
    static List<Line<LibraryModel>> lines(List<LibraryModel> models, Surroundings surroundings) {
        return models.stream()
                .map(model -> line(model, surroundings))
                .sorted(Comparator.comparing(line -> line.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Line<LibraryModel> line(LibraryModel model, Surroundings surroundings) {
        Messages messages = surroundings.messages();
        ModelStatus status = surroundings.statuses().apply(model);
        Keys keys = keys(model, status, name(model, messages), messages);
        return new Line<>(
                model,
                name(model, messages),
                keys.type(),
                keys.group(),
                keys.search(),
                bytesOf(model),
                model.partialBytes(),
                keys.updatedSeconds(),
                status.state().word(),
                isBehind(model, surroundings),
                LibraryVariants.formats(status));
    }

    static LibraryRow of(LibraryModel model, Surroundings surroundings) {
        Messages messages = surroundings.messages();
        ModelStatus status = surroundings.statuses().apply(model);
        Head head = head(model, status, surroundings);
        return new LibraryRow(
                head,
                Place.of(model, surroundings),
                keys(model, status, head.name(), messages),
                Sizes.of(model, surroundings),
                Status.of(model, status, surroundings),
                LibraryVariants.of(model, status, messages),
                FormattedTime.ago(model.updatedAt(), surroundings.now(), messages),
                null);
    }

    /** The same, open. */
    LibraryRow opened(LibraryDetails details) {
        return new LibraryRow(head, place, keys, sizes, status, variants, updated, details);
    }

    private static Head head(LibraryModel model, ModelStatus status, Surroundings surroundings) {
        Messages messages = surroundings.messages();
        RepoId repo = model.repo();
        String name = name(model, messages);
        String owner = repo == null ? null : repo.namespace();
        String title = owner == null ? name : name.substring(owner.length() + 1);
        boolean isModel = repo != null && repo.type() == RepoType.MODEL;
        return new Head(
                name,
                title,
                owner,
                Monogram.of(title, owner == null ? title : owner),
                revisionKey(model, status, surroundings),
                isModel ? null : word(repo, messages));
    }

    private static Keys keys(LibraryModel model, ModelStatus status, String name, Messages messages) {
        RepoId repo = model.repo();
        String type = repo == null ? "folder" : repo.type().word();
        String labels =
                status.variants().stream().map(ModelStatus.VariantStatus::label).collect(Collectors.joining(" "));
        Instant updated = model.updatedAt();
        return new Keys(
                type,
                group(repo, messages),
                String.join(" ", name, type, word(repo, messages), labels).toLowerCase(Locale.ROOT),
                updated == null ? 0 : updated.getEpochSecond());
    }

    private static long bytesOf(LibraryModel model) {
        return model.sizeBytes() + model.partialBytes();
    }

    private static long damaged(LibraryModel model) {
        return model.files().stream().filter(LibraryFile::damaged).count();
    }

    /** Changes with each verification. */
    private static String verified(LibraryModel model) {
        return damaged(model) + "/"
                + model.files().stream()
                        .map(LibraryFile::verifiedAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .map(oldest -> Long.toString(oldest.toEpochMilli()))
                        .orElse("");
    }

    private static boolean isBehind(LibraryModel model, Surroundings surroundings) {
        return surroundings.updates().isBehind(model).orElse(false);
    }

    private static UpdateHold hold(LibraryModel model, Surroundings surroundings) {
        RepoId repo = model.repo();
        return repo == null ? UpdateHold.NONE : surroundings.updates().holdOf(repo);
    }

    private static @Nullable String holdWord(UpdateHold hold, Messages messages) {
        return switch (hold) {
            case NONE -> null;
            case UNTIL_WEIGHTS -> messages.text("model.heldUntilWeights");
            case ALWAYS -> messages.text("model.heldAlways");
        };
    }

    private static Optional<UpstreamStatus> upstream(LibraryModel model, Surroundings surroundings) {
        return Optional.ofNullable(model.repo()).flatMap(surroundings.updates()::upstream);
    }

    /** What no download brought was perhaps never on the Hub. */
    static String wordOf(UpstreamStatus refusal, LibraryModel model) {
        return refusal == UpstreamStatus.GONE && model.commit() == null ? "absent" : refusal.word();
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

    private static String revisionKey(LibraryModel model, ModelStatus status, Surroundings surroundings) {
        List<String> files = model.files().stream().map(LibraryFile::path).toList();
        return Stream.of(
                        model.updatedAt(),
                        model.sizeBytes(),
                        status.revisionKey(),
                        model.commit(),
                        isBehind(model, surroundings),
                        hold(model, surroundings),
                        upstream(model, surroundings).map(UpstreamStatus::word).orElse(""),
                        files.hashCode(),
                        verified(model),
                        surroundings.found().apply(model).hashCode(),
                        surroundings
                                .roots()
                                .apply(model)
                                .map(root -> root.name() + root.away())
                                .orElse(""))
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }
}
