package io.hfdownloader.web.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.progress.FileProgress;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one listener was told of the downloads, to find out what is new to it. Looks at memory only; used by one
 * listener, from one thread after the other.
 */
final class DownloadChanges {

    /** More rows than this are not sent at once; the listener then asks for the files itself. */
    static final int MAX_FILES = 500;

    /** So many downloads are in one event; what is left of them comes with the next ones. */
    static final int MAX_DOWNLOADS = 1_000;

    /** A change is noted just after it was made; a thread may be held up between the two. */
    private static final long OVERLAP_NANOS = 100_000_000;

    private final DownloadService downloads;
    private final Supplier<String> limit;
    private final int maxDownloads;
    private final Map<UUID, DownloadView> lastSent = new HashMap<>();
    private final Set<UUID> late = new HashSet<>();
    private long lastLookNanos;
    private String lastSentLimit = "";

    /** @param limit gives the bandwidth limit in force, from memory; empty for none */
    DownloadChanges(DownloadService downloads, Supplier<String> limit) {
        this(downloads, limit, MAX_DOWNLOADS);
    }

    /** @param maxDownloads as many are in one event */
    DownloadChanges(DownloadService downloads, Supplier<String> limit, int maxDownloads) {
        this.downloads = downloads;
        this.limit = limit;
        this.maxDownloads = maxDownloads;
    }

    /**
     * Everything there is, newest first; of very many downloads the newest, and the others in the events after it.
     *
     * @param now the time by this server's clock, as the times of the downloads are
     * @param bandwidthLimit the limit in force as it was written; empty for none
     * @param count how many downloads there are; those that are not in this event are in the next ones
     * @param downloads without their files; those at work with their last rates
     */
    @Schema(name = "DownloadsSnapshot")
    record Snapshot(
            Instant now,
            String bandwidthLimit,
            int count,
            @Schema(maxItems = MAX_DOWNLOADS) List<DownloadJson> downloads) {}

    /**
     * What changed.
     *
     * @param bandwidthLimit the limit in force, or null when it is the one that was told last
     * @param downloads those that are new, not told yet, or have changed, newest first, without their files
     * @param removed ids of those that are gone
     * @param files by id of the download, its files that have changed
     * @param manyFiles ids of downloads whose files are to be asked for: very many changed, or it has just ended
     */
    @Schema(name = "DownloadsChanges")
    record Changes(
            @Nullable String bandwidthLimit,
            @Schema(maxItems = MAX_DOWNLOADS) List<DownloadJson> downloads,
            List<UUID> removed,
            Map<UUID, List<FileProgress>> files,
            List<UUID> manyFiles) {

        boolean tellsNothing() {
            return bandwidthLimit == null
                    && downloads.isEmpty()
                    && removed.isEmpty()
                    && files.isEmpty()
                    && manyFiles.isEmpty();
        }
    }

    /** Tells all, or the newest of very many; what follows are the others, and the changes from here. */
    Snapshot snapshot() {
        lastLookNanos = System.nanoTime();
        List<DownloadView> now = downloads.list();
        lastSent.clear();
        late.clear();
        List<DownloadView> first = first(now);
        first.forEach(download -> lastSent.put(download.id(), download));
        lastSentLimit = limit.get();
        return new Snapshot(
                Instant.now(),
                lastSentLimit,
                now.size(),
                first.stream()
                        .map(download -> DownloadJson.of(download, rates(download), null))
                        .toList());
    }

    /** As many as one event holds, in their order: those at work, which are looked at, and the newest. */
    private List<DownloadView> first(List<DownloadView> all) {
        if (all.size() <= maxDownloads) {
            return all;
        }
        Set<UUID> chosen = Stream.concat(
                        all.stream().filter(download -> download.state().isActive()), all.stream())
                .map(DownloadView::id)
                .distinct()
                .limit(maxDownloads)
                .collect(Collectors.toSet());
        return all.stream().filter(download -> chosen.contains(download.id())).toList();
    }

    private @Nullable List<Long> rates(DownloadView download) {
        return download.state().isActive() ? downloads.rates(download.id()) : null;
    }

    /** What changed since the last look; empty when nothing did. */
    Optional<Changes> changes() {
        long since = lastLookNanos - OVERLAP_NANOS;
        lastLookNanos = System.nanoTime();
        List<DownloadView> now = downloads.list();
        List<DownloadJson> changed = new ArrayList<>();
        Map<UUID, List<FileProgress>> files = new LinkedHashMap<>();
        List<UUID> many = new ArrayList<>();
        List<UUID> removed = removed(now);
        for (DownloadView download : now) {
            DownloadView before = lastSent.get(download.id());
            boolean isChanged = !download.equals(before);
            if (isChanged && changed.size() == maxDownloads) {
                late.add(download.id()); // it is told next time, as it is then
                continue;
            }
            lastSent.put(download.id(), download);
            if (isChanged) {
                changed.add(DownloadJson.of(download));
            }
            if (late.remove(download.id()) && before != null) {
                many.add(download.id()); // which of its files moved meanwhile nobody has noted
            } else if (before != null
                    && before.state() != download.state()
                    && download.state().hasEnded()) {
                many.add(download.id()); // its counters are gone
            } else if (isChanged || !download.state().hasEnded()) {
                List<FileProgress> moved = downloads.filesChangedSince(download.id(), since);
                if (moved.size() > MAX_FILES) {
                    many.add(download.id());
                } else if (!moved.isEmpty()) {
                    files.put(download.id(), moved);
                }
            }
        }
        Changes changes = new Changes(newLimit(), changed, removed, files, many);
        return changes.tellsNothing() ? Optional.empty() : Optional.of(changes);
    }

    private @Nullable String newLimit() {
        String now = limit.get();
        boolean isChanged = !now.equals(lastSentLimit);
        lastSentLimit = now;
        return isChanged ? now : null;
    }

    private List<UUID> removed(List<DownloadView> now) {
        Set<UUID> gone = new LinkedHashSet<>(lastSent.keySet());
        now.forEach(download -> gone.remove(download.id()));
        gone.forEach(lastSent::remove);
        late.retainAll(lastSent.keySet());
        return List.copyOf(gone);
    }
}
