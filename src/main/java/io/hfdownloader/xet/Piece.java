package io.hfdownloader.xet;

import java.util.List;

/**
 * A range of a xorb that is fetched in one request, and all the places in the file where its chunks belong: what occurs
 * several times is fetched once.
 *
 * @param xorb the xorb
 * @param firstChunk first chunk of the range
 * @param endChunk the chunk after the last one
 * @param firstByte where the range begins in the serialized xorb
 * @param endByte where it ends, half-open
 * @param url where it is fetched
 * @param placements where its chunks belong, in the order of the file
 */
public record Piece(
        XetHash xorb,
        int firstChunk,
        int endChunk,
        long firstByte,
        long endByte,
        SignedUrl url,
        List<Placement> placements) {

    public Piece {
        placements = List.copyOf(placements);
    }

    /** Bytes to fetch. */
    public long storedLength() {
        return endByte - firstByte;
    }

    /** Bytes of the file that it brings. */
    public long fileBytes() {
        return placements.stream().mapToLong(Placement::length).sum();
    }

    /** The same range of the same xorb, for the same places: only its address may be another. */
    public boolean isSameAs(Piece other) {
        return xorb.equals(other.xorb)
                && firstChunk == other.firstChunk
                && endChunk == other.endChunk
                && firstByte == other.firstByte
                && endByte == other.endByte
                && placements.equals(other.placements);
    }
}
