package io.hfdownloader.space;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import org.jspecify.annotations.Nullable;

/**
 * What could go to make room. Nothing is named twice: of a model that may go as a whole no part is. What a download works on is not
 * named at all. For one thread; blocks where it looks when files were read.
 */
final class Suggestions {

    /** More than that nobody reads. */
    static final int MAX_SUGGESTIONS = 100;

    private static final int MAX_PATHS = 20;

    /** So long a model was not read before it is named for that. */
    private static final Duration LONG_UNREAD = Duration.ofDays(30);

    /** Times of reading are kept to a day: one read soon after it came shows no reading. */
    private static final Duration SOON = Duration.ofDays(1);

    private static final Comparator<Suggestion> BEST_FIRST = Comparator.comparing(
                    (Suggestion suggestion) -> !suggestion.kind().hasReason())
            .thenComparing(Comparator.comparingLong(Suggestion::bytes).reversed())
            .thenComparing(suggestion -> suggestion.what().folder())
            .thenComparing(suggestion -> String.valueOf(suggestion.what().variant()));

    private final Function<LibraryModel, ModelStatus> statuses;
    private final Predicate<RepoId> isBusy;
    private final Disks disks;
    private final ReadTimes readTimes;
    private final Map<RepoId, List<Path>> elsewhere;
    private final Instant now;
    private final List<Suggestion> found = new ArrayList<>();

    /**
     * @param isBusy whether a download that is not over works on a repo's folder
     * @param elsewhere by repo its files in views that are files of their own, and are read in place of those in the library
     */
    Suggestions(
            Function<LibraryModel, ModelStatus> statuses,
            Predicate<RepoId> isBusy,
            Disks disks,
            ReadTimes readTimes,
            Map<RepoId, List<Path>> elsewhere,
            Instant now) {
        this.statuses = statuses;
        this.isBusy = isBusy;
        this.disks = disks;
        this.readTimes = readTimes;
        this.elsewhere = elsewhere;
        this.now = now;
    }

    /** Those of these models, best first. */
    List<Suggestion> of(List<LibraryModel> models) {
        List<LibraryModel> free = models.stream()
                .filter(model -> model.repo() == null ? model.wholeFolder() : !isBusy.test(model.repo()))
                .sorted(Comparator.comparingLong(LibraryModel::sizeBytes).reversed())
                .toList();
        Set<LibraryModel> whole = identities(free.stream().filter(this::isUnread));
        Set<LibraryModel> parts = identities(free.stream().filter(model -> !whole.contains(model)));
        Duplicates duplicates = new Duplicates(
                models.stream().filter(model -> !whole.contains(model)).toList(), parts);
        free.stream()
                .filter(parts::contains)
                .forEach(
                        model -> disks.of(model.folder()).ifPresent(volume -> look(model, diskOf(volume), duplicates)));
        return found.stream().sorted(BEST_FIRST).limit(MAX_SUGGESTIONS).toList();
    }

    /** A model is large, and compared with another one file by file. */
    private static Set<LibraryModel> identities(Stream<LibraryModel> models) {
        Set<LibraryModel> set = Collections.newSetFromMap(new IdentityHashMap<>());
        models.forEach(set::add);
        return set;
    }

    private String diskOf(Volume volume) {
        return String.valueOf(disks.all().get(volume));
    }

    private void look(LibraryModel model, String disk, Duplicates duplicates) {
        int before = found.size();
        if (model.files().stream().anyMatch(LibraryFile::damaged)) {
            return; // what is left of it may be all there is of it
        }
        if (model.repo() != null) {
            addLeftovers(model, disk);
            addGone(model, disk);
            addDuplicates(model, disk, duplicates);
            addOtherVariants(model, disk, duplicates);
        }
        if (found.size() == before && model.sizeBytes() > 0) {
            add(
                    SuggestionKind.MODEL,
                    model.sizeBytes(),
                    disk,
                    model,
                    null,
                    List.of(),
                    reason("large", model, "It is one of the largest models here.", Map.of()));
        }
    }

    // --- the whole of it ---------------------------------------------------------------------------------------

    /** Adds it when it is. */
    private boolean isUnread(LibraryModel model) {
        return model.repo() != null
                && disks.of(model.folder())
                        .filter(volume -> addUnread(model, diskOf(volume)))
                        .isPresent();
    }

    private boolean addUnread(LibraryModel model, String disk) {
        Instant came = model.updatedAt();
        if (came == null || came.isAfter(now.minus(LONG_UNREAD)) || !readTimes.areKeptIn(model.folder())) {
            return false;
        }
        List<Path> inViews = elsewhere.getOrDefault(model.repo(), List.of());
        if (!inViews.stream().allMatch(file -> readTimes.areKeptIn(folderOf(file)))) {
            return false; // it may be read there
        }
        List<Path> files = Stream.concat(weights(model), inViews.stream()).toList();
        Optional<Instant> read = readTimes.last(files).filter(last -> last.isBefore(now.minus(LONG_UNREAD)));
        read.ifPresent(last -> {
            boolean never = inViews.isEmpty() && last.isBefore(came.plus(SOON)); // a view is made later
            add(
                    SuggestionKind.UNREAD,
                    model.sizeBytes() + model.partialBytes(),
                    disk,
                    model,
                    null,
                    List.of(),
                    never
                            ? reason(
                                    "never-read",
                                    model,
                                    "No program has read it since it came.",
                                    Map.of("cameAt", came.toString()))
                            : reason(
                                    "unread",
                                    model,
                                    "No program has read it for more than 30 days.",
                                    Map.of("readAt", last.toString())));
        });
        return read.isPresent();
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNullElse(file.getParent(), file);
    }

    private static Stream<Path> weights(LibraryModel model) {
        return model.variants().stream()
                .flatMap(variant -> variant.files().stream())
                .map(LibraryFile::absolutePath)
                .distinct();
    }

    // --- parts of it -------------------------------------------------------------------------------------------

    private void addLeftovers(LibraryModel model, String disk) {
        if (model.partialBytes() == 0) {
            return;
        }
        if (model.variants().isEmpty()) {
            RepoId repo = model.repo();
            if (repo == null || repo.type() != RepoType.MODEL || model.sizeBytes() > model.partialBytes()) {
                return; // what is here of it is of use: other data than weights has no variants
            }
            add(
                    SuggestionKind.LEFTOVER,
                    model.sizeBytes() + model.partialBytes(),
                    disk,
                    model,
                    null,
                    List.of(),
                    leftover(model));
            return;
        }
        statuses.apply(model).variants().stream()
                .filter(variant -> variant.here() == null && variant.progress() != null)
                .filter(variant -> variant.partialFiles() > 0)
                .forEach(variant -> add(
                        SuggestionKind.LEFTOVER,
                        variant.progress() == null ? 0 : variant.progress().bytes(),
                        disk,
                        model,
                        variant.label(),
                        List.of(),
                        leftover(model)));
    }

    private static Suggestion.Reason leftover(LibraryModel model) {
        return reason("leftover", model, "It is unfinished, and no download brings the rest.", Map.of());
    }

    private void addGone(LibraryModel model, String disk) {
        model.variants().stream()
                .filter(LibraryVariant::goneUpstream)
                .forEach(variant -> add(
                        SuggestionKind.GONE_UPSTREAM,
                        variant,
                        disk,
                        model,
                        reason(
                                "gone-upstream",
                                model,
                                "The Hub has it no more at the commit that is here. It could not be downloaded again.",
                                Map.of())));
    }

    private void addDuplicates(LibraryModel model, String disk, Duplicates duplicates) {
        for (LibraryVariant variant : model.variants()) {
            duplicates
                    .of(variant)
                    .filter(other -> !variant.goneUpstream())
                    .ifPresent(other -> add(
                            SuggestionKind.DUPLICATE,
                            variant,
                            disk,
                            model,
                            reason(
                                    "duplicate",
                                    model,
                                    "The same bytes are in " + other.name() + ".",
                                    Map.of("other", other.name()))));
        }
    }

    /** The one that was read last is kept, where that is known; else the largest that is whole. */
    private void addOtherVariants(LibraryModel model, String disk, Duplicates duplicates) {
        List<LibraryVariant> several = model.variants().stream()
                .filter(variant ->
                        !variant.goneUpstream() && duplicates.of(variant).isEmpty())
                .toList();
        if (several.size() < 2) {
            return;
        }
        LibraryVariant kept = several.stream()
                .max(Comparator.comparing(LibraryVariant::complete)
                        .thenComparing(variant -> lastRead(model, variant))
                        .thenComparingLong(LibraryVariant::sizeBytes))
                .orElseThrow();
        several.stream()
                .filter(variant -> variant != kept && !duplicates.isKept(variant))
                .forEach(variant -> add(
                        SuggestionKind.OTHER_VARIANT,
                        variant,
                        disk,
                        model,
                        reason(
                                "other-variant",
                                model,
                                "The model is here as " + kept.label() + ", too.",
                                Map.of("kept", kept.label()))));
    }

    /** To a day, which is all that most disks keep. */
    private Instant lastRead(LibraryModel model, LibraryVariant variant) {
        return readTimes.areKeptIn(model.folder())
                ? readTimes
                        .last(variant.files().stream()
                                .map(LibraryFile::absolutePath)
                                .toList())
                        .map(read -> Instant.ofEpochSecond(read.getEpochSecond() / SOON.toSeconds() * SOON.toSeconds()))
                        .orElse(Instant.EPOCH)
                : Instant.EPOCH;
    }

    // --- inside ------------------------------------------------------------------------------------------------

    private void add(
            SuggestionKind kind, LibraryVariant variant, String disk, LibraryModel model, Suggestion.Reason reason) {
        Set<LibraryFile> own = new HashSet<>(variant.files());
        model.variants().stream()
                .filter(other -> other != variant)
                .forEach(other -> other.files().forEach(own::remove)); // which stay for that one
        long bytes = own.stream().mapToLong(LibraryFile::sizeBytes).sum();
        List<String> paths =
                own.stream().map(LibraryFile::path).sorted().limit(MAX_PATHS).toList();
        add(kind, bytes, disk, model, variant.label(), paths, reason);
    }

    private void add(
            SuggestionKind kind,
            long bytes,
            String disk,
            LibraryModel model,
            @Nullable String variant,
            List<String> paths,
            Suggestion.Reason reason) {
        if (bytes > 0) {
            RepoId repo = model.repo();
            found.add(new Suggestion(
                    kind,
                    bytes,
                    disk,
                    new Suggestion.What(
                            repo == null ? model.name() : repo.id(),
                            repo == null ? null : repo.type().word(),
                            repo == null ? model.name() : repo.folder(),
                            variant,
                            paths),
                    reason,
                    deletion(model, variant)));
        }
    }

    private static Suggestion.Reason reason(
            String code, LibraryModel model, String sentence, Map<String, String> parameters) {
        Map<String, String> named = new LinkedHashMap<>(parameters);
        named.put("name", model.name());
        return new Suggestion.Reason(code, named, sentence);
    }

    private static Suggestion.Call deletion(LibraryModel model, @Nullable String variant) {
        RepoId repo = model.repo();
        if (repo == null) {
            return new Suggestion.Call(
                    "DELETE", "/api/v1/library?path=" + encoded(model.folder().toString()));
        }
        String folder = List.of(repo.folder().split("/")).stream()
                .map(Suggestions::encoded)
                .collect(Collectors.joining("/"));
        return new Suggestion.Call(
                "DELETE",
                "/api/v1/library/" + repo.type().plural() + "/" + folder
                        + (variant == null ? "" : "?variant=" + encoded(variant)));
    }

    /** As RFC 3986 has it, where {@link URLEncoder} writes a form. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
