package io.hfdownloader.library.stamp;

import java.nio.file.attribute.FileTime;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Stamps by path, sorted, that do not change: twenty bytes each beside the path, which others share. Two with the same content are
 * equal, as maps are; times are kept to the nanosecond between the years 1677 and 2262, and what is beyond is taken for its end.
 */
public final class StampMap extends AbstractMap<String, Stamp> {

    private static final StampMap EMPTY = new StampMap(new String[0], new long[0], new long[0]);

    private final String[] paths;
    private final long[] sizes;
    private final long[] nanos;

    private StampMap(String[] paths, long[] sizes, long[] nanos) {
        this.paths = paths;
        this.sizes = sizes;
        this.nanos = nanos;
    }

    public static StampMap copyOf(Map<String, Stamp> stamps) {
        if (stamps instanceof StampMap same) {
            return same;
        }
        if (stamps.isEmpty()) {
            return EMPTY;
        }
        String[] paths = stamps.keySet().toArray(new String[0]);
        Arrays.sort(paths);
        long[] sizes = new long[paths.length];
        long[] nanos = new long[paths.length];
        for (int i = 0; i < paths.length; i++) {
            Stamp stamp = stamps.get(paths[i]);
            if (stamp == null) {
                throw new IllegalArgumentException("No stamp of " + paths[i]);
            }
            sizes[i] = stamp.sizeBytes();
            nanos[i] = stamp.modified().to(TimeUnit.NANOSECONDS);
        }
        return new StampMap(paths, sizes, nanos);
    }

    @Override
    public @Nullable Stamp get(@Nullable Object path) {
        int index = indexOf(path);
        return index < 0 ? null : stamp(index);
    }

    @Override
    public boolean containsKey(@Nullable Object path) {
        return indexOf(path) >= 0;
    }

    @Override
    public int size() {
        return paths.length;
    }

    private int indexOf(@Nullable Object path) {
        return path instanceof String text ? Arrays.binarySearch(paths, text) : -1;
    }

    private Stamp stamp(int index) {
        return new Stamp(sizes[index], FileTime.from(nanos[index], TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other == this) {
            return true;
        }
        return other instanceof StampMap map
                ? Arrays.equals(paths, map.paths) && Arrays.equals(sizes, map.sizes) && Arrays.equals(nanos, map.nanos)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public Set<Map.Entry<String, Stamp>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return paths.length;
            }

            @Override
            public Iterator<Map.Entry<String, Stamp>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Stamp>> {

        private int at;

        @Override
        public boolean hasNext() {
            return at < paths.length;
        }

        @Override
        public Map.Entry<String, Stamp> next() {
            if (at == paths.length) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, Stamp> entry = Map.entry(paths[at], stamp(at));
            at++;
            return entry;
        }
    }
}
