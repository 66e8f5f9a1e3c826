package io.hfdownloader.xet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The chunks of a file on this machine, by the names that the storage has for them: xorb and index. Which chunk of
 * another file is the same is known by these names alone.
 */
public final class LocalChunks {

    /** Chunks of files up to some hundred gigabytes; what is beyond is fetched. */
    private static final int MOST_CHUNKS = 4_000_000;

    private final Map<Name, Span> spans = new HashMap<>();

    private record Name(XetHash xorb, int index) {}

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
                if (stopped.getAsBoolean() || starts.size() >= MOST_CHUNKS) {
                    throw new EnoughException();
                }
                tree.add(hash, length);
                starts.add(position);
            });
        } catch (EnoughException enough) {
            return new long[0];
        }
        if (!tree.fileHash().equals(expected)) {
            return new long[0];
        }
        starts.add(size);
        return starts.stream().mapToLong(Long::longValue).toArray();
    }

    /** What ends a scan early. */
    private static final class EnoughException extends RuntimeException {
        EnoughException() {
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
            spans.putIfAbsent(new Name(xorb, place.firstChunk() + i - first), new Span(places[i], (int)
                    (places[i + 1] - places[i])));
        }
    }

    /** What another file has in common with the local one, in the order of that file. */
    public List<Match> matches(List<Piece> pieces) {
        List<Match> matches = new ArrayList<>();
        for (Piece piece : pieces) {
            for (Placement place : piece.placements()) {
                match(piece.xorb(), place, matches);
            }
        }
        matches.sort(Comparator.comparingLong(Match::to));
        return joined(matches);
    }

    /** Chunks have known places from the beginning of a term on, and from its end back, as far as they are known. */
    private void match(XetHash xorb, Placement place, List<Match> matches) {
        long to = place.fileStart();
        int index = place.firstChunk();
        for (; index < place.endChunk(); index++) {
            Span span = spans.get(new Name(xorb, index));
            if (span == null || span.length() > place.fileEnd() - to) {
                break;
            }
            matches.add(new Match(span.position(), to, span.length()));
            to += span.length();
        }
        long end = place.fileEnd();
        for (int back = place.endChunk() - 1; back > index; back--) {
            Span span = spans.get(new Name(xorb, back));
            if (span == null || span.length() > end - to) {
                return;
            }
            end -= span.length();
            matches.add(new Match(span.position(), end, span.length()));
        }
    }

    private static List<Match> joined(List<Match> sorted) {
        List<Match> joined = new ArrayList<>();
        for (Match match : sorted) {
            int at = joined.size() - 1;
            if (at >= 0 && joined.get(at).isFollowedBy(match)) {
                Match last = joined.get(at);
                joined.set(at, new Match(last.from(), last.to(), last.length() + match.length()));
            } else {
                joined.add(match);
            }
        }
        return joined;
    }
}
