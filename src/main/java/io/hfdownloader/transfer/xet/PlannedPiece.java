package io.hfdownloader.transfer.xet;

import java.util.List;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.PieceReader;
import org.jspecify.annotations.Nullable;

/** A piece of a file that is not here yet, and how far it is. Lives on the transfer's event loop. */
final class PlannedPiece {

    private final Piece piece;
    private final List<ByteRange> places;
    private final int generation;
    private final long plannedNanos;
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
    PlannedPiece(Piece piece, PieceReader reader, int generation, long plannedNanos) {
        this.piece = piece;
        this.places = piece.placements().stream()
                .map(place -> new ByteRange(place.fileStart(), place.fileEnd()))
                .toList();
        this.reader = reader;
        this.generation = generation;
        this.plannedNanos = plannedNanos;
    }

    Piece piece() {
        return piece;
    }

    int generation() {
        return generation;
    }

    /** Places in the file that it brings. */
    List<ByteRange> places() {
        return places;
    }

    /** Where the next stream is to begin. */
    PieceReader reader() {
        return reader;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - plannedNanos;
    }

    boolean isInProgress() {
        return stream != null;
    }

    boolean isInProgress(FileStream with) {
        return stream == with;
    }

    void start(FileStream with) {
        stream = with;
    }

    /** Its stream has stopped, and no worker is busy with bytes of it any more. */
    void stopped() {
        stream = null;
        reader.discardPartialChunk();
    }

    void restart() {
        reader = new PieceReader(piece);
    }

    Proof proof() {
        return proof;
    }

    void proof(Proof now) {
        proof = now;
    }

    boolean isPresent(ByteRanges accepted) {
        return places.stream()
                .allMatch(place -> accepted.firstGap(place.start(), place.end()).length() == 0);
    }
}
