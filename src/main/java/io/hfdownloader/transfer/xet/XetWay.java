package io.hfdownloader.transfer.xet;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Routes;
import io.hfdownloader.transfer.stream.Way;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.PieceReader;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetException;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The content-addressed storage: each stream brings a range of a xorb, whose chunks are written at all their places in
 * the file. Lives on the transfer's event loop.
 */
public final class XetWay implements Way, PieceStream.Owner, XetPlan.Owner {

    /** Plain HTTP is another way, so that nobody waits long for this one. */
    private static final int MOST_TRIES = 3;

    /** Addresses may get old before they are used, but not each time. */
    private static final int MOST_EXPIRIES = 5;

    private final Storage storage;
    private final XetClient.StoredFile file;
    private final Arrivals arrivals;
    private final Executor loop;
    private final Owner owner;
    private final XetPlan plan;
    private final XetProofs proofs;
    private WebAddress lastAsked;
    private final List<LocalCopy> copies;
    private boolean lookedAround;
    private boolean lookingAround;
    private boolean wholePiecesOnly;
    private boolean doubting;
    private int refusals;

    /** What all transfers share. */
    public record Storage(
            XetClient client, HttpClient http, Routes routes, Duration timeout, Clock clock, StorageHealth health) {}

    /** Hears what concerns the whole transfer. */
    public interface Owner extends FileStream.Ends {

        /** An answer came and was right. */
        void answered();

        /** There is more to send streams for on this way. */
        void planned();

        /** It could not be found out how the file is put together. */
        void planFailed(Way from, Throwable failure);

        /** True when the transfer is about to end; from any thread. */
        boolean isEnding();
    }

    /**
     * @param copies files on this disk that may have parts in common with this one
     * @param hub the server to watch until another one was asked
     */
    public XetWay(
            Storage storage,
            XetClient.StoredFile file,
            List<LocalCopy> copies,
            WebAddress hub,
            Arrivals arrivals,
            Executor loop,
            Owner owner) {
        this.storage = storage;
        this.file = file;
        this.copies = List.copyOf(copies);
        this.lastAsked = hub;
        this.arrivals = arrivals;
        this.loop = loop;
        this.owner = owner;
        this.plan = new XetPlan(storage, file, loop, this);
        this.proofs = new XetProofs(arrivals.intake(), this::provedOrNot);
    }

    @Override
    public String word() {
        return "xet";
    }

    @Override
    public String name() {
        return "Xet";
    }

    @Override
    public void left(Throwable why) {
        if (why instanceof TransferException failure && failure.kind() == Kind.NETWORK) {
            storage.health().noteDown();
        }
    }

    /** Addresses are signed and get old for all at once; whoever sees too many connections says so by 429. */
    @Override
    public boolean mayCountConnections() {
        return false;
    }

    @Override
    public @Nullable FileStream next(RangeSet accepted, int connections) {
        if (!lookedAround && XetReuse.isWorthIt(file, copies)) {
            lookAround();
            return null;
        }
        PlannedPiece next = plan.next(accepted, connections, piece -> !doubting || proofs.mustFetch(piece));
        if (next == null) {
            return null;
        }
        if (wholePiecesOnly && next.reader().nextByte() > next.piece().firstByte()) {
            next.beginAnew();
        }
        lastAsked = next.piece().url().address();
        PieceStream stream = new PieceStream(this, storage, loop, next.piece(), next.reader());
        next.begins(stream);
        return stream;
    }

    @Override
    public WebAddress lastAsked() {
        return lastAsked;
    }

    @Override
    public void renewLinks() {
        plan.renew();
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
    public boolean doubt() {
        doubting = true;
        plan.forget();
        return true;
    }

    @Override
    public boolean goesOnWithin() {
        return !wholePiecesOnly;
    }

    @Override
    public int mostTries() {
        return MOST_TRIES;
    }

    // --- what is here already ----------------------------------------------------------------------------------

    /** Before anything is fetched: parts of it may be in files that are here. */
    private void lookAround() {
        if (lookingAround) {
            return;
        }
        lookingAround = true;
        arrivals.tellReuse();
        var subscription = new XetReuse(storage.client(), file, arrivals.intake(), loop, owner::isEnding)
                .run(copies)
                .emitOn(loop)
                .subscribe()
                .with(copied -> lookedAround(), failure -> lookedAround());
    }

    private void lookedAround() {
        lookedAround = true;
        arrivals.goesOn();
        owner.planned();
    }

    // --- streams -----------------------------------------------------------------------------------------------

    @Override
    public void answered(PieceStream stream) {
        owner.answered();
    }

    @Override
    public Uni<Void> accept(PieceStream stream, Buffer bytes) {
        long now = System.nanoTime();
        return arrivals.intake()
                .unpack(
                        stream,
                        placed -> take(stream.reader(), bytes, doubting ? placed.comparing() : placed),
                        taken -> written(stream, taken))
                .chain(() -> arrivals.readOn(stream, bytes.length(), now));
    }

    /** Blocks, on a worker. */
    private static void take(PieceReader reader, Buffer bytes, PieceReader.Taker to) {
        ByteBuf there = bytes.getByteBuf();
        if (there.hasArray()) { // no copy then
            reader.take(there.array(), there.arrayOffset() + there.readerIndex(), there.readableBytes(), to);
        } else {
            byte[] array = bytes.getBytes();
            reader.take(array, 0, array.length, to);
        }
    }

    /** The last bytes of a stream that is over count before its piece goes on from where it is. */
    private void written(PieceStream stream, long taken) {
        arrivals.count(taken);
        if (stream.isOver() && stream.writesInFlight() == 0) {
            plan.ended(stream, true);
            owner.planned();
        }
    }

    @Override
    public void ended(FileStream stream, @Nullable Throwable failure) {
        if (stream.writesInFlight() == 0) {
            plan.ended(stream, failure != null);
        }
        owner.ended(stream, failure instanceof BadXorbException ? badAnswer(failure) : failure);
    }

    /** Addresses that have expired are renewed, once for all streams; a fresh one that is refused is renewed once. */
    @Override
    public RuntimeException refused(PieceStream stream, String said) {
        boolean expired = stream.piece().url().isOld(storage.clock().instant(), Duration.ZERO);
        if (!expired && stream.beganWithin() && !wholePiecesOnly) { // that a part may be asked is nobody's promise
            wholePiecesOnly = true;
            return oldLink(said);
        }
        if (plan.current(stream).isEmpty()) { // another stream has had the addresses renewed meanwhile
            return oldLink(said);
        }
        refusals++;
        if (refusals > (expired ? MOST_EXPIRIES : 1)) {
            return new TransferException(
                    Kind.REFUSED,
                    "The storage refuses its own fresh address of a part of the file. It answers with " + said
                            + ". Retry later.");
        }
        plan.renew();
        return oldLink(said);
    }

    private static RefusedException oldLink(String said) {
        return new RefusedException(
                RefusedException.Kind.OLD_LINK, "The storage refuses an address that may have expired with " + said);
    }

    // --- plans and proofs --------------------------------------------------------------------------------------

    @Override
    public void planned() {
        owner.planned();
    }

    @Override
    public void planFailed(Throwable failure) {
        owner.planFailed(this, failure instanceof XetException xet ? meaning(xet) : failure);
    }

    private void provedOrNot() {
        plan.changed();
        owner.planned();
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
            case BAD_ANSWER, TOO_LONG -> badAnswer(failure);
            case REFUSED -> new TransferException(Kind.REFUSED, message + ". Retry later.", failure);
            case UNREACHABLE -> failure;
        };
    }

    private static RefusedException badAnswer(Throwable failure) {
        return new RefusedException(RefusedException.Kind.BAD_ANSWER, String.valueOf(failure.getMessage()));
    }
}
