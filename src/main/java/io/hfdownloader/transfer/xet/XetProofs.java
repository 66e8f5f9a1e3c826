package io.hfdownloader.transfer.xet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.disk.PartialFile;
import io.hfdownloader.transfer.xet.PlannedPiece.Proof;
import io.hfdownloader.xet.ChunkScan;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.Placement;

/**
 * Finds out which bytes on the disk are right after a file's hash was wrong: where all chunks of a xorb stand one after
 * the other, the xorb's own hash tells. One after the other. Lives on the transfer's event loop.
 */
final class XetProofs {

    private final FileSink fileSink;
    private final Runnable changed;
    private boolean busy;

    /** @param changed told when a proof ended, one way or the other */
    XetProofs(FileSink fileSink, Runnable changed) {
        this.fileSink = fileSink;
        this.changed = changed;
    }

    /** True when the piece is to be fetched: no proof is possible for it, or it failed. Else one starts when its turn comes. */
    boolean mustFetch(PlannedPiece piece) {
        Optional<Placement> whole = whole(piece.piece());
        if (whole.isEmpty() || piece.proof() == Proof.FAILED) {
            return true;
        }
        if (!busy && piece.proof() == Proof.NOT_TRIED) {
            start(piece, whole.get());
        }
        return false;
    }

    private void start(PlannedPiece piece, Placement place) {
        busy = true;
        piece.proof(Proof.UNDER_WAY);
        ByteRange range = new ByteRange(place.fileStart(), place.fileEnd());
        var subscription = fileSink.verify(disk -> isXorb(disk, piece.piece(), place), range)
                .subscribe()
                .with(proved -> {
                    busy = false;
                    piece.proof(Proof.FAILED); // what was proved is not looked at again
                    changed.run();
                });
    }

    /** Where all chunks from the first to the range's last stand; whether the xorb ends there, its hash will tell. */
    private static Optional<Placement> whole(Piece piece) {
        return piece.firstChunk() > 0
                ? Optional.empty()
                : piece.placements().stream()
                        .filter(place -> place.firstChunk() == 0 && place.endChunk() == piece.endChunk())
                        .findFirst();
    }

    /** Blocks. */
    private static boolean isXorb(PartialFile disk, Piece piece, Placement place) {
        try {
            return new ChunkScan()
                    .isXorb(disk::read, place.fileStart(), place.fileEnd(), piece.endChunk(), piece.xorb());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
