package io.hfdownloader.xet;

import java.util.List;

/**
 * Takes the bytes of one piece as they arrive, unpacks its chunks and tells where each belongs in the file. Can begin at
 * any chunk of the piece, so that a broken connection costs no chunk twice. Used by one thread after the other.
 */
public final class PieceReader {
    private final Piece piece;
    private final ChunkReader chunks = new ChunkReader(this::chunk);
    private final long[] placed;
    private PlacedChunkConsumer placedChunkConsumer = (bytes, length, position) -> {};
    private int next;
    private long nextByte;

    /** Takes chunks with their places. */
    public interface PlacedChunkConsumer {

        /**
         * A chunk that belongs at this place of the file; called once for each of its places.
         *
         * @param bytes holds the chunk from its first byte on; overwritten after this call
         */
        void chunk(byte[] bytes, int length, long filePosition);
    }

    public PieceReader(Piece piece) {
        this.piece = piece;
        this.placed = new long[piece.placements().size()];
        this.next = piece.firstChunk();
        this.nextByte = piece.firstByte();
    }

    /**
     * The next bytes of the piece.
     *
     * @param consumer is given each chunk that is complete now
     * @throws BadXorbException when they are not what the piece must have; chunks told before are right as far as can be
     *     known
     */
    public void feed(byte[] bytes, int offset, int length, PlacedChunkConsumer consumer) {
        placedChunkConsumer = consumer;
        chunks.feed(bytes, offset, length);
    }

    /** Forgets the part of a chunk that came before a connection broke; the next bytes begin at {@link #nextByte}. */
    public void discardPartialChunk() {
        chunks.reset();
    }

    /** Where in the xorb the chunk begins that is the first not to be here; a request may go on from there. */
    public long nextByte() {
        return nextByte;
    }

    /** The first chunk that is not here. */
    public int nextChunk() {
        return next;
    }

    /**
     * To be asked when all bytes were taken.
     *
     * @throws BadXorbException when something is missing
     */
    public void checkEnd() {
        if (next != piece.endChunk() || !chunks.isBetweenChunks() || nextByte != piece.endByte()) {
            throw new BadXorbException("A range of a xorb ends within a chunk");
        }
    }

    private void chunk(byte[] bytes, int length, int storedLength) {
        if (next >= piece.endChunk() || nextByte + storedLength > piece.endByte()) {
            throw new BadXorbException("A range of a xorb has more chunks than it should");
        }
        List<Placement> placements = piece.placements();
        for (int i = 0; i < placed.length; i++) {
            Placement place = placements.get(i);
            if (next >= place.firstChunk() && next < place.endChunk()) {
                long left = place.length() - placed[i];
                boolean isLast = next == place.endChunk() - 1;
                if (isLast ? length != left : length >= left) {
                    throw new BadXorbException("The chunks of a term have another length than it names");
                }
            }
        }
        for (int i = 0; i < placed.length; i++) {
            Placement place = placements.get(i);
            if (next >= place.firstChunk() && next < place.endChunk()) {
                placedChunkConsumer.chunk(bytes, length, place.fileStart() + placed[i]);
                placed[i] += length;
            }
        }
        next++;
        nextByte += storedLength;
    }
}
