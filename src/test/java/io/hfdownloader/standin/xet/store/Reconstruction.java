package io.hfdownloader.standin.xet.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is needed for a stretch of a file: terms cut to whole chunks, and which parts of which xorbs to fetch.
 *
 * @param offsetIntoFirst bytes to drop at the start of the first term
 */
public record Reconstruction(long offsetIntoFirst, List<XetFile.Term> terms, Map<Xorb, List<Fetch>> fetches) {

    /**
     * Neighbouring chunks of a xorb.
     *
     * @param end one behind the last chunk
     * @param firstByte of the xorb
     * @param lastByte of the xorb, included
     */
    public record Fetch(int start, int end, long firstByte, long lastByte) {
        private static Fetch of(Xorb xorb, int start, int end) {
            return new Fetch(
                    start,
                    end,
                    xorb.chunks().get(start).offset(),
                    xorb.chunks().get(end - 1).end() - 1);
        }
    }

    /**
     * For the bytes from {@code from} on.
     *
     * @param to one behind the last byte; may be behind the end of the file
     */
    public static Reconstruction of(XetFile file, long from, long to) {
        List<XetFile.Term> terms = new ArrayList<>();
        long offset = 0;
        long at = 0;
        for (XetFile.Term term : file.terms()) {
            int start = -1;
            int end = -1;
            for (int i = term.start(); i < term.end(); i++) {
                long next = at + term.xorb().chunks().get(i).length();
                if (next > from && at < to) {
                    if (start < 0) {
                        start = i;
                        offset = terms.isEmpty() ? from - at : offset;
                    }
                    end = i + 1;
                }
                at = next;
            }
            if (start >= 0) {
                terms.add(new XetFile.Term(term.xorb(), start, end));
            }
        }
        return new Reconstruction(offset, terms, fetches(terms));
    }

    private static Map<Xorb, List<Fetch>> fetches(List<XetFile.Term> terms) {
        Map<Xorb, TreeMap<Integer, Integer>> ranges = new LinkedHashMap<>();
        for (XetFile.Term term : terms) {
            ranges.computeIfAbsent(term.xorb(), ignored -> new TreeMap<>()).merge(term.start(), term.end(), Math::max);
        }
        Map<Xorb, List<Fetch>> fetches = new LinkedHashMap<>();
        ranges.forEach((xorb, ends) -> fetches.put(xorb, merged(xorb, ends)));
        return fetches;
    }

    /** Ranges that touch or overlap become one. */
    private static List<Fetch> merged(Xorb xorb, TreeMap<Integer, Integer> ends) {
        List<Fetch> list = new ArrayList<>();
        int start = ends.firstKey();
        int end = start;
        for (Map.Entry<Integer, Integer> range : ends.entrySet()) {
            if (range.getKey() > end) {
                list.add(Fetch.of(xorb, start, end));
                start = range.getKey();
            }
            end = Math.max(end, range.getValue());
        }
        list.add(Fetch.of(xorb, start, end));
        return list;
    }
}
