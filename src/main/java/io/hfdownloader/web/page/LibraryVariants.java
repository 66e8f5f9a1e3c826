package io.hfdownloader.web.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * The variants of a model as its line on the Library page shows them.
 *
 * @param chips the first of them
 * @param more how many others there are
 * @param formats their formats in small letters, with blanks between
 * @param contextLength tokens that the model was trained for; empty where its files do not tell
 */
@TemplateData
record LibraryVariants(List<Chip> chips, int more, String formats, String contextLength) {

    private static final int MAX_CHIPS = 6;

    LibraryVariants {
        chips = List.copyOf(chips);
    }

    /**
     * One of them, here or on its way.
     *
     * @param primary the file that a program is pointed at, or null while it cannot be run
     * @param projector the file of its vision projector, or null
     * @param size of what is here of it
     * @param state the API's word for where it stands
     * @param lacks where it stands and how far it is, in the page's language; null for a complete one
     */
    @TemplateData
    record Chip(
            String label,
            String format,
            @Nullable String primary,
            @Nullable String projector,
            FormattedSize size,
            String state,
            @Nullable String lacks) {

        private static Chip of(ModelStatus.VariantStatus variant, Messages messages) {
            return new Chip(
                    variant.label(),
                    variant.format(),
                    LibraryVariants.primary(variant),
                    LibraryVariants.projector(variant),
                    FormattedSize.of(bytes(variant), messages),
                    variant.state().word(),
                    LibraryVariants.lacks(variant, messages));
        }

        private boolean isComplete() {
            return lacks == null;
        }
    }

    /** What lacks something is never among those that are left out. */
    static LibraryVariants of(LibraryModel model, ModelStatus status, Messages messages) {
        List<Chip> all = status.variants().stream()
                .map(variant -> Chip.of(variant, messages))
                .toList();
        List<Chip> shown = all.size() <= MAX_CHIPS
                ? all
                : all.stream()
                        .sorted(Comparator.comparing(Chip::isComplete))
                        .limit(MAX_CHIPS - 1L)
                        .toList();
        return new LibraryVariants(
                shown,
                all.size() - shown.size(),
                formats(status),
                model.contextLength() == null ? "" : model.contextLength().toString());
    }

    static String formats(ModelStatus status) {
        return status.variants().stream()
                .map(variant -> variant.format().toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** The file that a program is pointed at, the first of several parts; null while something is missing. */
    static @Nullable String primary(ModelStatus.VariantStatus variant) {
        LibraryVariant here = variant.here();
        return here == null || !here.complete() || here.files().isEmpty()
                ? null
                : here.files().get(0).absolutePath().toString();
    }

    /** The file of its vision projector, or null. */
    static @Nullable String projector(ModelStatus.VariantStatus variant) {
        LibraryVariant here = variant.here();
        LibraryFile projector = here == null ? null : here.projector();
        return projector == null ? null : projector.absolutePath().toString();
    }

    /** What is here of a variant: of one that is not whole, what has come, in whole files and in others. */
    static long bytes(ModelStatus.VariantStatus variant) {
        LibraryVariant here = variant.here();
        ModelStatus.Progress progress = variant.progress();
        long whole = here == null ? 0 : here.sizeBytes();
        boolean isWhole = here != null && here.complete();
        return isWhole || progress == null ? whole : Math.max(whole, progress.bytes());
    }

    /** Where a variant stands and how far it is, in the page's language; null for a complete one. */
    static @Nullable String lacks(ModelStatus.VariantStatus variant, Messages messages) {
        if (variant.state() == ModelStatus.State.COMPLETE) {
            return null;
        }
        ModelStatus.Progress progress = variant.progress();
        String state = variant.state().word();
        return progress == null
                ? messages.text("model.variantState." + state)
                : messages.text("model.variantPart." + state, Map.of("percent", progress.percent()));
    }
}
