package io.hfdownloader.transfer.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.hfdownloader.http.Segment;

/** Disjoint ranges of bytes, joined where they touch. Not safe for use by several threads. */
public final class RangeSet {

    private final NavigableMap<Long, Long> endByStart = new TreeMap<>();
    private long total;

    public static RangeSet of(List<Segment> segments) {
        RangeSet set = new RangeSet();
        segments.forEach(set::add);
        return set;
    }

    public void add(Segment added) {
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

    void clear() {
        endByStart.clear();
        total = 0;
    }

    /** Number of bytes in all ranges. */
    public long total() {
        return total;
    }

    /** The end of what is here without a gap from this byte on; the byte itself when it is missing. */
    long contiguousEnd(long from) {
        Map.Entry<Long, Long> entry = endByStart.floorEntry(from);
        return entry == null ? from : Math.max(from, entry.getValue());
    }

    /** The first missing range at or after a byte and before an end; of length zero when there is none. */
    public Segment firstGap(long from, long end) {
        long start = Math.min(contiguousEnd(from), end);
        Long next = endByStart.higherKey(start);
        return new Segment(start, next == null ? end : Math.min(next, end));
    }

    /** What is in both. */
    RangeSet within(RangeSet other) {
        RangeSet both = new RangeSet();
        for (Map.Entry<Long, Long> place : other.endByStart.entrySet()) {
            Long from = endByStart.floorKey(place.getKey());
            endByStart
                    .subMap(from == null ? place.getKey() : from, true, place.getValue(), false)
                    .forEach((start, end) -> {
                        long first = Math.max(start, place.getKey());
                        long last = Math.min(end, place.getValue());
                        if (first < last) {
                            both.add(new Segment(first, last));
                        }
                    });
        }
        return both;
    }

    public List<Segment> segments() {
        List<Segment> list = new ArrayList<>(endByStart.size());
        endByStart.forEach((start, end) -> list.add(new Segment(start, end)));
        return list;
    }
}
