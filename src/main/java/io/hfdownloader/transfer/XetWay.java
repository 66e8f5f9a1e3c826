package io.hfdownloader.transfer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.PieceReader;
import io.hfdownloader.xet.Reconstruction;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The content-addressed storage: each stream brings a range of a xorb, whose chunks are written at all their places in
 * the file. How the file is put together is asked in windows that grow, a little ahead of what is at work. Lives on the
 * transfer's event loop.
 */
final class XetWay implements Way, PieceStream.Owner {

    private static final long FIRST_WINDOW_BYTES = 64L << 20;
    private static final long LARGEST_WINDOW_BYTES = 1L << 30;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long YOUNG_NANOS = 1_000_000_000;
    private static final int MOST_TRIES = 3;
    private static final int MOST_EXPIRIES = 5;

    private final Storage storage;
    private final XetClient.StoredFile file;
    private final Arrivals arrivals;
    private final Executor loop;
    private final Owner owner;
    private final List<Planned> planned = new ArrayList<>();
    private final List<Planned> stale = new ArrayList<>();
    private WebAddress lastAsked;
    private long window = FIRST_WINDOW_BYTES;
    private boolean asking;
    private boolean nothingLeft;
    private boolean wholePiecesOnly;
    private int generation;
    private int refusals;

    /** What all transfers share. */
    record Storage(XetClient client, HttpClient http, Duration timeout, Clock clock) {}

    /** Hears what concerns the whole transfer. */
    interface Owner extends FileStream.Ends {

        /** An answer came and was right. */
        void answered();

        /** There is more to send streams for. */
        void planned();

        /** It could not be found out how the file is put together. */
        void planFailed(Throwable failure);
    }

    /** A piece that is not here yet. */
    private static final class Planned {

        private final Piece piece;
        private final int generation;
        private final long sinceNanos;
        private PieceReader reader;
        private @Nullable PieceStream stream;

        Planned(Piece piece, PieceReader reader, int generation, long sinceNanos) {
            this.piece = piece;
            this.reader = reader;
            this.generation = generation;
            this.sinceNanos = sinceNanos;
        }
    }

    /** @param hub where leave is asked for, until another server is known */
    XetWay(Storage storage, XetClient.StoredFile file, WebAddress hub, Arrivals arrivals, Executor loop, Owner owner) {
        this.storage = storage;
        this.file = file;
        this.lastAsked = hub;
        this.arrivals = arrivals;
        this.loop = loop;
        this.owner = owner;
    }

    @Override
    public String word() {
        return "xet";
    }

    @Override
    public @Nullable FileStream next(RangeSet accepted, int connections) {
        if (nothingLeft) {
            return null;
        }
        long now = System.nanoTime();
        Planned chosen = null;
        int idle = 0;
        for (Planned candidate : List.copyOf(planned)) {
            if (candidate.stream != null) {
                continue;
            }
            if (isHere(candidate.piece, accepted)) {
                planned.remove(candidate);
            } else if (isOld(candidate, now)) {
                planned.remove(candidate);
                stale.add(candidate);
            } else {
                chosen = chosen == null ? candidate : chosen;
                idle++;
            }
        }
        if (idle <= connections / 2 && !asking) {
            planMore(accepted);
        }
        nothingLeft = chosen == null; // until a plan comes or a stream ends
        return chosen == null ? null : stream(chosen);
    }

    @Override
    public WebAddress lastAsked() {
        return lastAsked;
    }

    @Override
    public void renewLinks() {
        generation++;
        for (Planned old : List.copyOf(planned)) {
            if (old.stream == null) {
                planned.remove(old);
                stale.add(old);
            }
        }
        nothingLeft = false;
    }

    @Override
    public void sawNewBytes() {
        refusals = 0;
    }

    @Override
    public boolean simplify() {
        return false;
    }

    @Override
    public int mostTries() {
        return MOST_TRIES;
    }

    // --- streams -----------------------------------------------------------------------------------------------

    private PieceStream stream(Planned next) {
        if (wholePiecesOnly && next.reader.nextByte() > next.piece.firstByte()) {
            next.reader = new PieceReader(next.piece);
        }
        lastAsked = next.piece.url().address();
        PieceStream stream = new PieceStream(this, storage.http(), storage.timeout(), loop, next.piece, next.reader);
        next.stream = stream;
        return stream;
    }

    @Override
    public void answered(PieceStream stream) {
        owner.answered();
    }

    @Override
    public Uni<Void> accept(PieceStream stream, Buffer bytes) {
        long now = System.nanoTime();
        return arrivals.intake()
                .unpack(stream, placed -> take(stream.reader(), bytes, placed))
                .invoke(arrivals::count)
                .chain(() -> arrivals.readOn(stream, bytes.length(), now));
    }

    /** Blocks, on a worker. */
    private static void take(PieceReader reader, Buffer bytes, PieceReader.Taker to) {
        byte[] array = bytes.getBytes();
        reader.take(array, 0, array.length, to);
    }

    @Override
    public void ended(FileStream stream, @Nullable Throwable failure) {
        nothingLeft = false;
        planned.stream().filter(at -> at.stream == stream).findFirst().ifPresent(at -> {
            at.stream = null;
            if (failure == null || at.generation < generation) {
                planned.remove(at);
            }
            if (failure != null) {
                keepWhatCame(at, stream);
            }
        });
        owner.ended(stream, failure instanceof BadXorbException ? badAnswer(failure) : failure);
    }

    /** A worker may still be busy with bytes of the stream that ended: then the piece begins anew. */
    private void keepWhatCame(Planned at, FileStream stream) {
        if (stream.writesInFlight() > 0) {
            at.reader = new PieceReader(at.piece);
        } else {
            at.reader.goOnAtChunk();
        }
        if (at.generation < generation) {
            stale.add(at);
        }
    }

    @Override
    public RuntimeException refused(PieceStream stream, String said) {
        if (stream.beganWithin() && !wholePiecesOnly) { // whether a part of a signed range may be asked is not written
            wholePiecesOnly = true;
            return oldLink(said);
        }
        boolean isOfNow = planned.stream().anyMatch(at -> at.stream == stream && at.generation == generation);
        if (!isOfNow) { // another stream has had the addresses renewed meanwhile
            return oldLink(said);
        }
        boolean expired = stream.piece().url().isOld(storage.clock().instant(), Duration.ZERO);
        refusals++;
        if (refusals > (expired ? MOST_EXPIRIES : 1)) {
            return new TransferException(
                    Kind.REFUSED,
                    "The storage refuses " + file.hash() + " even with a fresh address. It answers with " + said
                            + ". Retry later.");
        }
        renewLinks();
        return oldLink(said);
    }

    private static RefusedException oldLink(String said) {
        return new RefusedException(
                RefusedException.Kind.OLD_LINK, "The storage refuses an address that may have expired with " + said);
    }

    // --- plans -------------------------------------------------------------------------------------------------

    private void planMore(RangeSet accepted) {
        RangeSet known = RangeSet.of(accepted.segments());
        planned.forEach(at -> places(at.piece).forEach(known::add));
        Segment gap = known.firstGap(0, file.size());
        if (gap.length() == 0) {
            return;
        }
        asking = true;
        int asked = generation;
        long end = Math.min(gap.end(), gap.start() + window);
        window = Math.min(LARGEST_WINDOW_BYTES, window * 2);
        var subscription = storage.client()
                .reconstruction(file, gap.start(), end)
                .emitOn(loop)
                .subscribe()
                .with(told -> plan(told, asked), this::planFailed);
    }

    private void plan(Reconstruction told, int asked) {
        asking = false;
        nothingLeft = false;
        long now = System.nanoTime();
        for (Piece piece : told.pieces()) {
            planned.add(new Planned(piece, reader(piece), asked, now));
        }
        stale.removeIf(old -> old.piece.placements().get(0).fileStart() < told.end());
        owner.planned();
    }

    /** What came of the same piece before its address was renewed is not fetched again. */
    private PieceReader reader(Piece piece) {
        Optional<PieceReader> before = stale.stream()
                .filter(old -> old.piece.isSameAs(piece))
                .map(old -> old.reader)
                .findFirst();
        return before.orElseGet(() -> new PieceReader(piece));
    }

    private void planFailed(Throwable failure) {
        asking = false;
        nothingLeft = false;
        owner.planFailed(failure instanceof XetException xet ? meaning(xet) : failure);
    }

    private static Throwable meaning(XetException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case THROTTLED ->
                new RefusedException(
                        RefusedException.Kind.THROTTLED,
                        message,
                        failure.retryAt().orElse(null));
            case SERVER ->
                new RefusedException(
                        RefusedException.Kind.SERVER, message, failure.retryAt().orElse(null));
            case BAD_ANSWER -> badAnswer(failure);
            case REFUSED -> new TransferException(Kind.REFUSED, message + ". Retry later.", failure);
            case UNREACHABLE -> failure;
        };
    }

    private static RefusedException badAnswer(Throwable failure) {
        return new RefusedException(RefusedException.Kind.BAD_ANSWER, String.valueOf(failure.getMessage()));
    }

    private boolean isOld(Planned at, long nowNanos) {
        boolean young = nowNanos - at.sinceNanos < YOUNG_NANOS; // so that a clock that is wrong costs time only
        return at.generation < generation
                || !young && at.piece.url().isOld(storage.clock().instant(), SOON);
    }

    private static boolean isHere(Piece piece, RangeSet accepted) {
        return places(piece).stream()
                .allMatch(place -> accepted.firstGap(place.start(), place.end()).length() == 0);
    }

    private static List<Segment> places(Piece piece) {
        return piece.placements().stream()
                .map(place -> new Segment(place.fileStart(), place.fileEnd()))
                .toList();
    }
}
