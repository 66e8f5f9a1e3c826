package io.hfdownloader.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the Download page shows.
 *
 * @param head what it is
 * @param status where it stands
 * @param bar how full its bar is
 * @param numbers the texts that change while a download runs
 * @param waiting why nothing comes right now, or null
 * @param error why it failed, or null
 * @param times when it ended
 * @param updated what came of an update that completed, or null
 * @param actions what its buttons do
 * @param open whether its details are shown below it
 */
@TemplateData
record DownloadRow(
        Head head,
        Status status,
        Bar bar,
        DownloadNumbers numbers,
        DownloadTexts.@Nullable WaitReason waiting,
        DownloadTexts.@Nullable FailureText error,
        Times times,
        DownloadTexts.@Nullable UpdateText updated,
        List<Action> actions,
        boolean open) {

    private static final int MAX_LEFT_OUT_NAMED = 3;

    DownloadRow {
        actions = List.copyOf(actions);
    }

    /**
     * What a download is.
     *
     * @param revisionKey changes when a row needs other markup than it has; numbers alone do not change it
     * @param name the repository, and which part of it where that is not all: it may be in the list twice
     * @param parts the same for the eye
     * @param facts what was asked for, in a few words each
     * @param notes what was left out or could not be done
     * @param leftOut what was asked for and does not come, or null
     */
    @TemplateData
    record Head(
            String id,
            String revisionKey,
            String repo,
            String name,
            DownloadTexts.NameParts parts,
            List<String> facts,
            List<ToldProblem.Spoken> notes,
            @Nullable LeftOutText leftOut) {

        Head {
            facts = List.copyOf(facts);
            notes = List.copyOf(notes);
        }

        /** Whether there is something to know about what it brings. */
        public boolean flagged() {
            return leftOut != null || !notes.isEmpty();
        }

        private static Head of(DownloadView view, Messages messages) {
            return new Head(
                    view.id().toString(),
                    DownloadRow.revisionKey(view),
                    view.target().repo(),
                    DownloadTexts.name(view.target()),
                    DownloadTexts.NameParts.of(view.target()),
                    DownloadRow.facts(view, messages),
                    DownloadTexts.notes(view.lifecycle(), messages),
                    LeftOutText.of(view.target().unwritable(), messages));
        }
    }

    /**
     * Files that do not come.
     *
     * @param sentence how many they are
     * @param names the first of them with the reasons
     * @param english whether there is a reason in English on a page that is not
     */
    @TemplateData
    record LeftOutText(String sentence, String names, boolean english) {

        private static @Nullable LeftOutText of(DownloadView.LeftOut leftOut, Messages messages) {
            if (leftOut.filesLeftOut() == 0) {
                return null;
            }
            String and = messages.text("leftOut.and");
            List<DownloadView.LeftOut.UnwritableFile> named =
                    leftOut.leftOut().stream().limit(MAX_LEFT_OUT_NAMED).toList();
            return new LeftOutText(
                    messages.text("row.leftOut", Map.of("count", leftOut.filesLeftOut())),
                    named.stream()
                            .map(file -> messages.text(
                                    "leftOut.name",
                                    Map.of(
                                            "path",
                                            file.path(),
                                            "reason",
                                            reason(file, messages).text())))
                            .collect(Collectors.joining(
                                    and, "", leftOut.filesLeftOut() > MAX_LEFT_OUT_NAMED ? and + "…" : "")),
                    named.stream().anyMatch(file -> reason(file, messages).english()));
        }

        private static ToldProblem.Spoken reason(DownloadView.LeftOut.UnwritableFile file, Messages messages) {
            return ToldProblem.Spoken.of(file.objection(), file.reason(), messages);
        }
    }

    /**
     * Where a download stands.
     *
     * @param state the API's word for the state
     * @param word the state in the page's language
     * @param icon name of the symbol for a state that has one, or an empty text
     * @param phase what happens now, in words
     * @param known whether it is known how much there is to fetch
     * @param running whether a speed and a time left make sense
     * @param queued whether it has a place in the queue that can be changed
     * @param past whether it has ended
     */
    @TemplateData
    record Status(
            String state,
            String word,
            String icon,
            String phase,
            boolean known,
            boolean running,
            boolean queued,
            boolean past) {

        private static Status of(DownloadView view, Messages messages) {
            DownloadState state = view.state();
            return new Status(
                    state.word(),
                    messages.text("state." + state.word()),
                    icon(state),
                    DownloadRow.phase(view, messages),
                    view.progress().bytes().bytesTotal() > 0,
                    state == DownloadState.DOWNLOADING,
                    state == DownloadState.QUEUED,
                    state.hasEnded());
        }

        private static String icon(DownloadState state) {
            return switch (state) {
                case QUEUED, RESOLVING, DOWNLOADING, VERIFYING, PAUSED -> "";
                case COMPLETED -> "check";
                case FAILED -> "alert";
                case CANCELLED -> "x";
            };
        }
    }

    /**
     * How full the bar is.
     *
     * @param received thousandths received, or null when not even the total is known
     * @param verified thousandths that have gone through the hash, which are received, too
     * @param percent whole percents of it, for those who hear it
     */
    @TemplateData
    record Bar(@Nullable Integer received, int verified, int percent) {

        private static Bar of(DownloadView view) {
            DownloadView.Advance progress = view.progress();
            int received = thousandths(progress.bytes().bytesReceived(), view);
            return new Bar(
                    view.state() == DownloadState.RESOLVING ? null : received,
                    Math.min(received, thousandths(progress.bytesHashed(), view)),
                    progress.percent());
        }

        /** A full bar is for a completed download alone. */
        private static int thousandths(long bytes, DownloadView view) {
            if (view.state() == DownloadState.COMPLETED) {
                return 1_000;
            }
            long total = view.progress().bytes().bytesTotal();
            return total == 0 ? 0 : (int) Math.min(990, bytes * 1_000 / total);
        }
    }

    /** @param took how long it worked, or null */
    @TemplateData
    record Times(@Nullable FormattedTime ended, @Nullable String took) {

        private static Times of(DownloadView.Lifecycle times, Messages messages) {
            return new Times(FormattedTime.of(times.endedAt()), took(times.startedAt(), times.endedAt(), messages));
        }

        private static @Nullable String took(@Nullable Instant started, @Nullable Instant ended, Messages messages) {
            if (started == null || ended == null) {
                return null;
            }
            long seconds = Duration.between(started, ended).toSeconds();
            return seconds < 1 ? null : messages.text("fact.took", Map.of("time", Formats.duration(seconds, messages)));
        }
    }

    /**
     * A button.
     *
     * @param name the API's word for what it does; {@code copy} and {@code more} are the script's own
     * @param label the user's
     * @param icon name of its symbol
     */
    @TemplateData
    record Action(String name, String label, String icon) {

        static List<Action> in(DownloadState state, Messages messages) {
            return switch (state) {
                case QUEUED -> of(messages, "more", "cancel");
                case RESOLVING, DOWNLOADING, VERIFYING -> of(messages, "pause", "cancel");
                case PAUSED -> of(messages, "resume", "cancel");
                case FAILED, CANCELLED -> of(messages, "retry", "remove");
                case COMPLETED -> of(messages, "copy", "more");
            };
        }

        private static List<Action> of(Messages messages, String... names) {
            return Stream.of(names)
                    .map(name -> new Action(name, messages.text("action." + name), icon(name)))
                    .toList();
        }

        private static String icon(String name) {
            return switch (name) {
                case "resume" -> "play";
                case "retry" -> "refresh";
                case "cancel", "remove" -> "x";
                default -> name;
            };
        }

        /** Whether it opens a menu. */
        public boolean menu() {
            return name.equals("more");
        }
    }

    static DownloadRow of(DownloadView view, boolean open, Messages messages) {
        return new DownloadRow(
                Head.of(view, messages),
                Status.of(view, messages),
                Bar.of(view),
                DownloadNumbers.of(view, messages),
                DownloadTexts.waiting(view, messages),
                DownloadTexts.FailureText.of(view.lifecycle().failure(), messages),
                Times.of(view.lifecycle(), messages),
                DownloadTexts.UpdateText.of(view.outcome().updateResult(), messages),
                Action.in(view.state(), messages),
                open);
    }

    /** {@code revisionKeyOf} in {@code api-model.js} makes the same text of the same download. */
    private static String revisionKey(DownloadView view) {
        return Stream.of(
                        view.state().word(),
                        view.target().commit(),
                        view.progress().bytes().bytesTotal() > 0)
                .map(part -> part == null ? "" : part.toString())
                .collect(Collectors.joining(" "));
    }

    private static List<String> facts(DownloadView view, Messages messages) {
        DownloadView.Target target = view.target();
        String commit = target.commit();
        String revision = commit == null || commit.equals(target.revision())
                ? DownloadTexts.shortened(target.revision())
                : messages.text(
                        "fact.at", Map.of("revision", target.revision(), "commit", DownloadTexts.shortened(commit)));
        return Stream.of(
                        target.update() ? update(view, messages) : "",
                        type(target, messages),
                        revision,
                        wanted(target, messages))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static String update(DownloadView view, Messages messages) {
        DownloadTexts.UpdateText updated =
                DownloadTexts.UpdateText.of(view.outcome().updateResult(), messages);
        return updated == null ? messages.text("fact.update") : updated.text();
    }

    private static String type(DownloadView.Target target, Messages messages) {
        return switch (target.type()) {
            case "dataset" -> messages.text("fact.dataset");
            case "space" -> messages.text("fact.space");
            default -> messages.text("fact.model");
        };
    }

    private static String wanted(DownloadView.Target target, Messages messages) {
        List<String> asked = DownloadTexts.asked(target.selection());
        List<String> exclude = target.selection().exclude();
        String all = target.update() ? messages.text("fact.here") : messages.text("fact.all");
        String wanted = asked.isEmpty() ? all : String.join(", ", asked);
        return exclude.isEmpty()
                ? wanted
                : messages.text("fact.without", Map.of("wanted", wanted, "excluded", String.join(", ", exclude)));
    }

    private static String phase(DownloadView view, Messages messages) {
        if (view.state() != DownloadState.QUEUED) {
            return messages.text("phase." + view.state().word());
        }
        Integer position = view.position();
        if (position == null) {
            return messages.text("state.queued");
        }
        return position == 0
                ? messages.text("row.nextInQueue")
                : messages.text("row.placeInQueue", Map.of("place", position + 1));
    }
}
