package io.hfdownloader.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.download.arrival.UpdateResult;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.variant.Selection;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/** What a download is called, and what is told of it in sentences: why it waits, why it failed, what it has changed. */
final class DownloadTexts {

    private static final String DEFAULT_REVISION = "main";
    private static final int MAX_PARTS_IN_NAME = 3;

    private DownloadTexts() {}

    /**
     * The name of a download in pieces of different weight; an empty text where there is none.
     *
     * @param owner with the slash behind it
     * @param revision with the sign before it, unless it is the usual one
     * @param selection which part of the repository
     */
    @TemplateData
    record NameParts(String owner, String name, String revision, String selection) {

        static NameParts of(DownloadView.Target target) {
            int slash = target.repo().indexOf('/') + 1;
            return new NameParts(
                    target.repo().substring(0, slash),
                    target.repo().substring(slash),
                    DownloadTexts.revision(target),
                    DownloadTexts.selection(target));
        }
    }

    /**
     * Why nothing comes right now.
     *
     * @param told in the page's language, or null
     * @param reason the API's sentence, which is English; null where there is the one before
     * @param forRoom whether room on the disk is all it needs
     */
    @TemplateData
    record WaitReason(
            @Nullable String told,
            @Nullable String reason,
            @Nullable FormattedTime until,
            boolean forRoom) {

        private static WaitReason of(Waiting waiting, Messages messages) {
            FormattedTime until = FormattedTime.of(waiting.until());
            Map<String, String> parameters = new HashMap<>(waiting.parameters());
            parameters.remove("until"); // which is told beside it
            return ToldProblem.tell(waiting.code(), parameters, messages)
                    .map(told -> new WaitReason(told, null, until, isForRoom(waiting)))
                    .orElseGet(() -> new WaitReason(null, waiting.reason(), until, isForRoom(waiting)));
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

        static @Nullable FailureText of(@Nullable Failure failure, Messages messages) {
            if (failure == null) {
                return null;
            }
            String word = messages.problem(failure.type());
            return ToldProblem.tell(failure.type().slug(), failure.parameters(), messages)
                    .map(told -> new FailureText(word, LinkedText.of(told), null))
                    .orElseGet(() -> new FailureText(word, null, LinkedText.of(failure.detail())));
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

        static @Nullable UpdateText of(@Nullable UpdateResult result, Messages messages) {
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

    /** What was left out or could not be done. */
    static List<ToldProblem.Spoken> notes(DownloadView.Lifecycle kept, Messages messages) {
        return kept.notes().stream()
                .map(note -> ToldProblem.Spoken.of(
                        kept.noted().stream()
                                .filter(coded -> coded.detail().equals(note))
                                .findFirst()
                                .orElse(null),
                        note,
                        messages))
                .toList();
    }

    /** A place in the queue is no reason to worry; a disk without room is. */
    static @Nullable WaitReason waiting(DownloadView view, Messages messages) {
        Waiting waiting = view.waiting();
        return waiting == null || view.position() != null && !lacksRoom(view) ? null : WaitReason.of(waiting, messages);
    }

    /** Whether it has no turn before there is room on the disk. */
    static boolean lacksRoom(DownloadView view) {
        Waiting waiting = view.waiting();
        return view.position() != null && waiting != null && isForRoom(waiting);
    }

    private static boolean isForRoom(Waiting waiting) {
        return waiting.code().equals(ProblemType.DISK_FULL.slug());
    }

    /** {@code nameOf} in {@code api-model.js} makes the same text of the same download. */
    static String name(DownloadView.Target target) {
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

    /** The parts of a repository that were asked for, as they were written. */
    static List<String> asked(Selection selection) {
        return Stream.of(
                        selection.variants().stream(),
                        selection.include().stream(),
                        Stream.ofNullable(selection.quantPattern()).filter(pattern -> !pattern.isBlank()))
                .flatMap(part -> part)
                .toList();
    }

    /** A revision; of a commit its beginning. */
    static String shortened(String revision) {
        return revision.matches("[0-9a-f]{40}") ? revision.substring(0, 7) : revision;
    }
}
