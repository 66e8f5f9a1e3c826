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
        String revisionKey,
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
        @Nullable WaitReason waiting,
        @Nullable String errorWord,
        @Nullable LinkedText error,
        @Nullable FormattedTime ended,
        @Nullable String took,
        List<Action> actions) {

    private static final String DEFAULT_REVISION = "main";
    private static final int MAX_PARTS_IN_NAME = 3;

    DownloadRow {
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
    }

    /** The texts that change while a download runs; {@code card-numbers.js} writes them anew at each change. */
    record Numbers(
            String percent,
            FormattedSize received,
            FormattedSize verified,
            FormattedSize hashed,
            @Nullable FormattedSize reused,
            String files,
            String rate,
            String left,
            int connections,
            String via,
            int tries,
            String trouble,
            String currentFile) {

        static Numbers of(DownloadView view, Messages messages) {
            return new Numbers(
                    messages.percentOf(view.percent()),
                    FormattedSize.part(view.bytesReceived(), view.bytesTotal(), messages),
                    FormattedSize.of(view.bytesVerified(), messages),
                    FormattedSize.part(view.bytesHashed(), view.bytesTotal(), messages),
                    view.bytesReused() > 0 ? FormattedSize.of(view.bytesReused(), messages) : null,
                    messages.filesOf(view.filesDone(), view.filesTotal()),
                    Formats.rate(view.rate(), messages),
                    Formats.duration(view.etaSeconds(), messages),
                    view.connections(),
                    via(view.via()),
                    view.tries(),
                    view.lastError() == null ? "" : view.lastError(),
                    view.currentFile());
        }

        /** Protocols have the same names in every language. */
        private static String via(List<String> transports) {
            return transports.isEmpty()
                    ? Formats.UNKNOWN
                    : transports.stream()
                            .map(transport -> transport.equals("xet") ? "Xet" : "HTTP")
                            .collect(Collectors.joining(", "));
        }
    }

    /** @param word the reason in the page's language, null where {@code reason}, which is English, says it all */
    record WaitReason(
            @Nullable String word, String reason, @Nullable FormattedTime until) {}

    /** A button: the API's word for it and the user's. */
    record Action(String name, String label) {

        static List<Action> in(DownloadState state, Messages messages) {
            Action pause = new Action("pause", messages.doPause());
            Action resume = new Action("resume", messages.doResume());
            Action cancel = new Action("cancel", messages.doCancel());
            Action retry = new Action("retry", messages.doRetry());
            Action remove = new Action("remove", messages.doRemove());
            return switch (state) {
                case QUEUED, RESOLVING, DOWNLOADING, VERIFYING -> List.of(pause, cancel);
                case PAUSED -> List.of(resume, cancel);
                case FAILED, CANCELLED -> List.of(retry, remove);
                case COMPLETED -> List.of(remove);
            };
        }
    }

    static DownloadRow of(DownloadView view, Messages messages) {
        DownloadState state = view.state();
        return new DownloadRow(
                view.id().toString(),
                revisionKey(view),
                state.word(),
                word(state, messages),
                view.repo(),
                name(view),
                facts(view, messages),
                phase(view, messages),
                view.bytesTotal() > 0,
                state == DownloadState.DOWNLOADING,
                state == DownloadState.VERIFYING,
                state == DownloadState.QUEUED,
                state.hasEnded(),
                bar(view),
                thousandths(view.bytesVerified(), view),
                view.filesTotal(),
                Numbers.of(view, messages),
                waiting(view, messages),
                view.error() == null || isEnglish(messages)
                        ? null
                        : messages.failure(view.error().type().slug()),
                view.error() == null ? null : LinkedText.of(view.error().detail()),
                FormattedTime.of(view.endedAt()),
                took(view, messages),
                Action.in(state, messages));
    }

    /** {@code shapeOf} in {@code api-model.js} makes the same text of the same download. */
    private static String revisionKey(DownloadView view) {
        return Stream.of(view.state().word(), view.commit(), view.bytesTotal() > 0)
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }

    private static String word(DownloadState state, Messages messages) {
        return switch (state) {
            case QUEUED -> messages.stateQueued();
            case RESOLVING -> messages.stateResolving();
            case DOWNLOADING -> messages.stateDownloading();
            case VERIFYING -> messages.stateVerifying();
            case COMPLETED -> messages.stateCompleted();
            case PAUSED -> messages.statePaused();
            case FAILED -> messages.stateFailed();
            case CANCELLED -> messages.stateCancelled();
        };
    }

    private static List<String> facts(DownloadView view, Messages messages) {
        String commit = view.commit();
        String revision = commit == null || commit.equals(view.revision())
                ? shortened(view.revision())
                : messages.factAt(view.revision(), shortened(commit));
        return Stream.of(
                        view.update() ? messages.factUpdate() : "",
                        type(view, messages),
                        revision,
                        selection(view, messages))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static String type(DownloadView view, Messages messages) {
        return switch (view.type()) {
            case "dataset" -> messages.factDataset();
            case "space" -> messages.factSpace();
            default -> messages.factModel();
        };
    }

    private static String selection(DownloadView view, Messages messages) {
        List<String> asked = asked(view);
        String all = view.update() ? messages.factHere() : messages.factAll();
        String wanted = asked.isEmpty() ? all : String.join(", ", asked);
        return view.exclude().isEmpty() ? wanted : messages.factWithout(wanted, String.join(", ", view.exclude()));
    }

    /** {@code nameOf} in {@code api-model.js} makes the same text of the same download. */
    private static String name(DownloadView view) {
        String revision = view.revision().equals(DEFAULT_REVISION) ? "" : "@" + shortened(view.revision());
        List<String> parts = Stream.concat(
                        asked(view).stream(), view.exclude().stream().map(glob -> "!" + glob))
                .toList();
        String more = parts.size() > MAX_PARTS_IN_NAME ? ", …" : "";
        String part = parts.isEmpty()
                ? ""
                : parts.stream().limit(MAX_PARTS_IN_NAME).collect(Collectors.joining(", ", " (", more + ")"));
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

    private static String phase(DownloadView view, Messages messages) {
        Integer position = view.position();
        return switch (view.state()) {
            case QUEUED -> position == null ? messages.phaseTurn() : messages.phaseQueued(position + 1);
            case RESOLVING -> messages.phaseResolving();
            case DOWNLOADING -> messages.phaseDownloading();
            case VERIFYING -> messages.phaseVerifying();
            case COMPLETED -> messages.phaseCompleted();
            case PAUSED -> messages.phasePaused();
            case FAILED -> messages.phaseFailed();
            case CANCELLED -> messages.phaseCancelled();
        };
    }

    private static @Nullable String took(DownloadView view, Messages messages) {
        if (view.startedAt() == null || view.endedAt() == null) {
            return null;
        }
        long seconds = Duration.between(view.startedAt(), view.endedAt()).toSeconds();
        return seconds < 1 ? null : messages.factTook(Formats.duration(seconds, messages));
    }

    /** A place in the queue is told by the phase. */
    private static @Nullable WaitReason waiting(DownloadView view, Messages messages) {
        return view.waiting() == null || view.position() != null
                ? null
                : new WaitReason(
                        isEnglish(messages)
                                ? null
                                : messages.waits(view.waiting().code()),
                        view.waiting().reason(),
                        FormattedTime.of(view.waiting().until()));
    }

    private static boolean isEnglish(Messages messages) {
        return messages.language().equals("en");
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
