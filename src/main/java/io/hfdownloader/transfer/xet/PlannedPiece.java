package io.hfdownloader.transfer.xet;

import java.util.List;

import io.hfdownloader.http.Segment;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.PieceReader;
import org.jspecify.annotations.Nullable;

/** A piece of a file that is not here yet, and how far it is. Lives on the transfer's event loop. */
final class PlannedPiece {

    private final Piece piece;
    private final List<Segment> places;
    private final int generation;
    private final long sinceNanos;
    private PieceReader reader;
    private @Nullable FileStream stream;
    private Proof proof = Proof.NOT_TRIED;

    /** Whether what is on the disk in its place was found to be right. */
    enum Proof {
        NOT_TRIED,
        UNDER_WAY,
        FAILED
    }

    /** @param generation of the addresses: a renewal makes all older ones stale */
    PlannedPiece(Piece piece, PieceReader reader, int generation, long sinceNanos) {
        this.piece = piece;
        this.places = piece.placements().stream()
                .map(place -> new Segment(place.fileStart(), place.fileEnd()))
                .toList();
        this.reader = reader;
        this.generation = generation;
        this.sinceNanos = sinceNanos;
    }

    Piece piece() {
        return piece;
    }

    int generation() {
        return generation;
    }

    /** Places in the file that it brings. */
    List<Segment> places() {
        return places;
    }

    /** Where the next stream is to begin. */
    PieceReader reader() {
        return reader;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    boolean isAtWork() {
        return stream != null;
    }

    boolean isAtWork(FileStream with) {
        return stream == with;
    }

    void begins(FileStream with) {
        stream = with;
    }

    /** Its stream is over, and no worker is busy with bytes of it any more. */
    void ended() {
        stream = null;
        reader.goOnAtChunk();
    }

    void beginAnew() {
        reader = new PieceReader(piece);
    }

    Proof proof() {
        return proof;
    }

    void proof(Proof now) {
        proof = now;
    }

    boolean isHere(RangeSet accepted) {
        return places.stream()
                .allMatch(place -> accepted.firstGap(place.start(), place.end()).length() == 0);
    }
}
