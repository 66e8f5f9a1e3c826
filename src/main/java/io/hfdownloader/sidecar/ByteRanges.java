package io.hfdownloader.sidecar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.hfdownloader.http.ByteRange;

/** Disjoint ranges of bytes, joined where they touch. Not safe for use by several threads. */
public final class ByteRanges {

    private final NavigableMap<Long, Long> endByStart = new TreeMap<>();
    private long total;

    public static ByteRanges of(List<ByteRange> ranges) {
        ByteRanges set = new ByteRanges();
        ranges.forEach(set::add);
        return set;
    }

    public void add(ByteRange added) {
        if (added.length() == 0) {
            return;
        }
        long start = added.start();
        long end = added.end();
        Map.Entry<Long, Long> before = endByStart.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> touched = endByStart.ceilingEntry(start);
        while (touched != null && touched.getKey() <= end) {
            end = Math.max(end, touched.getValue());
            total -= touched.getValue() - touched.getKey();
            endByStart.remove(touched.getKey());
            touched = endByStart.ceilingEntry(start);
        }
        endByStart.put(start, end);
        total += end - start;
    }

    /** Leaves nothing. */
    public void clear() {
        endByStart.clear();
        total = 0;
    }

    /** Number of bytes in all ranges. */
    public long total() {
        return total;
    }

    /** The end of what is here without a gap from this byte on; the byte itself when it is missing. */
    public long contiguousEnd(long from) {
        Map.Entry<Long, Long> entry = endByStart.floorEntry(from);
        return entry == null ? from : Math.max(from, entry.getValue());
    }

    /** The first missing range at or after a byte and before an end; of length zero when there is none. */
    public ByteRange firstGap(long from, long end) {
        long start = Math.min(contiguousEnd(from), end);
        Long next = endByStart.higherKey(start);
        return new ByteRange(start, next == null ? end : Math.min(next, end));
    }

    /** What is in both. */
    public ByteRanges intersect(ByteRanges other) {
        ByteRanges intersection = new ByteRanges();
        for (Map.Entry<Long, Long> place : other.endByStart.entrySet()) {
            Long from = endByStart.floorKey(place.getKey());
            endByStart
                    .subMap(from == null ? place.getKey() : from, true, place.getValue(), false)
                    .forEach((start, end) -> {
                        long first = Math.max(start, place.getKey());
                        long last = Math.min(end, place.getValue());
                        if (first < last) {
                            intersection.add(new ByteRange(first, last));
                        }
                    });
        }
        return intersection;
    }

    public List<ByteRange> toList() {
        List<ByteRange> list = new ArrayList<>(endByStart.size());
        endByStart.forEach((start, end) -> list.add(new ByteRange(start, end)));
        return list;
    }
}
