package io.hfdownloader.download.arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.unfinished.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * Where a model on this machine stands, with the downloads that are not over: what is whole stays whole while more of it comes.
 *
 * @param state where it stands as one
 * @param variants those that are here, then those of which only a beginning is
 * @param leftoverBytes bytes of unfinished files that nobody works on: no download brings the rest, or one that is paused
 */
public record ModelStatus(State state, List<VariantStatus> variants, long leftoverBytes) {

    public ModelStatus {
        variants = List.copyOf(variants);
    }

    /** Where a model, or a variant of it, stands. */
    public enum State {
        /** It can be used as it is, and nothing of it is on its way. */
        COMPLETE,
        /** Something of it comes, or waits for its turn. */
        ARRIVING,
        /** The download that brings the rest is paused. */
        PAUSED,
        /** Something is missing, and no download brings it. */
        INCOMPLETE,
        /** Nothing is here but what describes it. */
        NO_WEIGHTS;

        /** As the API and the keys of texts have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static State of(List<Arrival> arrivals) {
            if (arrivals.isEmpty()) {
                return INCOMPLETE;
            }
            return arrivals.stream().allMatch(Arrival::paused) ? PAUSED : ARRIVING;
        }
    }

    /**
     * Where a variant stands.
     *
     * @param state a complete one stays so while an update of it comes
     * @param here what is here of it in whole files, or null
     * @param progress how much of what is missing is here, as far as that is known; null where nothing is
     * @param partialFiles how many partial files of it are here
     */
    public record VariantStatus(
            String label,
            String format,
            State state,
            @Nullable LibraryVariant here,
            @Nullable Progress progress,
            int partialFiles) {}

    /**
     * How much of a variant is here.
     *
     * @param percent whole percents, never 100
     * @param bytes bytes that have come
     * @param bytesTotal bytes of all its files
     */
    public record Progress(int percent, long bytes, long bytesTotal) {

        private static Progress of(Unfinished unfinished, Unfinished.BegunVariant variant) {
            long bytes = unfinished.bytesOf(variant);
            long total = variant.bytesTotal();
            return new Progress(total == 0 ? 0 : (int) Math.min(99, bytes * 100.0 / total), bytes, total);
        }
    }

    /** @param arrivals the downloads of its folder that are not over */
    public static ModelStatus of(LibraryModel model, List<Arrival> arrivals) {
        Unfinished unfinished = model.unfinished();
        List<Arrival> working =
                arrivals.stream().filter(arrival -> !arrival.paused()).toList();
        Predicate<Unfinished.File> isWanted = file -> isWanted(file, working);
        return new ModelStatus(state(model, arrivals), variants(model, arrivals), unfinished.bytesWithout(isWanted));
    }

    private static State state(LibraryModel model, List<Arrival> arrivals) {
        Unfinished unfinished = model.unfinished();
        if (!arrivals.isEmpty() && (!model.complete() || !unfinished.files().isEmpty())) {
            return State.of(arrivals);
        }
        if (model.complete()) {
            return State.COMPLETE;
        }
        boolean hasNoWeights = model.variants().isEmpty()
                && unfinished.files().isEmpty()
                && unfinished.bytes() == 0
                && !model.files().isEmpty();
        return hasNoWeights ? State.NO_WEIGHTS : State.INCOMPLETE;
    }

    private static List<VariantStatus> variants(LibraryModel model, List<Arrival> arrivals) {
        Unfinished unfinished = model.unfinished();
        List<VariantStatus> variants = new ArrayList<>();
        for (LibraryVariant here : model.variants()) {
            variants.add(status(here, begun(unfinished, here.label()), unfinished, arrivals));
        }
        for (Unfinished.BegunVariant begun : unfinished.variants()) {
            boolean isListed =
                    model.variants().stream().anyMatch(here -> here.label().equalsIgnoreCase(begun.label()));
            List<Arrival> bringing = bringing(begun, arrivals);
            if (!isListed && (!bringing.isEmpty() || hasLeftover(begun, unfinished, arrivals))) {
                variants.add(new VariantStatus(
                        begun.label(),
                        begun.format(),
                        State.of(bringing),
                        null,
                        Progress.of(unfinished, begun),
                        partialFiles(begun, unfinished)));
            }
        }
        return variants;
    }

    private static VariantStatus status(
            LibraryVariant here,
            Optional<Unfinished.BegunVariant> begun,
            Unfinished unfinished,
            List<Arrival> arrivals) {
        List<Arrival> bringing = begun.map(variant -> bringing(variant, arrivals))
                .orElseGet(() -> arrivals.stream()
                        .filter(arrival ->
                                here.files().stream().map(LibraryFile::path).anyMatch(arrival::brings))
                        .toList());
        return new VariantStatus(
                here.label(),
                here.format(),
                here.complete() ? State.COMPLETE : State.of(bringing),
                here,
                begun.map(variant -> Progress.of(unfinished, variant)).orElse(null),
                begun.map(variant -> partialFiles(variant, unfinished)).orElse(0));
    }

    private static Optional<Unfinished.BegunVariant> begun(Unfinished unfinished, String label) {
        return unfinished.variants().stream()
                .filter(variant -> variant.label().equalsIgnoreCase(label))
                .findFirst();
    }

    private static List<Arrival> bringing(Unfinished.BegunVariant variant, List<Arrival> arrivals) {
        return arrivals.stream()
                .filter(arrival -> variant.missing().stream().allMatch(arrival::brings))
                .toList();
    }

    /** What is common to several precisions is no beginning of those that nobody asked for. */
    private static boolean hasLeftover(Unfinished.BegunVariant variant, Unfinished unfinished, List<Arrival> arrivals) {
        return partials(variant, unfinished).anyMatch(file -> !isWanted(file, arrivals));
    }

    private static int partialFiles(Unfinished.BegunVariant variant, Unfinished unfinished) {
        return (int) partials(variant, unfinished).count();
    }

    private static Stream<Unfinished.File> partials(Unfinished.BegunVariant variant, Unfinished unfinished) {
        return unfinished.files().stream()
                .filter(file -> file.path() != null && variant.missing().contains(file.path()));
    }

    /** What nobody knows the path of may be wanted by any. */
    private static boolean isWanted(Unfinished.File file, List<Arrival> arrivals) {
        String path = file.path();
        return arrivals.stream().anyMatch(arrival -> path == null || arrival.brings(path));
    }

    /** The variants and where each stands, not how far each is; changes when a line is no longer right but for its bytes. */
    public String revisionKey() {
        return variants.stream()
                .map(variant ->
                        variant.label() + ":" + variant.state().word() + (variant.progress() == null ? "" : ":part"))
                .collect(Collectors.joining(",", state.word() + " ", ""));
    }
}
