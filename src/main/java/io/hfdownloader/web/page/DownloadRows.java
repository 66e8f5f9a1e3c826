package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.quarkus.qute.TemplateData;

/**
 * The lists of the Download page, in the order in which they are shown; {@code download-order.js} sorts alike.
 *
 * @param running what is at work, in the order in which it began, then what was and is paused
 * @param queue what waits for its turn, then what was paused before it had one
 * @param past what has ended: failures first, then the latest
 */
@TemplateData
record DownloadRows(Part running, Part queue, Part past) {

    /** As many are shown before somebody asks for more. */
    static final int MAX_QUEUED_ROWS = 50;

    /** As many ended ones are shown before somebody asks for more. */
    static final int MAX_PAST_ROWS = 30;

    private static final Comparator<DownloadView> RUNNING = Comparator.comparing(DownloadRows::isPaused)
            .thenComparing(DownloadRows::start)
            .thenComparing(DownloadRows::asked);
    private static final Comparator<DownloadView> QUEUE = Comparator.comparing(DownloadRows::isPaused)
            .thenComparingInt(DownloadRows::place)
            .thenComparing(DownloadRows::asked);
    private static final Comparator<DownloadView> PAST = Comparator.comparing(DownloadRows::wentWell)
            .thenComparing(Comparator.comparing(DownloadRows::end).reversed());

    /**
     * One of the lists.
     *
     * @param rows the first of it
     * @param count how many it has in all
     */
    @TemplateData
    record Part(List<DownloadRow> rows, int count) {

        Part {
            rows = List.copyOf(rows);
        }

        private static Part of(
                List<DownloadView> downloads,
                Predicate<DownloadView> which,
                Comparator<DownloadView> order,
                int most,
                Messages messages) {
            List<DownloadView> all =
                    downloads.stream().filter(which).sorted(order).toList();
            return new Part(
                    all.stream()
                            .limit(most)
                            .map(download -> DownloadRow.of(download, false, messages))
                            .toList(),
                    all.size());
        }

        public boolean none() {
            return count == 0;
        }

        /** Whether there are more than these rows. */
        public boolean more() {
            return count > rows.size();
        }
    }

    static DownloadRows of(List<DownloadView> downloads, Messages messages) {
        return new DownloadRows(
                Part.of(downloads, DownloadRows::runs, RUNNING, Integer.MAX_VALUE, messages),
                Part.of(downloads, DownloadRows::waits, QUEUE, MAX_QUEUED_ROWS, messages),
                Part.of(downloads, download -> download.state().hasEnded(), PAST, MAX_PAST_ROWS, messages));
    }

    /**
     * Some rows alone.
     *
     * @param open ids of those whose details are shown
     */
    static List<DownloadRow> some(List<DownloadView> downloads, Set<String> ids, Set<String> open, Messages messages) {
        return downloads.stream()
                .filter(download -> ids.contains(download.id().toString()))
                .map(download ->
                        DownloadRow.of(download, open.contains(download.id().toString()), messages))
                .toList();
    }

    /** Nothing is in any of them. */
    public boolean none() {
        return running.none() && queue.none() && past.none();
    }

    private static boolean waits(DownloadView download) {
        return download.state() == DownloadState.QUEUED
                || isPaused(download) && download.lifecycle().startedAt() == null;
    }

    private static boolean runs(DownloadView download) {
        return !download.state().hasEnded() && !waits(download);
    }

    private static boolean isPaused(DownloadView download) {
        return download.state() == DownloadState.PAUSED;
    }

    private static Instant start(DownloadView download) {
        Instant started = download.lifecycle().startedAt();
        return started == null ? Instant.MAX : started;
    }

    private static Instant asked(DownloadView download) {
        return download.lifecycle().createdAt();
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
