package io.hfdownloader.transfer.xet;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.disk.ByteRanges;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.HappyEyeballs;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Transport;
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
public final class XetTransport implements Transport, PieceStream.Owner, XetPlan.Owner {

    /** Plain HTTP is another way, so that nobody waits long for this one. */
    private static final int MAX_RETRIES = 3;

    /** Addresses may get old before they are used, but not each time. */
    private static final int MAX_EXPIRIES = 5;

    private final Storage storage;
    private final XetClient.StoredFile file;
    private final Arrivals arrivals;
    private final Executor loop;
    private final Owner owner;
    private final XetPlan plan;
    private final XetProofs proofs;
    private WebAddress lastServer;
    private final List<LocalCopy> copies;
    private boolean reuseFinished;
    private boolean reuseStarted;
    private boolean wholePiecesOnly;
    private boolean distrusting;
    private int refusals;

    /** What all transfers share. */
    public record Storage(
            XetClient client,
            HttpClient http,
            HappyEyeballs routes,
            Duration timeout,
            Clock clock,
            StorageCircuitBreaker health) {}

    /** Hears what concerns the whole transfer. */
    public interface Owner extends FileStream.StopListener {

        /** An answer came and was right. */
        void answered();

        /** There is more to send streams for on this way. */
        void planned();

        /** It could not be found out how the file is put together. */
        void planFailed(Transport from, Throwable failure);

        /** True when the transfer is about to end; from any thread. */
        boolean isEnding();
    }

    /**
     * @param copies files on this disk that may have parts in common with this one
     * @param hub the server to watch until another one was asked
     */
    public XetTransport(
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
        this.lastServer = hub;
        this.arrivals = arrivals;
        this.loop = loop;
        this.owner = owner;
        this.plan = new XetPlan(storage, file, loop, this);
        this.proofs = new XetProofs(arrivals.intake(), this::proofStopped);
    }

    @Override
    public String id() {
        return "xet";
    }

    @Override
    public String name() {
        return "Xet";
    }

    @Override
    public void abandoned(Throwable why) {
        if (why instanceof TransferException failure && failure.kind() == Kind.NETWORK) {
            storage.health().recordFailure();
        }
    }

    /** Addresses are signed and get old for all at once; whoever sees too many connections says so by 429. */
    @Override
    public boolean mayLimitConnections() {
        return false;
    }

    @Override
    public @Nullable FileStream nextStream(ByteRanges accepted, int connections) {
        if (!reuseFinished && XetReuse.isWorthIt(file, copies)) {
            reuseLocalCopies();
            return null;
        }
        PlannedPiece nextPiece = plan.next(accepted, connections, piece -> !distrusting || proofs.mustFetch(piece));
        if (nextPiece == null) {
            return null;
        }
        if (wholePiecesOnly && nextPiece.reader().nextByte() > nextPiece.piece().firstByte()) {
            nextPiece.restart();
        }
        lastServer = nextPiece.piece().url().address();
        PieceStream stream = new PieceStream(this, storage, loop, nextPiece.piece(), nextPiece.reader());
        nextPiece.start(stream);
        return stream;
    }

    @Override
    public WebAddress lastServer() {
        return lastServer;
    }

    @Override
    public void renewLinks() {
        plan.renew();
    }

    @Override
    public void receivedNewBytes() {
        refusals = 0;
    }

    @Override
    public boolean simplify() {
        return false;
    }

    @Override
    public boolean distrust() {
        distrusting = true;
        plan.forget();
        return true;
    }

    @Override
    public boolean canResumeMidRange() {
        return !wholePiecesOnly;
    }

    @Override
    public int maxRetries() {
        return MAX_RETRIES;
    }

    // --- what is here already ----------------------------------------------------------------------------------

    /** Before anything is fetched: parts of it may be in files that are here. */
    private void reuseLocalCopies() {
        if (reuseStarted) {
            return;
        }
        reuseStarted = true;
        arrivals.tellReuse();
        var subscription = new XetReuse(storage.client(), file, arrivals.intake(), loop, owner::isEnding)
                .copyShared(copies)
                .emitOn(loop)
                .subscribe()
                .with(copied -> reuseStopped(), failure -> reuseStopped());
    }

    private void reuseStopped() {
        reuseFinished = true;
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
                        placed -> unpack(stream.reader(), bytes, distrusting ? placed.comparing() : placed),
                        taken -> chunksWritten(stream, taken))
                .chain(() -> arrivals.readOn(stream, bytes.length(), now));
    }

    /** Blocks, on a worker. */
    private static void unpack(PieceReader reader, Buffer bytes, PieceReader.PlacedChunkConsumer to) {
        ByteBuf there = bytes.getByteBuf();
        if (there.hasArray()) { // no copy then
            reader.feed(there.array(), there.arrayOffset() + there.readerIndex(), there.readableBytes(), to);
        } else {
            byte[] array = bytes.getBytes();
            reader.feed(array, 0, array.length, to);
        }
    }

    /** The last bytes of a stream that is over count before its piece goes on from where it is. */
    private void chunksWritten(PieceStream stream, long taken) {
        arrivals.count(taken);
        if (stream.isStopped() && stream.writesInFlight() == 0) {
            plan.streamStopped(stream, true);
            owner.planned();
        }
    }

    @Override
    public void stopped(FileStream stream, @Nullable Throwable failure) {
        if (stream.writesInFlight() == 0) {
            plan.streamStopped(stream, failure != null);
        }
        owner.stopped(stream, failure instanceof BadXorbException ? badAnswer(failure) : failure);
    }

    /** Addresses that have expired are renewed, once for all streams; a fresh one that is refused is renewed once. */
    @Override
    public RuntimeException refused(PieceStream stream, String reply) {
        boolean expired = stream.piece().url().isExpired(storage.clock().instant(), Duration.ZERO);
        if (!expired && stream.startedMidPiece() && !wholePiecesOnly) { // that a part may be asked is nobody's promise
            wholePiecesOnly = true;
            return oldLink(reply);
        }
        if (plan.current(stream).isEmpty()) { // another stream has had the addresses renewed meanwhile
            return oldLink(reply);
        }
        refusals++;
        if (refusals > (expired ? MAX_EXPIRIES : 1)) {
            return new TransferException(
                    Kind.REFUSED,
                    "The storage refuses its own fresh address of a part of the file. It answers with " + reply
                            + ". Retry later.");
        }
        plan.renew();
        return oldLink(reply);
    }

    private static RefusedException oldLink(String reply) {
        return new RefusedException(
                RefusedException.Kind.OLD_LINK, "The storage refuses an address that may have expired with " + reply);
    }

    // --- plans and proofs --------------------------------------------------------------------------------------

    @Override
    public void planned() {
        owner.planned();
    }

    @Override
    public void planFailed(Throwable failure) {
        owner.planFailed(this, failure instanceof XetException xet ? asTransferFailure(xet) : failure);
    }

    private void proofStopped() {
        plan.changed();
        owner.planned();
    }

    private static Throwable asTransferFailure(XetException failure) {
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
