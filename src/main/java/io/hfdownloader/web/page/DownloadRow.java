package io.hfdownloader.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.download.arrival.UpdateResult;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.Retries;
import io.hfdownloader.variant.Selection;
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
        Numbers numbers,
        @Nullable WaitReason waiting,
        @Nullable FailureText error,
        Times times,
        @Nullable UpdateText updated,
        List<Action> actions,
        boolean open) {

    private static final String DEFAULT_REVISION = "main";
    private static final int MAX_PARTS_IN_NAME = 3;
    private static final int MAX_LEFT_OUT_NAMED = 3;
    private static final int FEW_FILES = 8;

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
     * @param notes sentences on what was left out or could not be done
     * @param leftOut what was asked for and does not come, or null
     */
    @TemplateData
    record Head(
            String id,
            String revisionKey,
            String repo,
            String name,
            NameParts parts,
            List<String> facts,
            List<String> notes,
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
                    DownloadRow.name(view.target()),
                    NameParts.of(view.target()),
                    DownloadRow.facts(view, messages),
                    view.lifecycle().notes(),
                    LeftOutText.of(view.target().unwritable(), messages));
        }
    }

    /**
     * A name in pieces of different weight; an empty text where there is none.
     *
     * @param owner with the slash behind it
     * @param revision with the sign before it, unless it is the usual one
     * @param selection which part of the repository
     */
    @TemplateData
    record NameParts(String owner, String name, String revision, String selection) {

        private static NameParts of(DownloadView.Target target) {
            int slash = target.repo().indexOf('/') + 1;
            return new NameParts(
                    target.repo().substring(0, slash),
                    target.repo().substring(slash),
                    DownloadRow.revision(target),
                    DownloadRow.selection(target));
        }
    }

    /**
     * Files that do not come.
     *
     * @param sentence how many they are
     * @param names the first of them with the reasons, which are English
     */
    @TemplateData
    record LeftOutText(String sentence, String names) {

        private static @Nullable LeftOutText of(DownloadView.LeftOut leftOut, Messages messages) {
            if (leftOut.filesLeftOut() == 0) {
                return null;
            }
            String more = leftOut.filesLeftOut() > MAX_LEFT_OUT_NAMED ? "; …" : "";
            return new LeftOutText(
                    messages.text("row.leftOut", Map.of("count", leftOut.filesLeftOut())),
                    leftOut.leftOut().stream()
                            .limit(MAX_LEFT_OUT_NAMED)
                            .map(file -> "\"" + file.path() + "\" (" + file.reason() + ")")
                            .collect(Collectors.joining("; ", "", more)));
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

    /**
     * The texts that change while a download runs; {@code row-numbers.js} writes them anew at each change.
     *
     * @param now what matters most about it now, in a few words
     * @param fileCount how many files it has; 0 when that is not known
     */
    @TemplateData
    record Numbers(
            String percent,
            String now,
            Bytes bytes,
            String files,
            int fileCount,
            Speed speed,
            Trouble trouble,
            String currentFile) {

        /** Whether one has to look for a file among them. */
        public boolean manyFiles() {
            return fileCount > FEW_FILES;
        }

        private static Numbers of(DownloadView view, Messages messages) {
            DownloadView.Advance progress = view.progress();
            FileCounts files = progress.fileCounts();
            return new Numbers(
                    messages.text("row.percent", Map.of("percent", progress.percent())),
                    DownloadRow.now(view, messages),
                    Bytes.of(progress, view.outcome().updateResult() != null, messages),
                    messages.text("row.files", Map.of("done", files.filesDone(), "total", files.filesTotal())),
                    files.filesTotal(),
                    Speed.of(progress),
                    Trouble.of(progress.retries()),
                    progress.activity().currentFile());
        }
    }

    /**
     * How much of it is here.
     *
     * @param checked what has gone through the hash
     */
    @TemplateData
    record Bytes(
            FormattedSize received,
            FormattedSize checked,
            @Nullable FormattedSize reused) {

        /** Of an update that is done most was here before: what came is told with what it changed. */
        private static Bytes of(DownloadView.Advance progress, boolean isUpdated, Messages messages) {
            ByteCounts bytes = progress.bytes();
            return new Bytes(
                    isUpdated
                            ? FormattedSize.of(bytes.bytesTotal(), messages)
                            : FormattedSize.part(bytes.bytesReceived(), bytes.bytesTotal(), messages),
                    FormattedSize.part(progress.bytesHashed(), bytes.bytesTotal(), messages),
                    bytes.bytesReused() > 0 ? FormattedSize.of(bytes.bytesReused(), messages) : null);
        }
    }

    /** How fast it comes, and by what. */
    @TemplateData
    record Speed(int connections, String via) {

        private static Speed of(DownloadView.Advance progress) {
            return new Speed(
                    progress.activity().connections(), via(progress.activity().via()));
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

    /** What had to be tried again; an empty text where nothing went wrong. */
    @TemplateData
    record Trouble(int tries, String lastError) {

        private static Trouble of(Retries retries) {
            return new Trouble(retries.tries(), Objects.requireNonNullElse(retries.lastError(), ""));
        }
    }

    /**
     * Why it failed.
     *
     * @param word the kind of reason in the page's language, in a few words
     * @param told all of it in the page's language, or null
     * @param detail the API's sentence, which is English; null where {@code told} says all of it
     */
    @TemplateData
    record FailureText(
            String word,
            @Nullable LinkedText told,
            @Nullable LinkedText detail) {

        private static @Nullable FailureText of(@Nullable Failure failure, Messages messages) {
            if (failure == null) {
                return null;
            }
            String word = messages.problem(failure.type());
            return ToldProblem.tell(failure.type().slug(), failure.parameters(), messages)
                    .map(told -> new FailureText(word, LinkedText.of(told), null))
                    .orElseGet(() -> new FailureText(word, null, LinkedText.of(failure.detail())));
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
     * Why nothing comes right now.
     *
     * @param told in the page's language, or null
     * @param reason the API's sentence, which is English; null where there is the one before
     */
    @TemplateData
    record WaitReason(
            @Nullable String told,
            @Nullable String reason,
            @Nullable FormattedTime until) {

        private static WaitReason of(Waiting waiting, Messages messages) {
            FormattedTime until = FormattedTime.of(waiting.until());
            Map<String, String> parameters = new HashMap<>(waiting.parameters());
            parameters.remove("until"); // which is told beside it
            return ToldProblem.tell(waiting.code(), parameters, messages)
                    .map(told -> new WaitReason(told, null, until))
                    .orElseGet(() -> new WaitReason(null, waiting.reason(), until));
        }
    }

    /**
     * What came of an update.
     *
     * @param text in a few words, among the facts too
     * @param upToDate whether there was nothing to be changed
     * @param fetched what came over the network
     */
    @TemplateData
    record UpdateText(String text, boolean upToDate, FormattedSize fetched) {

        private static @Nullable UpdateText of(@Nullable UpdateResult result, Messages messages) {
            if (result == null) {
                return null;
            }
            FormattedSize fetched = FormattedSize.of(result.bytesFetched(), messages);
            return new UpdateText(text(result, fetched, messages), result.upToDate(), fetched);
        }

        private static String text(UpdateResult result, FormattedSize fetched, Messages messages) {
            if (result.upToDate()) {
                return messages.text("fact.upToDate");
            }
            if (result.filesChanged() == 0) {
                return messages.text("fact.removed", Map.of("count", result.filesRemoved()));
            }
            String changed =
                    messages.text("fact.changed", Map.of("count", result.filesChanged(), "size", fetched.text()));
            return result.filesRemoved() == 0
                    ? changed
                    : messages.text(
                            "fact.changedAndRemoved", Map.of("changed", changed, "count", result.filesRemoved()));
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
                Numbers.of(view, messages),
                waiting(view, messages),
                FailureText.of(view.lifecycle().failure(), messages),
                Times.of(view.lifecycle(), messages),
                UpdateText.of(view.outcome().updateResult(), messages),
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
                ? shortened(target.revision())
                : messages.text("fact.at", Map.of("revision", target.revision(), "commit", shortened(commit)));
        return Stream.of(
                        target.update() ? update(view, messages) : "",
                        type(target, messages),
                        revision,
                        wanted(target, messages))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    private static String update(DownloadView view, Messages messages) {
        UpdateText updated = UpdateText.of(view.outcome().updateResult(), messages);
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
        List<String> asked = asked(target.selection());
        List<String> exclude = target.selection().exclude();
        String all = target.update() ? messages.text("fact.here") : messages.text("fact.all");
        String wanted = asked.isEmpty() ? all : String.join(", ", asked);
        return exclude.isEmpty()
                ? wanted
                : messages.text("fact.without", Map.of("wanted", wanted, "excluded", String.join(", ", exclude)));
    }

    /** {@code nameOf} in {@code api-model.js} makes the same text of the same download. */
    private static String name(DownloadView.Target target) {
        String selection = selection(target);
        return target.repo() + revision(target) + (selection.isEmpty() ? "" : " (" + selection + ")");
    }

    private static String revision(DownloadView.Target target) {
        return target.revision().equals(DEFAULT_REVISION) ? "" : "@" + shortened(target.revision());
    }

    private static String selection(DownloadView.Target target) {
        List<String> parts = Stream.concat(
                        asked(target.selection()).stream(),
                        target.selection().exclude().stream().map(glob -> "!" + glob))
                .toList();
        String more = parts.size() > MAX_PARTS_IN_NAME ? ", …" : "";
        return parts.stream().limit(MAX_PARTS_IN_NAME).collect(Collectors.joining(", ", "", more));
    }

    private static List<String> asked(Selection selection) {
        return Stream.of(
                        selection.variants().stream(),
                        selection.include().stream(),
                        Stream.ofNullable(selection.quantPattern()).filter(pattern -> !pattern.isBlank()))
                .flatMap(part -> part)
                .toList();
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

    /** {@code nowOf} in {@code row-numbers.js} makes the same text of the same download, and adds times of the reader's own clock. */
    private static String now(DownloadView view, Messages messages) {
        ByteCounts bytes = view.progress().bytes();
        String size = bytes.bytesTotal() == 0 ? "" : Formats.bytes(bytes.bytesTotal(), messages);
        return switch (view.state()) {
            case QUEUED -> joined(place(view.position(), messages), size);
            case DOWNLOADING ->
                view.waiting() == null ? speed(view.progress().speed(), messages) : messages.text("row.waiting");
            case RESOLVING, VERIFYING -> view.waiting() == null ? "" : messages.text("row.waiting");
            case PAUSED ->
                bytes.bytesTotal() == 0 ? "" : Formats.part(bytes.bytesReceived(), bytes.bytesTotal(), messages);
            case COMPLETED -> {
                UpdateText updated = UpdateText.of(view.outcome().updateResult(), messages);
                yield updated == null ? size : updated.text();
            }
            case FAILED, CANCELLED -> "";
        };
    }

    private static String speed(DownloadView.Speed speed, Messages messages) {
        return joined(
                Formats.rate(speed.rate(), messages),
                speed.etaSeconds() == null ? "" : Formats.duration(speed.etaSeconds(), messages));
    }

    private static String place(@Nullable Integer position, Messages messages) {
        if (position == null) {
            return "";
        }
        return position == 0 ? messages.text("row.next") : messages.text("row.place", Map.of("place", position + 1));
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
    }

    /** A place in the queue is no reason to worry. */
    private static @Nullable WaitReason waiting(DownloadView view, Messages messages) {
        Waiting waiting = view.waiting();
        return waiting == null || view.position() != null ? null : WaitReason.of(waiting, messages);
    }

    private static String shortened(String revision) {
        return revision.matches("[0-9a-f]{40}") ? revision.substring(0, 7) : revision;
    }
}
