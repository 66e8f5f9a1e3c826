package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.quarkus.qute.TemplateData;

/**
 * The two lists of the Download page, in the order in which they are shown; {@code download-order.js} sorts alike.
 *
 * @param current what moves, then what waits for its turn, then what is paused
 * @param past what has ended: failures first, then the latest
 * @param more whether there are older ones than {@code past} has
 */
@TemplateData
record DownloadRows(List<DownloadRow> current, List<DownloadRow> past, boolean more) {

    /** As many ended ones are shown before somebody asks for more. */
    static final int MAX_PAST_ROWS = 50;

    private static final Comparator<DownloadView> CURRENT =
            Comparator.comparingInt(DownloadRows::rank).thenComparingInt(DownloadRows::place);
    private static final Comparator<DownloadView> PAST = Comparator.comparing(DownloadRows::wentWell)
            .thenComparing(Comparator.comparing(DownloadRows::end).reversed());

    DownloadRows {
        current = List.copyOf(current);
        past = List.copyOf(past);
    }

    static DownloadRows of(List<DownloadView> downloads, Messages messages) {
        List<DownloadView> ended = downloads.stream()
                .filter(download -> download.state().hasEnded())
                .toList();
        return new DownloadRows(
                downloads.stream()
                        .filter(download -> !download.state().hasEnded())
                        .sorted(CURRENT)
                        .map(download -> DownloadRow.of(download, messages))
                        .toList(),
                ended.stream()
                        .sorted(PAST)
                        .limit(MAX_PAST_ROWS)
                        .map(download -> DownloadRow.of(download, messages))
                        .toList(),
                ended.size() > MAX_PAST_ROWS);
    }

    /** Some cards alone. */
    static List<DownloadRow> some(List<DownloadView> downloads, Set<String> ids, Messages messages) {
        return downloads.stream()
                .filter(download -> ids.contains(download.id().toString()))
                .map(download -> DownloadRow.of(download, messages))
                .toList();
    }

    private static int rank(DownloadView download) {
        if (download.state().isActive()) {
            return 0;
        }
        return download.state() == DownloadState.QUEUED ? 1 : 2;
    }

    private static int place(DownloadView download) {
        Integer position = download.position();
        return position == null ? 0 : position;
    }

    private static boolean wentWell(DownloadView download) {
        return download.state() != DownloadState.FAILED;
    }

    private static Instant end(DownloadView download) {
        Instant ended = download.lifecycle().endedAt();
        return ended == null ? download.lifecycle().createdAt() : ended;
    }
}
