package io.hfdownloader.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import org.jspecify.annotations.Nullable;

/**
 * What one card of the Download page shows.
 *
 * @param shape changes when a card needs other markup than it has; numbers alone do not change it
 * @param facts what was asked for, in a few words each
 * @param phase what happens now, as a sentence
 * @param known whether it is known how much there is to fetch
 * @param running whether a speed and a time left make sense
 * @param checking whether bytes go through the hash without new ones arriving
 * @param bar thousandths received, or null when not even the total is known
 * @param verifiedBar thousandths verified
 * @param actions words of the API that the state allows
 */
record DownloadRow(
        String id,
        String shape,
        String state,
        String stateWord,
        String repo,
        List<String> facts,
        String phase,
        boolean known,
        boolean running,
        boolean checking,
        @Nullable Integer bar,
        int verifiedBar,
        Numbers numbers,
        @Nullable Wait waiting,
        @Nullable Sentence error,
        @Nullable Moment ended,
        List<Action> actions) {

    DownloadRow {
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
    }

    /** The texts that change while a download runs; {@code fields.js} writes them anew at each poll. */
    record Numbers(
            String percent,
            Amount received,
            Amount verified,
            Amount hashed,
            @Nullable Amount reused,
            String files,
            String rate,
            String left,
            String currentFile) {

        static Numbers of(DownloadView view) {
            return new Numbers(
                    view.percent() + " %",
                    Amount.part(view.bytesReceived(), view.bytesTotal()),
                    Amount.of(view.bytesVerified()),
                    Amount.part(view.bytesHashed(), view.bytesTotal()),
                    view.bytesReused() > 0 ? Amount.of(view.bytesReused()) : null,
                    view.filesDone() + " of " + view.filesTotal(),
                    Formats.rate(view.rate()),
                    Formats.duration(view.etaSeconds()),
                    view.currentFile());
        }
    }

    record Wait(String reason, @Nullable Moment until) {}

    /** A button: the API's word for it and the user's. */
    record Action(String name, String label) {
        private static final Action PAUSE = new Action("pause", "Pause");
        private static final Action RESUME = new Action("resume", "Resume");
        private static final Action CANCEL = new Action("cancel", "Cancel");
        private static final Action RETRY = new Action("retry", "Try again");
        private static final Action REMOVE = new Action("remove", "Remove from list");

        static List<Action> in(DownloadState state) {
            return switch (state) {
                case QUEUED, RESOLVING, DOWNLOADING, VERIFYING -> List.of(PAUSE, CANCEL);
                case PAUSED -> List.of(RESUME, CANCEL);
                case FAILED, CANCELLED -> List.of(RETRY, REMOVE);
                case COMPLETED -> List.of(REMOVE);
            };
        }
    }

    static DownloadRow of(DownloadView view) {
        DownloadState state = view.state();
        return new DownloadRow(
                view.id().toString(),
                shape(view),
                state.word(),
                capital(state.word()),
                view.repo(),
                facts(view),
                phase(view),
                view.bytesTotal() > 0,
                state == DownloadState.DOWNLOADING,
                state == DownloadState.VERIFYING,
                bar(view),
                thousandths(view.bytesVerified(), view),
                Numbers.of(view),
                waiting(view),
                view.error() == null ? null : Sentence.of(view.error().detail()),
                Moment.of(view.endedAt()),
                Action.in(state));
    }

    /** {@code shapeOf} in {@code answers.js} makes the same text of the same download. */
    private static String shape(DownloadView view) {
        return Stream.of(view.state().word(), view.position(), view.commit(), view.bytesTotal() > 0)
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }

    private static List<String> facts(DownloadView view) {
        String commit = view.commit();
        String revision = commit == null || commit.equals(view.revision())
                ? shortened(view.revision())
                : view.revision() + " at " + shortened(commit);
        return Stream.of(view.update() ? "update" : "", view.type(), revision, selection(view))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static String selection(DownloadView view) {
        List<String> asked = Stream.of(view.variants().stream(), view.include().stream(), pattern(view))
                .flatMap(part -> part)
                .toList();
        String all = view.update() ? "what is here" : "all files";
        String wanted = asked.isEmpty() ? all : String.join(", ", asked);
        return view.exclude().isEmpty() ? wanted : wanted + " without " + String.join(", ", view.exclude());
    }

    private static Stream<String> pattern(DownloadView view) {
        return Stream.ofNullable(view.quantPattern()).filter(pattern -> !pattern.isBlank());
    }

    private static String phase(DownloadView view) {
        return switch (view.state()) {
            case QUEUED -> queued(view.position());
            case RESOLVING -> "Asking the Hub which files there are";
            case DOWNLOADING -> "Files are arriving";
            case VERIFYING -> "All bytes are here; their hashes are being checked";
            case COMPLETED -> "Every file is in place and its hash was checked" + took(view);
            case PAUSED -> "Paused; what has arrived is kept";
            case FAILED -> "Stopped; what has arrived is kept";
            case CANCELLED -> "Cancelled";
        };
    }

    private static String queued(@Nullable Integer position) {
        return position == null
                ? "Waits for its turn"
                : "Waits for its turn, number " + (position + 1) + " in the queue";
    }

    private static String took(DownloadView view) {
        if (view.startedAt() == null || view.endedAt() == null) {
            return "";
        }
        long seconds = Duration.between(view.startedAt(), view.endedAt()).toSeconds();
        return seconds < 1 ? "" : "; it took " + Formats.duration(seconds);
    }

    /** A place in the queue is told by the phase. */
    private static @Nullable Wait waiting(DownloadView view) {
        return view.waiting() == null || view.position() != null
                ? null
                : new Wait(view.waiting().reason(), Moment.of(view.waiting().until()));
    }

    private static @Nullable Integer bar(DownloadView view) {
        return view.state() == DownloadState.RESOLVING ? null : thousandths(view.bytesReceived(), view);
    }

    /** A full bar is for a completed download alone. */
    private static int thousandths(long bytes, DownloadView view) {
        if (view.state() == DownloadState.COMPLETED) {
            return 1_000;
        }
        return view.bytesTotal() == 0 ? 0 : (int) Math.min(990, bytes * 1_000 / view.bytesTotal());
    }

    private static String shortened(String revision) {
        return revision.matches("[0-9a-f]{40}") ? revision.substring(0, 7) : revision;
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
