package io.hfdownloader.web.page;

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
 * @param name the repository, and which part of it where that is not all: it may be in the list twice
 * @param facts what was asked for, in a few words each
 * @param phase what happens now, as a sentence
 * @param known whether it is known how much there is to fetch
 * @param running whether a speed and a time left make sense
 * @param checking whether bytes go through the hash without new ones arriving
 * @param queued whether it has a place in the queue that can be changed
 * @param past whether it has ended
 * @param bar thousandths received, or null when not even the total is known
 * @param verifiedBar thousandths verified
 * @param fileCount how many files it has; 0 when that is not known
 * @param errorWord why it failed in the page's language, null where {@code error}, which is English, says it all
 * @param took how long it worked, or null
 * @param actions words of the API that the state allows
 */
record DownloadRow(
        String id,
        String shape,
        String state,
        String stateWord,
        String repo,
        String name,
        List<String> facts,
        String phase,
        boolean known,
        boolean running,
        boolean checking,
        boolean queued,
        boolean past,
        @Nullable Integer bar,
        int verifiedBar,
        int fileCount,
        Numbers numbers,
        @Nullable Wait waiting,
        @Nullable String errorWord,
        @Nullable Sentence error,
        @Nullable Moment ended,
        @Nullable String took,
        List<Action> actions) {

    private static final String USUAL_REVISION = "main";
    private static final int MOST_NAMED = 3;

    DownloadRow {
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
    }

    /** The texts that change while a download runs; {@code fields.js} writes them anew at each change. */
    record Numbers(
            String percent,
            Amount received,
            Amount verified,
            Amount hashed,
            @Nullable Amount reused,
            String files,
            String rate,
            String left,
            int connections,
            String via,
            int tries,
            String trouble,
            String currentFile) {

        static Numbers of(DownloadView view, Texts texts) {
            return new Numbers(
                    texts.percentOf(view.percent()),
                    Amount.part(view.bytesReceived(), view.bytesTotal(), texts),
                    Amount.of(view.bytesVerified(), texts),
                    Amount.part(view.bytesHashed(), view.bytesTotal(), texts),
                    view.bytesReused() > 0 ? Amount.of(view.bytesReused(), texts) : null,
                    texts.filesOf(view.filesDone(), view.filesTotal()),
                    Formats.rate(view.rate(), texts),
                    Formats.duration(view.etaSeconds(), texts),
                    view.connections(),
                    via(view.via()),
                    view.tries(),
                    view.lastError() == null ? "" : view.lastError(),
                    view.currentFile());
        }

        /** Protocols have the same names in every language. */
        private static String via(List<String> ways) {
            return ways.isEmpty()
                    ? Formats.UNKNOWN
                    : ways.stream()
                            .map(way -> way.equals("xet") ? "Xet" : "HTTP")
                            .collect(Collectors.joining(", "));
        }
    }

    /** @param word the reason in the page's language, null where {@code reason}, which is English, says it all */
    record Wait(
            @Nullable String word, String reason, @Nullable Moment until) {}

    /** A button: the API's word for it and the user's. */
    record Action(String name, String label) {

        static List<Action> in(DownloadState state, Texts texts) {
            Action pause = new Action("pause", texts.doPause());
            Action resume = new Action("resume", texts.doResume());
            Action cancel = new Action("cancel", texts.doCancel());
            Action retry = new Action("retry", texts.doRetry());
            Action remove = new Action("remove", texts.doRemove());
            return switch (state) {
                case QUEUED, RESOLVING, DOWNLOADING, VERIFYING -> List.of(pause, cancel);
                case PAUSED -> List.of(resume, cancel);
                case FAILED, CANCELLED -> List.of(retry, remove);
                case COMPLETED -> List.of(remove);
            };
        }
    }

    static DownloadRow of(DownloadView view, Texts texts) {
        DownloadState state = view.state();
        return new DownloadRow(
                view.id().toString(),
                shape(view),
                state.word(),
                word(state, texts),
                view.repo(),
                name(view),
                facts(view, texts),
                phase(view, texts),
                view.bytesTotal() > 0,
                state == DownloadState.DOWNLOADING,
                state == DownloadState.VERIFYING,
                state == DownloadState.QUEUED,
                state.hasEnded(),
                bar(view),
                thousandths(view.bytesVerified(), view),
                view.filesTotal(),
                Numbers.of(view, texts),
                waiting(view, texts),
                view.error() == null || isEnglish(texts)
                        ? null
                        : texts.failure(view.error().type()),
                view.error() == null ? null : Sentence.of(view.error().detail()),
                Moment.of(view.endedAt()),
                took(view, texts),
                Action.in(state, texts));
    }

    /** {@code shapeOf} in {@code answers.js} makes the same text of the same download. */
    private static String shape(DownloadView view) {
        return Stream.of(view.state().word(), view.commit(), view.bytesTotal() > 0)
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }

    private static String word(DownloadState state, Texts texts) {
        return switch (state) {
            case QUEUED -> texts.stateQueued();
            case RESOLVING -> texts.stateResolving();
            case DOWNLOADING -> texts.stateDownloading();
            case VERIFYING -> texts.stateVerifying();
            case COMPLETED -> texts.stateCompleted();
            case PAUSED -> texts.statePaused();
            case FAILED -> texts.stateFailed();
            case CANCELLED -> texts.stateCancelled();
        };
    }

    private static List<String> facts(DownloadView view, Texts texts) {
        String commit = view.commit();
        String revision = commit == null || commit.equals(view.revision())
                ? shortened(view.revision())
                : texts.factAt(view.revision(), shortened(commit));
        return Stream.of(view.update() ? texts.factUpdate() : "", type(view, texts), revision, selection(view, texts))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static String type(DownloadView view, Texts texts) {
        return switch (view.type()) {
            case "dataset" -> texts.factDataset();
            case "space" -> texts.factSpace();
            default -> texts.factModel();
        };
    }

    private static String selection(DownloadView view, Texts texts) {
        List<String> asked = asked(view);
        String all = view.update() ? texts.factHere() : texts.factAll();
        String wanted = asked.isEmpty() ? all : String.join(", ", asked);
        return view.exclude().isEmpty() ? wanted : texts.factWithout(wanted, String.join(", ", view.exclude()));
    }

    /** {@code nameOf} in {@code answers.js} makes the same text of the same download. */
    private static String name(DownloadView view) {
        String revision = view.revision().equals(USUAL_REVISION) ? "" : "@" + shortened(view.revision());
        List<String> parts = Stream.concat(
                        asked(view).stream(), view.exclude().stream().map(glob -> "!" + glob))
                .toList();
        String more = parts.size() > MOST_NAMED ? ", …" : "";
        String part = parts.isEmpty()
                ? ""
                : parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", " (", more + ")"));
        return view.repo() + revision + part;
    }

    private static List<String> asked(DownloadView view) {
        return Stream.of(view.variants().stream(), view.include().stream(), pattern(view))
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<String> pattern(DownloadView view) {
        return Stream.ofNullable(view.quantPattern()).filter(pattern -> !pattern.isBlank());
    }

    private static String phase(DownloadView view, Texts texts) {
        Integer position = view.position();
        return switch (view.state()) {
            case QUEUED -> position == null ? texts.phaseTurn() : texts.phaseQueued(position + 1);
            case RESOLVING -> texts.phaseResolving();
            case DOWNLOADING -> texts.phaseDownloading();
            case VERIFYING -> texts.phaseVerifying();
            case COMPLETED -> texts.phaseCompleted();
            case PAUSED -> texts.phasePaused();
            case FAILED -> texts.phaseFailed();
            case CANCELLED -> texts.phaseCancelled();
        };
    }

    private static @Nullable String took(DownloadView view, Texts texts) {
        if (view.startedAt() == null || view.endedAt() == null) {
            return null;
        }
        long seconds = Duration.between(view.startedAt(), view.endedAt()).toSeconds();
        return seconds < 1 ? null : texts.factTook(Formats.duration(seconds, texts));
    }

    /** A place in the queue is told by the phase. */
    private static @Nullable Wait waiting(DownloadView view, Texts texts) {
        return view.waiting() == null || view.position() != null
                ? null
                : new Wait(
                        isEnglish(texts) ? null : texts.waits(view.waiting().code()),
                        view.waiting().reason(),
                        Moment.of(view.waiting().until()));
    }

    private static boolean isEnglish(Texts texts) {
        return texts.language().equals("en");
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
}
