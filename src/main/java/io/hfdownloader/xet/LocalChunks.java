package io.hfdownloader.xet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The chunks of a file on this machine, by the names that the storage has for them: xorb and index. Which chunk of
 * another file is the same is known by these names alone.
 */
public final class LocalChunks {

    /** Chunks of files up to some hundred gigabytes; what is beyond is fetched. */
    private static final int MAX_CHUNKS = 4_000_000;

    private final Map<ChunkId, Span> spans = new HashMap<>();

    private record ChunkId(XetHash xorb, int index) {}

    /**
     * A part of the local file.
     *
     * @param position its first byte
     * @param length bytes
     */
    public record Span(long position, int length) {}

    /**
     * Bytes that are the same in both files.
     *
     * @param from place in the local file
     * @param to place in the other file
     * @param length bytes
     */
    public record Match(long from, long to, long length) {

        private boolean isFollowedBy(Match next) {
            return from + length == next.from && to + length == next.to;
        }
    }

    private LocalChunks() {}

    /**
     * Where the chunks of a local file begin, when its content is the one that the storage knows by this hash: every byte
     * of it is proved by that. Blocks as long as hashing takes; empty when the content is another, or somebody stopped it.
     *
     * @return places of all chunks in order and, last, the file's size
     */
    public static long[] cut(ChunkScan.Bytes bytes, long size, XetHash expected, BooleanSupplier stopped)
            throws IOException {
        MerkleTree tree = new MerkleTree();
        List<Long> starts = new ArrayList<>();
        try {
            new ChunkScan().scan(bytes, 0, size, (hash, position, length) -> {
                if (stopped.getAsBoolean() || starts.size() >= MAX_CHUNKS) {
                    throw new ScanStoppedException();
                }
                tree.add(hash, length);
                starts.add(position);
            });
        } catch (ScanStoppedException enough) {
            return new long[0];
        }
        if (!tree.fileHash().equals(expected)) {
            return new long[0];
        }
        starts.add(size);
        return starts.stream().mapToLong(Long::longValue).toArray();
    }

    /** What ends a scan early. */
    private static final class ScanStoppedException extends RuntimeException {
        ScanStoppedException() {
            super(null, null, false, false);
        }
    }

    /**
     * Names the chunks of a local file.
     *
     * @param places as {@link #cut} found them
     * @param pieces how the storage puts that same file together
     */
    public static LocalChunks of(long[] places, List<Piece> pieces) {
        LocalChunks chunks = new LocalChunks();
        for (Piece piece : pieces) {
            for (Placement place : piece.placements()) {
                chunks.add(places, piece.xorb(), place);
            }
        }
        return chunks;
    }

    private void add(long[] places, XetHash xorb, Placement place) {
        int first = Arrays.binarySearch(places, place.fileStart());
        int end = first + place.endChunk() - place.firstChunk();
        if (first < 0 || end >= places.length || places[end] != place.fileEnd()) {
            return; // cut in another way than we cut it: nothing is known of it
        }
        for (int i = first; i < end; i++) {
            spans.putIfAbsent(new ChunkId(xorb, place.firstChunk() + i - first), new Span(places[i], (int)
                    (places[i + 1] - places[i])));
        }
    }

    /**
     * What another file has in common with the local one, as far as it is known.
     *
     * @param matches what is the same, at known places
     * @param gaps terms of which more is the same behind a chunk whose length is not known here
     */
    public record Overlap(List<Match> matches, List<Gap> gaps) {

        public Overlap {
            matches = List.copyOf(matches);
            gaps = List.copyOf(gaps);
        }

        /** Both together, but without the first gap, which the other one has looked into. */
        public Overlap insteadOfFirstGap(Overlap other) {
            List<Match> allMatches = new ArrayList<>(matches);
            allMatches.addAll(other.matches);
            List<Gap> allGaps = new ArrayList<>(gaps.subList(1, gaps.size()));
            allGaps.addAll(other.gaps);
            return new Overlap(allMatches, allGaps);
        }

        /** The matches in the order of the other file, those that follow on each other as one. */
        public List<Match> joined() {
            List<Match> joined = new ArrayList<>();
            matches.stream().sorted(Comparator.comparingLong(Match::to)).forEach(match -> {
                int at = joined.size() - 1;
                if (at >= 0 && joined.get(at).isFollowedBy(match)) {
                    Match last = joined.get(at);
                    joined.set(at, new Match(last.from(), last.to(), last.length() + match.length()));
                } else {
                    joined.add(match);
                }
            });
            return joined;
        }
    }

    /**
     * A part of a term that begins with a chunk which is not here. Where the next one begins is known once its length is.
     *
     * @param xorb the xorb
     * @param rest the part
     */
    public record Gap(XetHash xorb, Placement rest) {

        /** The part behind its first chunk, now that this one's length is known; empty when it cannot be that. */
        public Optional<Gap> behindFirst(long length) {
            boolean possible = length > 0 && length < rest.length() && rest.endChunk() - rest.firstChunk() > 1;
            return possible
                    ? Optional.of(new Gap(
                            xorb,
                            new Placement(
                                    rest.firstChunk() + 1,
                                    rest.endChunk(),
                                    rest.fileStart() + length,
                                    rest.length() - length)))
                    : Optional.empty();
        }
    }

    /** What another file has in common with the local one. */
    public Overlap find(List<Piece> pieces) {
        List<Match> matches = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (Piece piece : pieces) {
            for (Placement place : piece.placements()) {
                find(piece.xorb(), place, matches, gaps);
            }
        }
        return new Overlap(matches, gaps);
    }

    /** What a part of a term has in common with the local file. */
    public Overlap find(Gap part) {
        List<Match> matches = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        find(part.xorb(), part.rest(), matches, gaps);
        return new Overlap(matches, gaps);
    }

    /** Chunks have known places from the beginning of a term on, and from its end back, as far as they are here. */
    private void find(XetHash xorb, Placement place, List<Match> matches, List<Gap> gaps) {
        long to = place.fileStart();
        int first = place.firstChunk();
        for (; first < place.endChunk(); first++) {
            Span span = spans.get(new ChunkId(xorb, first));
            if (span == null || span.length() > place.fileEnd() - to) {
                break;
            }
            matches.add(new Match(span.position(), to, span.length()));
            to += span.length();
        }
        long end = place.fileEnd();
        int last = place.endChunk() - 1;
        for (; last > first; last--) {
            Span span = spans.get(new ChunkId(xorb, last));
            if (span == null || span.length() > end - to) {
                break;
            }
            end -= span.length();
            matches.add(new Match(span.position(), end, span.length()));
        }
        if (end > to && knowsAnyOf(xorb, first + 1, last)) {
            gaps.add(new Gap(xorb, new Placement(first, last + 1, to, end - to)));
        }
    }

    private boolean knowsAnyOf(XetHash xorb, int from, int end) {
        for (int i = from; i < end; i++) {
            if (spans.containsKey(new ChunkId(xorb, i))) {
                return true;
            }
        }
        return false;
    }
}
