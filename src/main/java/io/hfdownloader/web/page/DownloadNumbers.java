package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Waiting;
import io.hfdownloader.progress.ByteCounts;
import io.hfdownloader.progress.FileCounts;
import io.hfdownloader.progress.Retries;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * The texts that change while a download runs; {@code row-numbers.js} writes them anew at each change.
 *
 * @param now what matters most about it now, in a few words
 * @param fileCount how many files it has; 0 when that is not known
 */
@TemplateData
record DownloadNumbers(
        String percent,
        String now,
        Bytes bytes,
        String files,
        int fileCount,
        Speed speed,
        Trouble trouble,
        String currentFile) {

    private static final int FEW_FILES = 8;

    /** Whether one has to look for a file among them. */
    public boolean manyFiles() {
        return fileCount > FEW_FILES;
    }

    static DownloadNumbers of(DownloadView view, Messages messages) {
        DownloadView.Advance progress = view.progress();
        FileCounts files = progress.fileCounts();
        return new DownloadNumbers(
                messages.text("row.percent", Map.of("percent", progress.percent())),
                now(view, messages),
                Bytes.of(progress, view.outcome().updateResult() != null, messages),
                messages.text("row.files", Map.of("done", files.filesDone(), "total", files.filesTotal())),
                files.filesTotal(),
                Speed.of(progress),
                Trouble.of(progress.retries(), messages),
                progress.activity().currentFile());
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
    record Trouble(int tries, ToldProblem.Spoken lastError) {

        private static Trouble of(Retries retries, Messages messages) {
            String last = retries.lastError();
            return new Trouble(
                    retries.tries(),
                    last == null
                            ? ToldProblem.Spoken.NOTHING
                            : ToldProblem.Spoken.of(retries.lastFailure(), last, messages));
        }
    }

    /** {@code nowOf} in {@code row-numbers.js} makes the same text of the same download, and adds times of the reader's own clock. */
    private static String now(DownloadView view, Messages messages) {
        ByteCounts bytes = view.progress().bytes();
        String size = bytes.bytesTotal() == 0 ? "" : Formats.bytes(bytes.bytesTotal(), messages);
        return switch (view.state()) {
            case QUEUED ->
                DownloadTexts.lacksRoom(view)
                        ? lacking(Objects.requireNonNull(view.waiting()), messages)
                        : joined(place(view.position(), messages), size);
            case DOWNLOADING ->
                view.waiting() == null ? speed(view.progress().speed(), messages) : messages.text("row.waiting");
            case RESOLVING, VERIFYING -> view.waiting() == null ? "" : messages.text("row.waiting");
            case PAUSED ->
                bytes.bytesTotal() == 0 ? "" : Formats.part(bytes.bytesReceived(), bytes.bytesTotal(), messages);
            case COMPLETED -> view.outcome().updateResult() == null ? size : ""; // what it came to stands beside it
            case FAILED, CANCELLED -> "";
        };
    }

    private static String lacking(Waiting room, Messages messages) {
        long missing = Long.parseLong(room.parameters().getOrDefault("missingBytes", "0"));
        return messages.text("row.noRoom", Map.of("size", Formats.bytes(missing, messages)));
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
}
