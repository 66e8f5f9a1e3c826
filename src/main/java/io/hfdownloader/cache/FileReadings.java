package io.hfdownloader.cache;

import java.io.IOException;
import java.util.Optional;

/**
 * What was read of files, so that each is read once while it does not change: the key tells one state of a file from the next. What
 * the disk refuses now it may give the next time, so that is not kept. Any thread; reading blocks.
 *
 * @param <K> a file, with what changes when it does
 * @param <V> what it says
 */
public final class FileReadings<K, V> {

    /** Reads one file. */
    @FunctionalInterface
    public interface Reading<V> {

        /** Empty where the file does not tell. */
        Optional<V> read() throws IOException;
    }

    private final LruCache<K, Optional<V>> known;

    /** Keeps so much in it. */
    public FileReadings(LruCache<K, Optional<V>> known) {
        this.known = known;
    }

    /** What the file says; empty where it does not, or the disk does not give it. */
    public Optional<V> of(K file, Reading<V> reading) {
        Optional<Optional<V>> kept = known.get(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            Optional<V> read = reading.read();
            known.put(file, read);
            return read;
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
