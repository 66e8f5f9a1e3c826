package io.hfdownloader.xet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the storage's answer on a file, in version 2 or 1 of the protocol. Nothing in it is trusted: what does not fit
 * together is refused as a whole.
 */
final class ReconstructionReader {

    /** As many as 256 MiB of the smallest usual chunks have, each a term of its own, and some. */
    private static final int MAX_TERMS = 40_000;

    private static final int MAX_RANGES = 40_000;
    private static final int MAX_OVERLAPS = 64;

    /** Whoever unpacks a range looks for each chunk at each of its places; zeros are one chunk in very many. */
    private static final long MAX_LOOKUPS = 100_000_000;

    private static final int MAX_CHUNKS = 1 << 16;
    private static final long MAX_XORB_BYTES = 1L << 28;
    private static final long MAX_TERM_BYTES = (1L << 32) - 1;

    private final Map<XetHash, NavigableMap<Integer, List<Range>>> ranges = new HashMap<>();
    private final Map<Range, List<Placement>> placementsByRange = new LinkedHashMap<>();
    private final boolean tlsOnly;
    private int rangeCount;

    /** A range that may be fetched. */
    private record Range(XetHash xorb, int firstChunk, int endChunk, long firstByte, long endByte, SignedUrl url) {

        boolean holds(int first, int end) {
            return firstChunk <= first && end <= endChunk;
        }

        Piece piece(List<Placement> placements) {
            return new Piece(xorb, firstChunk, endChunk, firstByte, endByte, url, placements);
        }
    }

    private ReconstructionReader(boolean tlsOnly) {
        this.tlsOnly = tlsOnly;
    }

    /**
     * Reads an answer.
     *
     * @param askedStart first byte of the file that was asked for
     * @param fileSize size of the file; nothing may lie beyond
     * @param tlsOnly true when addresses without TLS are refused: a storage that is spoken to in private names no others
     * @throws BadXorbException when it is none, or does not reach from the first byte on
     */
    static Reconstruction read(JsonNode answer, long askedStart, long fileSize, boolean tlsOnly) {
        return new ReconstructionReader(tlsOnly).reconstruction(answer, askedStart, fileSize);
    }

    private Reconstruction reconstruction(JsonNode answer, long askedStart, long fileSize) {
        if (answer.path("xorbs").isObject()) {
            answer.path("xorbs").fields().forEachRemaining(entry -> version2(hash(entry.getKey()), entry.getValue()));
        } else if (answer.path("fetch_info").isObject()) {
            answer.path("fetch_info")
                    .fields()
                    .forEachRemaining(entry -> version1(hash(entry.getKey()), entry.getValue()));
        } else {
            throw bad("names no ranges to fetch");
        }
        long start = askedStart - number(answer.path("offset_into_first_range"), askedStart);
        long end = terms(answer.path("terms"), start, fileSize);
        if (end <= askedStart) {
            throw bad("does not reach the byte that was asked for");
        }
        List<Piece> pieces = new ArrayList<>(placementsByRange.size());
        placementsByRange.forEach((range, placements) -> {
            if ((long) (range.endChunk() - range.firstChunk()) * placements.size() > MAX_LOOKUPS) {
                throw bad("uses a range more often than can be");
            }
            pieces.add(range.piece(placements));
        });
        return new Reconstruction(start, end, pieces);
    }

    private long terms(JsonNode terms, long start, long fileSize) {
        if (!terms.isArray() || terms.isEmpty() || terms.size() > MAX_TERMS) {
            throw bad("has no terms, or more than can be");
        }
        long position = start;
        for (JsonNode term : terms) {
            XetHash xorb = hash(term.path("hash").asText());
            int first = (int) number(term.path("range").path("start"), MAX_CHUNKS);
            int end = (int) number(term.path("range").path("end"), MAX_CHUNKS);
            long length = number(term.path("unpacked_length"), MAX_TERM_BYTES);
            boolean possible = first < end
                    && length > 0
                    && length <= (long) (end - first) * ChunkHeader.MAX_UNPACKED_BYTES
                    && length <= fileSize - position;
            if (!possible) {
                throw bad("has a term that cannot be");
            }
            Range range = range(xorb, first, end);
            placementsByRange
                    .computeIfAbsent(range, key -> new ArrayList<>())
                    .add(new Placement(first, end, position, length));
            position += length;
        }
        return position;
    }

    /** Ranges should be disjoint, but need not be: of those that begin at or before the term, the nearest that holds it. */
    private Range range(XetHash xorb, int first, int end) {
        NavigableMap<Integer, List<Range>> known = ranges.getOrDefault(xorb, Collections.emptyNavigableMap());
        int lookups = 0;
        for (List<Range> nearest : known.headMap(first, true).descendingMap().values()) {
            for (Range candidate : nearest) {
                if (candidate.holds(first, end)) {
                    return candidate;
                }
                if (++lookups == MAX_OVERLAPS) {
                    throw bad("has a term that lies in no range near it");
                }
            }
        }
        throw bad("has a term that lies in no range");
    }

    private void version2(XetHash xorb, JsonNode urls) {
        for (JsonNode url : urls) {
            SignedUrl signed = address(url);
            for (JsonNode range : url.path("ranges")) {
                add(xorb, signed, range.path("chunks"), range.path("bytes"));
            }
        }
    }

    private void version1(XetHash xorb, JsonNode entries) {
        for (JsonNode entry : entries) {
            add(xorb, address(entry), entry.path("range"), entry.path("url_range"));
        }
    }

    /** Of chunks the end is exclusive, of bytes the last one is named. */
    private void add(XetHash xorb, SignedUrl url, JsonNode chunks, JsonNode bytes) {
        int first = (int) number(chunks.path("start"), MAX_CHUNKS);
        int end = (int) number(chunks.path("end"), MAX_CHUNKS);
        long firstByte = number(bytes.path("start"), MAX_XORB_BYTES);
        long endByte = number(bytes.path("end"), MAX_XORB_BYTES) + 1;
        boolean possible = first < end
                && endByte - firstByte > (long) (end - first) * ChunkHeader.BYTES
                && endByte - firstByte <= (long) (end - first) * (ChunkHeader.BYTES + ChunkHeader.MAX_STORED_BYTES);
        if (!possible || ++rangeCount > MAX_RANGES) {
            throw bad("has a range that cannot be");
        }
        ranges.computeIfAbsent(xorb, key -> new TreeMap<>())
                .computeIfAbsent(first, key -> new ArrayList<>(1))
                .add(new Range(xorb, first, end, firstByte, endByte, url));
    }

    private SignedUrl address(JsonNode entry) {
        return SignedUrl.parse(entry.path("url").asText())
                .filter(url -> url.address().isTls() || !tlsOnly)
                .orElseThrow(() -> bad("has a range without an address that can be used"));
    }

    private static long number(JsonNode node, long max) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0 || node.longValue() > max) {
            throw bad("has a number that cannot be");
        }
        return node.longValue();
    }

    private static XetHash hash(String text) {
        try {
            return XetHash.parse(text);
        } catch (IllegalArgumentException noHash) {
            throw bad("names no xorb");
        }
    }

    private static BadXorbException bad(String what) {
        return new BadXorbException("The storage's answer on the file " + what);
    }
}
