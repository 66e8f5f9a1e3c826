package io.hfdownloader.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.PieceReader;
import io.hfdownloader.xet.Reconstruction;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetException;
import io.hfdownloader.xet.XetHash;
import org.jspecify.annotations.Nullable;

/**
 * How the missing parts of one file are put together: asked of the storage in windows that grow, a little ahead of what
 * is at work, and anew when addresses get old. Lives on the transfer's event loop.
 */
final class XetPlan {

    private static final long FIRST_WINDOW_BYTES = 64L << 20;
    private static final long LARGEST_WINDOW_BYTES = 256L << 20;

    /** Not even the most fragmented file takes a long answer for so little. */
    private static final long SMALLEST_WINDOW_BYTES = 1L << 20;

    private static final Duration SOON = Duration.ofSeconds(5);

    /** Addresses that were just told are used whatever our clock says: it may be wrong. */
    private static final long YOUNG_NANOS = 1_000_000_000;

    private final XetWay.Storage storage;
    private final XetClient.StoredFile file;
    private final Executor loop;
    private final Owner owner;
    private final List<PlannedPiece> planned = new ArrayList<>();
    private final List<PlannedPiece> stale = new ArrayList<>();
    private long window = FIRST_WINDOW_BYTES;
    private long largestWindow = LARGEST_WINDOW_BYTES;
    private int generation;
    private boolean asking;
    private boolean nothingLeft;

    /** Hears what the storage said. */
    interface Owner {

        /** There is more to send streams for. */
        void planned();

        /** It could not be found out how the file is put together. */
        void planFailed(Throwable failure);
    }

    XetPlan(XetWay.Storage storage, XetClient.StoredFile file, Executor loop, Owner owner) {
        this.storage = storage;
        this.file = file;
        this.loop = loop;
        this.owner = owner;
    }

    /**
     * The first piece that a stream can be sent for; null when there is none now.
     *
     * @param ready false for a piece that is to be left alone for now
     */
    @Nullable
    PlannedPiece next(RangeSet accepted, int connections, Predicate<PlannedPiece> ready) {
        if (nothingLeft) {
            return null;
        }
        long now = System.nanoTime();
        PlannedPiece chosen = null;
        int idle = 0;
        for (PlannedPiece candidate : List.copyOf(planned)) {
            if (candidate.isAtWork()) {
                continue;
            }
            if (candidate.isHere(accepted)) {
                planned.remove(candidate);
            } else if (isOld(candidate, now)) {
                planned.remove(candidate);
                stale.add(candidate);
            } else if (ready.test(candidate)) {
                chosen = chosen == null ? candidate : chosen;
                idle++;
            }
        }
        if (idle <= connections / 2 && !asking) {
            askForMore(accepted);
        }
        nothingLeft = chosen == null; // until something changes
        return chosen;
    }

    /** A stream ended, or bytes were proved: there may be something to do again. */
    void changed() {
        nothingLeft = false;
    }

    /** The piece that a stream is or was sent for, when its address has not been renewed meanwhile. */
    Optional<PlannedPiece> current(FileStream stream) {
        return planned.stream()
                .filter(piece -> piece.isAtWork(stream) && piece.generation() == generation)
                .findFirst();
    }

    /** A stream is over; without a failure its piece is here. */
    void ended(FileStream stream, boolean failed) {
        changed();
        planned.stream().filter(piece -> piece.isAtWork(stream)).findFirst().ifPresent(piece -> {
            piece.ended();
            boolean old = piece.generation() < generation;
            if (!failed || old) {
                planned.remove(piece);
            }
            if (failed && old) {
                stale.add(piece);
            }
        });
    }

    /** All addresses are asked for anew, for pieces that are not at work. */
    void renew() {
        generation++;
        List<PlannedPiece> idle =
                planned.stream().filter(piece -> !piece.isAtWork()).toList();
        planned.removeAll(idle);
        stale.addAll(idle);
        changed();
    }

    /** What came of pieces so far is not relied upon any more. */
    void forget() {
        renew();
        stale.clear();
    }

    private void askForMore(RangeSet accepted) {
        RangeSet known = RangeSet.of(accepted.segments());
        planned.forEach(piece -> piece.places().forEach(known::add));
        Segment gap = known.firstGap(0, file.size());
        if (gap.length() == 0) {
            return;
        }
        asking = true;
        int asked = generation;
        long end = Math.min(gap.end(), gap.start() + window);
        window = Math.min(largestWindow, window * 2);
        var subscription = storage.client()
                .reconstruction(file, gap.start(), end)
                .emitOn(loop)
                .subscribe()
                .with(told -> add(told, asked), failure -> failed(failure, end - gap.start()));
    }

    private void add(Reconstruction told, int asked) {
        asking = false;
        long now = System.nanoTime();
        Map<Spot, PlannedPiece> before = new HashMap<>();
        stale.forEach(old -> before.put(Spot.of(old.piece()), old));
        for (Piece piece : told.pieces()) {
            PieceReader reader = reader(piece, before.get(Spot.of(piece)));
            planned.add(new PlannedPiece(piece, reader, asked, now));
        }
        stale.removeIf(old -> old.places().get(0).start() < told.end());
        changed();
        owner.planned();
    }

    /** Where a piece is: in which xorb, and in the file. */
    private record Spot(XetHash xorb, int firstChunk, int endChunk, long fileStart) {
        static Spot of(Piece piece) {
            return new Spot(
                    piece.xorb(),
                    piece.firstChunk(),
                    piece.endChunk(),
                    piece.placements().get(0).fileStart());
        }
    }

    /** What came of the same piece before its address was renewed is not fetched again. */
    private static PieceReader reader(Piece piece, @Nullable PlannedPiece before) {
        return before != null && before.piece().isSameAs(piece) ? before.reader() : new PieceReader(piece);
    }

    private void failed(Throwable failure, long asked) {
        asking = false;
        changed();
        boolean tooLong = failure instanceof XetException told && told.kind() == XetException.Kind.TOO_LONG;
        if (tooLong && asked > SMALLEST_WINDOW_BYTES) {
            largestWindow = Math.max(SMALLEST_WINDOW_BYTES, asked / 4);
            window = largestWindow;
            owner.planned();
        } else {
            owner.planFailed(failure);
        }
    }

    private boolean isOld(PlannedPiece piece, long nowNanos) {
        return piece.generation() < generation
                || piece.ageNanos(nowNanos) > YOUNG_NANOS
                        && piece.piece().url().isOld(storage.clock().instant(), SOON);
    }
}
