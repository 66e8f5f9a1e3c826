package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.task.verify.LastFindings;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What an opened line of the Library page shows.
 *
 * @param place what it is and where
 * @param interrupted that files of an update are not all in their places, and what becomes of it; null where they are
 * @param leftover what has come of unfinished files that no download works on, in a sentence; null for nothing
 * @param verification whether its files are what the Hub has, or null where nothing came from the Hub
 * @param deletion what of it can be deleted
 * @param others its files that are of no variant
 */
@TemplateData
record LibraryDetails(
        Place place,
        @Nullable String interrupted,
        @Nullable String leftover,
        @Nullable Verification verification,
        Deletion deletion,
        List<Variant> variants,
        Others others) {

    private static final int MAX_FILES = 500;
    private static final int SHORT_COMMIT_CHARS = 7;
    private static final int TOKENS_A_K = 1024;

    LibraryDetails {
        variants = List.copyOf(variants);
    }

    /**
     * What a model is and where.
     *
     * @param name as in its line
     * @param path where it is on disk, as users know it
     * @param commit the one it is of, or null when nothing came from the Hub
     * @param choice the Download page with it, or null
     * @param license the licence that its README names, or null
     * @param parameters how many parameters it has, or null where its files do not tell
     * @param contextLength tokens it was trained for, or null where its files do not tell
     * @param upstream why the Hub does not give it any more and what that means, or null
     */
    @TemplateData
    record Place(
            String name,
            String path,
            @Nullable Commit commit,
            @Nullable String choice,
            @Nullable String license,
            @Nullable String parameters,
            @Nullable String contextLength,
            @Nullable String upstream) {}

    /**
     * A commit.
     *
     * @param text its short form
     * @param page where the Hub shows the files of it, or null
     */
    @TemplateData
    record Commit(String text, @Nullable String page) {

        private static @Nullable Commit of(@Nullable String commit, @Nullable String hubPage) {
            if (commit == null) {
                return null;
            }
            boolean isWhole = commit.matches("[0-9a-f]{40}");
            return new Commit(
                    commit.substring(0, Math.min(SHORT_COMMIT_CHARS, commit.length())),
                    hubPage == null || !isWhole ? null : hubPage + "/tree/" + commit);
        }
    }

    /**
     * Whether the files of a model are what the Hub has.
     *
     * @param told that they never were compared, or not all of them, in the page's language; null where all were
     * @param oldest when the file was compared that was longest ago, where all were
     * @param mendable what a repair mends: files that were found damaged, and files that were found missing
     * @param kept what it leaves alone: files that another program has changed
     */
    @TemplateData
    record Verification(
            @Nullable String told, @Nullable FormattedTime oldest, List<Faults> mendable, List<Faults> kept) {

        private static final int MAX_NAMED = 20;

        /**
         * Files with which the same is the matter.
         *
         * @param told how many there are and what that means, in a sentence
         * @param paths the first of them
         */
        @TemplateData
        record Faults(String told, List<String> paths) {

            Faults {
                paths = List.copyOf(paths);
            }

            private static Stream<Faults> of(List<String> paths, Function<Map<String, Integer>, String> text) {
                return paths.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Faults(
                                text.apply(Map.of("count", paths.size())),
                                paths.stream().limit(MAX_NAMED).toList()));
            }
        }

        Verification {
            mendable = List.copyOf(mendable);
            kept = List.copyOf(kept);
        }

        static @Nullable Verification of(LibraryModel model, LastFindings.Found found, Messages messages) {
            List<LibraryFile> ofHub = model.files().stream()
                    .filter(file -> file.etag() != null || file.damaged())
                    .toList();
            if (model.repo() == null || (ofHub.isEmpty() && found.equals(LastFindings.Found.NOTHING))) {
                return null;
            }
            List<Instant> moments = ofHub.stream()
                    .map(LibraryFile::verifiedAt)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            boolean all = !moments.isEmpty() && moments.size() == ofHub.size();
            String told = moments.isEmpty()
                    ? messages.text("model.verifiedNever")
                    : messages.text("model.verifiedSome", Map.of("count", moments.size(), "of", ofHub.size()));
            List<String> damaged = ofHub.stream()
                    .filter(LibraryFile::damaged)
                    .map(LibraryFile::path)
                    .toList();
            return new Verification(
                    all ? null : told,
                    all ? FormattedTime.ago(moments.get(0), Instant.now(), messages) : null,
                    Stream.concat(
                                    Faults.of(damaged, count -> messages.text("model.damagedHelp", count)),
                                    Faults.of(found.missing(), count -> messages.text("model.missingHelp", count)))
                            .toList(),
                    Faults.of(found.changed(), count -> messages.text("model.changedHelp", count))
                            .toList());
        }
    }

    /**
     * What of a model can be deleted.
     *
     * @param ofVariants whether one variant can be deleted by itself
     * @param ofFiles whether files are deleted one by one, because the folder is not theirs alone
     * @param held whether a download that is not over keeps it from being deleted
     */
    @TemplateData
    record Deletion(boolean ofVariants, boolean ofFiles, boolean held) {}

    /**
     * A variant, here or on its way.
     *
     * @param files the path of its file, or how many of them are here
     * @param count how many files a delete removes, whole and partial ones
     * @param primary the file that a program is pointed at, or null while it cannot be run
     * @param projector the file of its vision projector, or null
     * @param size of what is here of it
     * @param state the API's word for where it stands
     * @param lacks where it stands and how far it is, in the page's language; null for a complete one
     */
    @TemplateData
    record Variant(
            String label,
            String format,
            String files,
            int count,
            @Nullable String primary,
            @Nullable String projector,
            FormattedSize size,
            String state,
            @Nullable String lacks,
            boolean goneUpstream) {

        static Variant of(ModelStatus.VariantStatus variant, Messages messages) {
            LibraryVariant here = variant.here();
            List<LibraryFile> files = here == null ? List.of() : here.files();
            return new Variant(
                    variant.label(),
                    variant.format(),
                    named(files, messages),
                    files.size() + variant.partialFiles(),
                    LibraryVariants.primary(variant),
                    LibraryVariants.projector(variant),
                    FormattedSize.of(LibraryVariants.bytes(variant), messages),
                    variant.state().word(),
                    LibraryVariants.lacks(variant, messages),
                    here != null && here.goneUpstream());
        }

        /** Nothing of the first bytes of a variant, which says how far it is. */
        private static String named(List<LibraryFile> files, Messages messages) {
            return switch (files.size()) {
                case 0 -> "";
                case 1 -> files.get(0).path();
                default -> messages.text("model.fileCount", Map.of("count", files.size()));
            };
        }
    }

    /**
     * Files that are of no variant.
     *
     * @param title how many they are and how large
     * @param files the first of them
     * @param more number of those left out of {@code files}
     */
    @TemplateData
    record Others(String title, List<File> files, int more) {

        Others {
            files = List.copyOf(files);
        }

        private static Others of(LibraryModel model, Messages messages) {
            Set<String> ofVariants = model.variants().stream()
                    .flatMap(variant -> variant.files().stream())
                    .map(LibraryFile::path)
                    .collect(Collectors.toSet());
            List<LibraryFile> others = model.files().stream()
                    .filter(file -> !model.wholeFolder() || !ofVariants.contains(file.path()))
                    .toList();
            long bytes = others.stream().mapToLong(LibraryFile::sizeBytes).sum();
            Map<String, Object> values = Map.of("count", others.size(), "size", Formats.bytes(bytes, messages));
            boolean isAll = others.size() == model.files().size();
            return new Others(
                    isAll ? messages.text("model.allFiles", values) : messages.text("model.otherFiles", values),
                    others.stream()
                            .limit(MAX_FILES)
                            .map(file -> File.of(file, messages))
                            .toList(),
                    Math.max(0, others.size() - MAX_FILES));
        }
    }

    @TemplateData
    record File(String path, String absolutePath, FormattedSize size) {

        static File of(LibraryFile file, Messages messages) {
            return new File(file.path(), file.absolutePath().toString(), FormattedSize.of(file.sizeBytes(), messages));
        }
    }

    /**
     * @param interrupted whether files of an update are not all in their places
     * @param found what its last verification found
     * @param held whether a download that is not over works on it
     * @param path where it is, as users know it
     * @param hub where it is on the Hub, or null
     * @param facts what its files say, which are read now
     */
    static LibraryDetails of(
            LibraryModel model,
            ModelStatus status,
            Optional<UpstreamStatus> upstream,
            boolean interrupted,
            LastFindings.Found found,
            boolean held,
            String path,
            LibraryRow.@Nullable HubPlace hub,
            LocalFacts facts,
            Messages messages) {
        return new LibraryDetails(
                new Place(
                        LibraryRow.name(model, messages),
                        path,
                        Commit.of(model.commit(), hub == null ? null : hub.page()),
                        hub == null ? null : hub.choice(),
                        facts.license(model).orElse(null),
                        facts.parameters(model).map(Formats::parameters).orElse(null),
                        model.contextLength() == null ? null : tokens(model.contextLength()),
                        upstream.map(refusal ->
                                        messages.text("model.upstreamHelp." + LibraryRow.wordOf(refusal, model)))
                                .orElse(null)),
                interrupted ? messages.text("model.interrupted") : null,
                status.leftoverBytes() == 0
                        ? null
                        : messages.text(
                                "model.leftover", Map.of("size", Formats.bytes(status.leftoverBytes(), messages))),
                Verification.of(model, found, messages),
                new Deletion(model.repo() != null, !model.wholeFolder(), held),
                status.variants().stream()
                        .map(variant -> Variant.of(variant, messages))
                        .toList(),
                Others.of(model, messages));
    }

    /** As they are written on model cards: 8k for 8,192. */
    private static String tokens(long count) {
        return count < TOKENS_A_K ? Long.toString(count) : count / TOKENS_A_K + "k";
    }
}
