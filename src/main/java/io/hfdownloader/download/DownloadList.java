package io.hfdownloader.download;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.progress.FileMeter;

/**
 * All downloads in memory, the ended ones too, with their order. Anybody may look from any thread, nothing blocks; the
 * {@link DownloadQueue} alone adds and removes, under its lock.
 */
final class DownloadList {

    /** A crash between two writes of a move may leave two records of one order: then the older one is first. */
    private static final Comparator<DownloadRecord> BY_ORDER = Comparator.comparingLong(DownloadRecord::order)
            .thenComparing(DownloadRecord::createdAt)
            .thenComparing(DownloadRecord::id);

    private static final Comparator<DownloadRecord> NEWEST_FIRST = Comparator.comparing(DownloadRecord::createdAt)
            .thenComparing(DownloadRecord::order)
            .reversed();

    private final Map<UUID, Download> downloads = new ConcurrentHashMap<>();

    void add(Download download) {
        downloads.put(download.id(), download);
    }

    void remove(UUID id) {
        downloads.remove(id);
    }

    Optional<Download> find(UUID id) {
        return Optional.ofNullable(downloads.get(id));
    }

    List<Download> newestFirst() {
        return sorted(downloads.values().stream(), NEWEST_FIRST);
    }

    /** Those that wait for their turn, next one first. */
    List<Download> queued() {
        return sorted(
                downloads.values().stream().filter(download -> download.state() == DownloadState.QUEUED), BY_ORDER);
    }

    /** Those that wait for room on the disk before they have a turn, next one first. */
    List<Download> withoutRoom() {
        return queued().stream().filter(DownloadList::lacksRoom).toList();
    }

    private static boolean lacksRoom(Download download) {
        return download.shortage().isPresent();
    }

    /**
     * The first of those that wait and have room on the disk, but not one of which a restart would not know: its request may
     * still fail.
     *
     * @param untaken those that have no turn
     */
    Optional<Download> next(Set<UUID> untaken) {
        return downloads.values().stream()
                .filter(download -> download.state() == DownloadState.QUEUED && download.isSaved())
                .filter(download -> !untaken.contains(download.id()) && !lacksRoom(download))
                .min(Comparator.comparing(Download::record, BY_ORDER));
    }

    /** By what the records say at one moment: they may change while the list is sorted. */
    private static List<Download> sorted(Stream<Download> all, Comparator<DownloadRecord> order) {
        return all.map(download -> Map.entry(download, download.record()))
                .sorted(Map.Entry.comparingByValue(order))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those at work. */
    List<Download> active() {
        return downloads.values().stream()
                .filter(download -> download.state().isActive())
                .toList();
    }

    /** Ended ones, those that ended first in front. */
    List<Download> ended() {
        return sorted(
                downloads.values().stream().filter(download -> download.state().hasEnded()),
                Comparator.comparing(
                        record -> Optional.ofNullable(record.endedAt()).orElse(record.createdAt())));
    }

    /** Those of a repo that may still want what is there of it; in the order of their making. */
    List<Download> unfinished(RepoId repo) {
        return sorted(
                downloads.values().stream()
                        .filter(other -> other.state() != DownloadState.COMPLETED)
                        .filter(other -> other.record().repoId().equals(repo)),
                NEWEST_FIRST);
    }

    /**
     * Gives one that waits another place among those that wait; 0 is the first, what is beyond the end is the end.
     *
     * @return those whose order changed, as they are to be written: those it passes, beginning at its old place, then
     *     itself. However many of these writes a crash lets happen, the others stay in order.
     */
    List<Download> place(Download moved, int position) {
        List<Download> before = queued();
        List<Long> orders =
                before.stream().map(download -> download.record().order()).toList();
        List<Download> after = new ArrayList<>(before);
        after.remove(moved);
        int to = Math.max(0, Math.min(position, after.size()));
        after.add(to, moved);
        Deque<Download> changed = new ArrayDeque<>();
        long order = Long.MIN_VALUE;
        for (int i = 0; i < after.size(); i++) {
            Download download = after.get(i);
            order = Math.max(orders.get(i), order + 1);
            if (download.record().order() == order) {
                continue;
            }
            download.record(download.record().withOrder(order));
            if (i > to) { // it lets the moved one pass to the front
                changed.addFirst(download);
            } else if (i < to) {
                changed.addLast(download);
            }
        }
        changed.addLast(moved);
        return List.copyOf(changed);
    }

    long lastOrder() {
        return downloads.values().stream()
                .mapToLong(download -> download.record().order())
                .max()
                .orElse(0);
    }

    // --- the same one ------------------------------------------------------------------------------------------

    /**
     * The one under way that fetches just this.
     *
     * @param plan what the request means, as far as the Hub could be asked
     */
    Optional<Download> sameUnderWay(DownloadRequest request, Optional<Plan> plan) {
        Stream<Download> same = downloads.values().stream()
                .filter(download -> !download.state().hasEnded())
                .filter(download -> isSame(download, request, plan));
        return sorted(same, NEWEST_FIRST).stream().findFirst();
    }

    /** Whether another one that has not ended fetches the same as this one. */
    boolean hasDuplicate(Download download) {
        return downloads.values().stream()
                .filter(other -> other != download && !other.state().hasEnded())
                .anyMatch(other -> other.record().isDuplicateOf(download.record()));
    }

    private static boolean isSame(Download download, DownloadRequest request, Optional<Plan> plan) {
        DownloadRecord record = download.record();
        RepoId repo = plan.map(known -> known.tree().repo()).orElse(request.repo());
        boolean sameCommit = plan.isPresent() && record.commit() != null
                ? plan.get().tree().commit().equals(record.commit())
                : record.revision().equals(request.revision());
        return sameCommit
                && record.repoId().equals(repo)
                && record.update() == request.update()
                && (record.selection().equals(request.selection())
                        || plan.isPresent() && fetches(download, plan.get()));
    }

    /** One selection may be written in several ways. */
    private static boolean fetches(Download download, Plan plan) {
        return download.meter()
                .filter(meter -> paths(meter.files().stream().map(FileMeter::path))
                        .equals(paths(
                                plan.items().stream().map(item -> item.file().path()))))
                .isPresent();
    }

    private static Set<String> paths(Stream<String> paths) {
        return paths.collect(Collectors.toSet());
    }

    // --- room on the disk --------------------------------------------------------------------------------------

    /** Bytes that others at work have still to write; those that came later and wait for room, too, let this one go first. */
    long bytesLeftBefore(DownloadRecord record, Predicate<RepoId> repos) {
        return active().stream()
                .filter(other -> !other.id().equals(record.id()))
                .filter(other -> !other.waitsForSpace() || other.record().order() < record.order())
                .filter(other -> repos.test(other.record().repoId()))
                .mapToLong(Download::bytesLeft)
                .sum();
    }

    /** As {@link #bytesLeftBefore}, for one in the queue: those that have room and come before it go first as well. */
    long bytesLeftBeforeTurn(DownloadRecord record, Predicate<RepoId> repos) {
        return bytesLeftBefore(record, repos)
                + queued().stream()
                        .filter(other -> !lacksRoom(other) && other.record().order() < record.order())
                        .filter(other -> repos.test(other.record().repoId()))
                        .mapToLong(Download::bytesLeft)
                        .sum();
    }

    /** Bytes that all downloads at work and in the queue have still to write, but for those that wait for room themselves. */
    long bytesLeft(Predicate<RepoId> repos) {
        return Stream.concat(active().stream(), queued().stream())
                .filter(download -> !lacksRoom(download))
                .filter(download -> repos.test(download.record().repoId()))
                .mapToLong(Download::bytesLeft)
                .sum();
    }
}
