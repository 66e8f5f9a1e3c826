package io.hfdownloader.download;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

/** All downloads in memory, the ended ones too, with their order. Safe for use from any thread, never blocks. */
@ApplicationScoped
class DownloadList {

    private static final Comparator<DownloadRecord> BY_ORDER = Comparator.comparingLong(DownloadRecord::order);
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
    List<Download> queue() {
        return sorted(
                downloads.values().stream().filter(download -> download.state() == DownloadState.QUEUED), BY_ORDER);
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
        return downloads.values().stream()
                .filter(download -> download.state().hasEnded())
                .sorted(Comparator.comparing(
                        download -> Optional.ofNullable(download.record().endedAt())
                                .orElse(download.record().createdAt())))
                .toList();
    }

    long lastOrder() {
        return downloads.values().stream()
                .mapToLong(download -> download.record().order())
                .max()
                .orElse(0);
    }

    /** Bytes that others at work have still to write; those that came later and wait for room, too, let this one go first. */
    long bytesLeftBefore(DownloadRecord record) {
        return active().stream()
                .filter(other -> !other.id().equals(record.id()))
                .filter(other -> !other.waitsForSpace() || other.record().order() < record.order())
                .mapToLong(Download::bytesLeft)
                .sum();
    }

    /** Bytes that all downloads at work and in the queue have still to write. */
    long bytesLeft() {
        return Stream.concat(active().stream(), queue().stream())
                .mapToLong(Download::bytesLeft)
                .sum();
    }
}
