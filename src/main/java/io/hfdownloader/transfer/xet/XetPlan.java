package io.hfdownloader.transfer.xet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.hfdownloader.http.Segment;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.FileStream;
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

    private static final long SEVERAL = 4;

    /** Towards the end parts become small, so that there is something to do for all connections, and all end together. */
    private static final long SMALLEST_SHARE_BYTES = 2L << 20;

    private static final long PARTS_AHEAD = 3;

    private static final int MOST_ASKED = 4;

    /** While pieces wait to be proved, no more of them are kept in memory than this and one window. */
    private static final int MOST_PLANNED = 512;

    private static final long SHORTEST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 3_600_000;
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
    private final List<Segment> asked = new ArrayList<>();
    private long askAgainNanos = System.nanoTime();
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
        planned.removeIf(piece -> !piece.isAtWork() && (piece.isHere(accepted) || putAside(piece, now)));
        PlannedPiece chosen = null;
        int idle = 0;
        for (PlannedPiece candidate : planned) {
            if (!candidate.isAtWork() && ready.test(candidate)) {
                chosen = chosen == null ? candidate : chosen;
                idle++;
            }
        }
        boolean mayAsk = now - askAgainNanos >= 0;
        if (idle <= connections / 2 && mayAsk && planned.size() < MOST_PLANNED) {
            askForMore(accepted);
        }
        nothingLeft = chosen == null && mayAsk; // until something changes
        return chosen;
    }

    private boolean putAside(PlannedPiece piece, long nowNanos) {
        boolean old = isOld(piece, nowNanos);
        if (old) {
            stale.add(piece);
        }
        return old;
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
        planned.removeIf(piece -> !piece.isAtWork() && stale.add(piece));
        changed();
    }

    /** What came of pieces so far is not relied upon any more. */
    void forget() {
        renew();
        stale.clear();
    }

    /** For a gap of usual size once; for small ones, of which there are many after parts were copied, several times. */
    private void askForMore(RangeSet accepted) {
        long atWork = planned.stream().filter(PlannedPiece::isAtWork).count(); // other files may have the rest of them
        long share = atWork < SEVERAL
                ? window
                : Math.max(SMALLEST_SHARE_BYTES, (file.size() - accepted.total()) / (PARTS_AHEAD * atWork));
        RangeSet known = RangeSet.of(accepted.segments());
        planned.forEach(piece -> piece.places().forEach(known::add));
        asked.forEach(known::add);
        Segment gap = known.firstGap(0, file.size());
        while (gap.length() > 0 && asked.size() < MOST_ASKED && askedBytes() < FIRST_WINDOW_BYTES) {
            Segment part = new Segment(gap.start(), Math.min(gap.end(), gap.start() + Math.min(window, share)));
            window = Math.min(largestWindow, window * 2);
            ask(part);
            known.add(part);
            gap = known.firstGap(part.end(), file.size());
        }
    }

    private long askedBytes() {
        return asked.stream().mapToLong(Segment::length).sum();
    }

    private void ask(Segment part) {
        asked.add(part);
        int with = generation;
        var subscription = storage.client()
                .reconstruction(file, part.start(), part.end())
                .emitOn(loop)
                .subscribe()
                .with(told -> add(told, part, with), failure -> failed(failure, part));
    }

    private void add(Reconstruction told, Segment part, int with) {
        asked.remove(part);
        long now = System.nanoTime();
        Map<Spot, PlannedPiece> before = new HashMap<>();
        stale.forEach(old -> before.put(Spot.of(old.piece()), old));
        for (Piece piece : told.pieces()) {
            PieceReader reader = reader(piece, before.get(Spot.of(piece)));
            planned.add(new PlannedPiece(piece, reader, with, now));
        }
        stale.removeIf(old -> {
            long start = old.places().get(0).start();
            return told.start() <= start && start < told.end();
        });
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

    private void failed(Throwable failure, Segment part) {
        asked.remove(part);
        changed();
        XetException told = failure instanceof XetException exception ? exception : null;
        if (told != null && told.kind() == XetException.Kind.TOO_LONG && part.length() > SMALLEST_WINDOW_BYTES) {
            largestWindow = Math.max(SMALLEST_WINDOW_BYTES, part.length() / 4);
            window = largestWindow;
            owner.planned();
            return;
        }
        if (told != null && told.kind() == XetException.Kind.THROTTLED) {
            long millis = told.retryAt()
                    .map(moment ->
                            Duration.between(storage.clock().instant(), moment).toMillis())
                    .orElse(0L);
            askAgainNanos = System.nanoTime()
                    + 1_000_000 * Math.max(SHORTEST_WAIT_MILLIS, Math.min(LONGEST_WAIT_MILLIS, millis));
        }
        owner.planFailed(failure);
    }

    private boolean isOld(PlannedPiece piece, long nowNanos) {
        return piece.generation() < generation
                || piece.ageNanos(nowNanos) > YOUNG_NANOS
                        && piece.piece().url().isOld(storage.clock().instant(), SOON);
    }
}
