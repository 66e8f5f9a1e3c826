package io.hfdownloader.transfer.xet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
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
    private static final long MAX_WINDOW_BYTES = 256L << 20;

    /** Not even the most fragmented file takes a long answer for so little. */
    private static final long MIN_WINDOW_BYTES = 1L << 20;

    private static final long MIN_STREAMS_FOR_SHARES = 4;

    /** Towards the end parts become small, so that there is something to do for all connections, and all end together. */
    private static final long MIN_SHARE_BYTES = 2L << 20;

    private static final long PARTS_PER_STREAM = 3;

    private static final int MAX_REQUESTS = 4;

    /** While pieces wait to be proved, no more of them are kept in memory than this and one window. */
    private static final int MAX_PLANNED_PIECES = 512;

    private static final long MIN_WAIT_MILLIS = 1_000;
    private static final long MAX_WAIT_MILLIS = 3_600_000;
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(5);

    /** Addresses that were just told are used whatever our clock says: it may be wrong. */
    private static final long MIN_USE_NANOS = 1_000_000_000;

    private final XetResources storage;
    private final XetClient.StoredFile file;
    private final Executor loop;
    private final Runnable moreToFetch;
    private final Consumer<Throwable> failed;
    private final List<PlannedPiece> planned = new ArrayList<>();
    private final List<PlannedPiece> stale = new ArrayList<>();
    private long windowBytes = FIRST_WINDOW_BYTES;
    private long maxWindowBytes = MAX_WINDOW_BYTES;
    private int generation;
    private final List<ByteRange> requested = new ArrayList<>();
    private long requestAgainNanos = System.nanoTime();
    private long unansweredSinceNanos;
    private boolean nothingLeft;

    /**
     * @param moreToFetch told when there is more to send streams for
     * @param failed told when it could not be found out how the file is put together
     */
    XetPlan(
            XetResources storage,
            XetClient.StoredFile file,
            Executor loop,
            Runnable moreToFetch,
            Consumer<Throwable> failed) {
        this.storage = storage;
        this.file = file;
        this.loop = loop;
        this.moreToFetch = moreToFetch;
        this.failed = failed;
    }

    /**
     * The first piece that a stream can be sent for; null when there is none now.
     *
     * @param ready false for a piece that is to be left alone for now
     */
    @Nullable
    PlannedPiece next(ByteRanges accepted, int connections, Predicate<PlannedPiece> ready) {
        if (nothingLeft) {
            return null;
        }
        long now = System.nanoTime();
        planned.removeIf(piece -> !piece.isInProgress() && (piece.isPresent(accepted) || setAside(piece, now)));
        PlannedPiece chosen = null;
        int idle = 0;
        for (PlannedPiece candidate : planned) {
            if (!candidate.isInProgress() && ready.test(candidate)) {
                chosen = chosen == null ? candidate : chosen;
                idle++;
            }
        }
        boolean mayRequest = now - requestAgainNanos >= 0;
        if (idle <= connections / 2 && mayRequest && planned.size() < MAX_PLANNED_PIECES) {
            requestMore(accepted);
        }
        nothingLeft = chosen == null && mayRequest; // until something changes
        return chosen;
    }

    private boolean setAside(PlannedPiece piece, long nowNanos) {
        boolean old = isExpired(piece, nowNanos);
        if (old) {
            stale.add(piece);
        }
        return old;
    }

    /** A stream has stopped, or bytes were proved: there may be something to do again. */
    void changed() {
        nothingLeft = false;
    }

    /** The piece that a stream is or was sent for, when its address has not been renewed meanwhile. */
    Optional<PlannedPiece> current(FileStream stream) {
        return planned.stream()
                .filter(piece -> piece.isInProgress(stream) && piece.generation() == generation)
                .findFirst();
    }

    /** A stream has stopped; without a failure its piece is here. */
    void streamStopped(FileStream stream, boolean failed) {
        changed();
        planned.stream().filter(piece -> piece.isInProgress(stream)).findFirst().ifPresent(piece -> {
            piece.stopped();
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
        planned.removeIf(piece -> !piece.isInProgress() && stale.add(piece));
        changed();
    }

    /** What came of pieces so far is not relied upon any more. */
    void forget() {
        renew();
        stale.clear();
    }

    /** For a gap of usual size once; for small ones, of which there are many after parts were copied, several times. */
    private void requestMore(ByteRanges accepted) {
        long atWork =
                planned.stream().filter(PlannedPiece::isInProgress).count(); // other files may have the rest of them
        long share = atWork < MIN_STREAMS_FOR_SHARES
                ? windowBytes
                : Math.max(MIN_SHARE_BYTES, (file.size() - accepted.total()) / (PARTS_PER_STREAM * atWork));
        ByteRanges known = ByteRanges.of(accepted.toList());
        planned.forEach(piece -> piece.places().forEach(known::add));
        requested.forEach(known::add);
        ByteRange gap = known.firstGap(0, file.size());
        while (gap.length() > 0 && requested.size() < MAX_REQUESTS && requestedBytes() < FIRST_WINDOW_BYTES) {
            ByteRange part =
                    new ByteRange(gap.start(), Math.min(gap.end(), gap.start() + Math.min(windowBytes, share)));
            windowBytes = Math.min(maxWindowBytes, windowBytes * 2);
            request(part);
            known.add(part);
            gap = known.firstGap(part.end(), file.size());
        }
    }

    private long requestedBytes() {
        return requested.stream().mapToLong(ByteRange::length).sum();
    }

    /** For how long nothing has been told of what is to be fetched, although it was asked for; 0 when it was not. */
    long unansweredNanos(long nowNanos) {
        return requested.isEmpty() ? 0 : nowNanos - unansweredSinceNanos;
    }

    private void request(ByteRange part) {
        if (requested.isEmpty()) {
            unansweredSinceNanos = System.nanoTime();
        }
        requested.add(part);
        int atGeneration = generation;
        var subscription = storage.client()
                .reconstruction(file, part.start(), part.end())
                .emitOn(loop)
                .subscribe()
                .with(reconstruction -> add(reconstruction, part, atGeneration), failure -> failed(failure, part));
    }

    private void add(Reconstruction reconstruction, ByteRange part, int atGeneration) {
        requested.remove(part);
        long now = System.nanoTime();
        Map<Key, PlannedPiece> before = new HashMap<>();
        stale.forEach(old -> before.put(Key.of(old.piece()), old));
        for (Piece piece : reconstruction.pieces()) {
            PieceReader reader = reader(piece, before.get(Key.of(piece)));
            planned.add(new PlannedPiece(piece, reader, atGeneration, now));
        }
        stale.removeIf(old -> {
            long start = old.places().get(0).start();
            return reconstruction.start() <= start && start < reconstruction.end();
        });
        changed();
        moreToFetch.run();
    }

    /** Where a piece is: in which xorb, and in the file. */
    private record Key(XetHash xorb, int firstChunk, int endChunk, long fileStart) {
        static Key of(Piece piece) {
            return new Key(
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

    private void failed(Throwable failure, ByteRange part) {
        requested.remove(part);
        changed();
        XetException reconstruction = failure instanceof XetException exception ? exception : null;
        if (reconstruction != null
                && reconstruction.kind() == XetException.Kind.TOO_LONG
                && part.length() > MIN_WINDOW_BYTES) {
            maxWindowBytes = Math.max(MIN_WINDOW_BYTES, part.length() / 4);
            windowBytes = maxWindowBytes;
            moreToFetch.run();
            return;
        }
        if (reconstruction != null && reconstruction.kind() == XetException.Kind.THROTTLED) {
            long millis = reconstruction
                    .retryAt()
                    .map(moment ->
                            Duration.between(storage.clock().instant(), moment).toMillis())
                    .orElse(0L);
            requestAgainNanos =
                    System.nanoTime() + 1_000_000 * Math.max(MIN_WAIT_MILLIS, Math.min(MAX_WAIT_MILLIS, millis));
        }
        failed.accept(failure);
    }

    private boolean isExpired(PlannedPiece piece, long nowNanos) {
        return piece.generation() < generation
                || piece.ageNanos(nowNanos) > MIN_USE_NANOS
                        && piece.piece().url().isExpired(storage.clock().instant(), EXPIRY_MARGIN);
    }
}
