package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What an opened line of the Manage page shows.
 *
 * @param place what it is and where
 * @param partial what has come of unfinished files that no download works on, or null for none
 * @param deletion what of it can be deleted
 * @param more number of files left out of {@code files}
 */
@TemplateData
record LibraryDetails(
        Place place,
        @Nullable FormattedSize partial,
        Deletion deletion,
        List<Variant> variants,
        List<File> files,
        int more) {

    private static final int MAX_FILES = 500;

    LibraryDetails {
        variants = List.copyOf(variants);
        files = List.copyOf(files);
    }

    /**
     * What a model is and where.
     *
     * @param name as in its line
     * @param path where it is on disk
     * @param commit short form, or null when nothing came from the Hub
     * @param upstream why the Hub does not give it any more and what that means, or null
     */
    @TemplateData
    record Place(
            String name,
            String path,
            @Nullable String commit,
            @Nullable String upstream) {}

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
     * @param files how many files of it are here
     * @param count the same as a number, with those that are not complete
     * @param size size of its complete files; of one that is only begun, what has come
     * @param complete whether nothing of it is missing
     * @param state where it stands, in the page's language, with how far it is where that is known; null for a complete one
     * @param stateWord the API's word for the same
     */
    @TemplateData
    record Variant(
            String label,
            String format,
            String files,
            int count,
            FormattedSize size,
            boolean complete,
            boolean goneUpstream,
            @Nullable String state,
            String stateWord) {

        static Variant of(ModelStatus.VariantStatus variant, Messages messages) {
            LibraryVariant here = variant.here();
            ModelStatus.Progress progress = variant.progress();
            int whole = here == null ? 0 : here.files().size();
            long begun = progress == null ? 0 : progress.bytes();
            boolean complete = variant.state() == ModelStatus.State.COMPLETE;
            return new Variant(
                    variant.label(),
                    variant.format(),
                    messages.text("model.fileCount", Map.of("count", whole)),
                    whole + variant.partialFiles(),
                    FormattedSize.of(here == null ? begun : here.sizeBytes(), messages),
                    complete,
                    here != null && here.goneUpstream(),
                    complete ? null : state(variant.state(), progress, messages),
                    variant.state().word());
        }

        private static String state(
                ModelStatus.State state, ModelStatus.@Nullable Progress progress, Messages messages) {
            String word = messages.text("model.variantState." + state.word());
            return progress == null
                    ? word
                    : messages.text("model.variantPart", Map.of("variant", word, "percent", progress.percent()));
        }
    }

    @TemplateData
    record File(
            String path,
            String absolutePath,
            FormattedSize size,
            @Nullable FormattedTime modified) {

        static File of(LibraryFile file, Messages messages) {
            return new File(
                    file.path(),
                    file.absolutePath().toString(),
                    FormattedSize.of(file.sizeBytes(), messages),
                    FormattedTime.of(file.modified()));
        }
    }

    static LibraryDetails of(
            LibraryModel model,
            ModelStatus status,
            Optional<UpstreamStatus> upstream,
            boolean held,
            Messages messages) {
        String commit = model.commit();
        return new LibraryDetails(
                new Place(
                        LibraryRow.name(model, messages),
                        model.folder().toString(),
                        commit == null ? null : commit.substring(0, Math.min(7, commit.length())),
                        upstream.map(refusal -> messages.text("model.upstreamHelp." + refusal.word()))
                                .orElse(null)),
                status.leftoverBytes() > 0 ? FormattedSize.of(status.leftoverBytes(), messages) : null,
                new Deletion(model.repo() != null, !model.wholeFolder(), held),
                status.variants().stream()
                        .map(variant -> Variant.of(variant, messages))
                        .toList(),
                model.files().stream()
                        .limit(MAX_FILES)
                        .map(file -> File.of(file, messages))
                        .toList(),
                Math.max(0, model.files().size() - MAX_FILES));
    }
}
