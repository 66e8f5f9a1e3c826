package io.hfdownloader.progress;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all downloads together have done since the program was started, apart by a word: how the bytes came, or why nothing did.
 * The words are few and of this program. Safe from any thread; never blocks.
 */
public final class Totals {

    /** What is counted; all but {@link #WAITING_FILES} only grows. */
    public enum Total {
        /** Bytes from the network, by transport. */
        RECEIVED_BYTES,
        /** Bytes of files whose hash was checked, by transport or {@link #DISK}. */
        VERIFIED_BYTES,
        /** Bytes that did not have to be fetched, by {@link #DISK} or {@link #COPY}. */
        REUSED_BYTES,
        /** Tries that failed, by cause. */
        FAILED_TRIES,
        /** Waits of files that began, by cause. */
        WAITS,
        /** How long those took that are over, by cause. */
        WAITED_NANOS,
        /** Files that wait now, by cause. */
        WAITING_FILES,
        /** Downloads that ended, by their state. */
        ENDED_DOWNLOADS
    }

    /** The file was whole in its place before. */
    public static final String DISK = "disk";
    /** Its bytes were in other files on this disk. */
    public static final String COPY = "copy";
    /** It waits for another download, which fetches the same file. */
    public static final String OTHER_DOWNLOAD = "other-download";

    private final Map<Total, Map<String, LongAdder>> counts = new EnumMap<>(Total.class);

    Totals() {
        for (Total total : Total.values()) {
            counts.put(total, new ConcurrentHashMap<>());
        }
    }

    /** A download has ended in this state. */
    public void ended(String state) {
        add(Total.ENDED_DOWNLOADS, state, 1);
    }

    /** So many until now; 0 for what never was. */
    public long of(Total total, String word) {
        LongAdder count = of(total).get(word);
        return count == null ? 0 : count.sum();
    }

    void add(Total total, String word, long more) {
        of(total).computeIfAbsent(word, first -> new LongAdder()).add(more);
    }

    private Map<String, LongAdder> of(Total total) {
        return counts.getOrDefault(total, Map.of());
    }
}
