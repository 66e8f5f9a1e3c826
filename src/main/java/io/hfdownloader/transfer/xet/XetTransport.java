package io.hfdownloader.transfer.xet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.LocalCopy;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferException.Kind;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferObstacle;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.FlowControl;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Transport;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.PieceReader;
import io.hfdownloader.xet.XetClient;
import io.hfdownloader.xet.XetException;
import io.hfdownloader.xet.XetHash;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The content-addressed storage: each stream brings a range of a xorb, whose chunks are written at all their places in
 * the file. Lives on the transfer's event loop.
 */
public final class XetTransport implements Transport, FileStream.StopListener {

    /** Plain HTTP is there as well, so that nobody waits long for this transport. */
    private static final int MAX_RETRIES = 3;

    /** Addresses may get old before they are used, but not each time. */
    private static final int MAX_EXPIRIES = 5;

    private final XetResources storage;
    private final XetClient.StoredFile file;
    private final TransferListener transferListener;
    private final FileSink fileSink;
    private final FlowControl flowControl;
    private final Executor loop;
    private final Listener listener;
    private final XetPlan plan;
    private final XetProofs proofs;
    private WebAddress lastServer;
    private final List<LocalCopy> copies;
    private boolean reuseStopped;
    private boolean reuseStarted;
    private boolean wholePiecesOnly;
    private boolean distrusting;
    private boolean hasBrought;
    private int openings;
    private int refusals;

    /**
     * @param request for a file for which {@link #isFor} holds
     * @param hub the server to watch until another one was asked
     */
    public XetTransport(
            XetResources storage,
            TransferRequest request,
            WebAddress hub,
            TransferListener transferListener,
            FileSink fileSink,
            FlowControl flowControl,
            Executor loop,
            Listener listener) {
        this.storage = storage;
        XetHash hash = XetHash.parse(Objects.requireNonNull(request.file().xetHash()));
        this.file = new XetClient.StoredFile(
                request.repo(), request.commit(), hash, request.file().sizeBytes());
        this.copies = request.copies();
        this.lastServer = hub;
        this.transferListener = transferListener;
        this.fileSink = fileSink;
        this.flowControl = flowControl;
        this.loop = loop;
        this.listener = listener;
        this.openings = storage.health().openings();
        this.plan = new XetPlan(storage, file, loop, listener::moreToFetch, this::planFailed);
        this.proofs = new XetProofs(fileSink, this::proofStopped);
    }

    /** True when the storage has the file, and it is not empty. */
    public static boolean isFor(TransferRequest request) {
        return request.file().xetHash() != null && request.file().sizeBytes() > 0;
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
        if (FailureReason.isTimeout(why)
                || why instanceof TransferException failure
                        && (failure.kind() == Kind.NETWORK || failure.kind() == Kind.PROXY_REFUSED)) {
            storage.health().recordFailure(openings);
        }
        openings = storage.health().openings();
    }

    /** Addresses are signed and get old for all at once; whoever sees too many connections says so by 429. */
    @Override
    public boolean mayLimitConnections() {
        return false;
    }

    @Override
    public @Nullable FileStream nextStream(ByteRanges accepted, int connections) {
        if (!reuseStopped && XetReuse.isWorthIt(file, copies)) {
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
        if (!hasBrought) {
            hasBrought = true;
            storage.health().recordSuccess();
        }
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

    /** A storage that says nothing is hardly better the next time, and not at all when nothing has come from it yet. */
    @Override
    public int maxRetries(Throwable failure) {
        boolean silent = failure instanceof Streams.StalledException || FailureReason.isTimeout(failure);
        if (silent) {
            return hasBrought ? 1 : 0;
        }
        return MAX_RETRIES;
    }

    @Override
    public long unansweredNanos(long nowNanos) {
        return plan.unansweredNanos(nowNanos);
    }

    @Override
    public boolean isFoundDown() {
        return !hasBrought && storage.health().openings() != openings;
    }

    @Override
    public void close() {
        storage.throttledServers().forget(this);
    }

    /** Asks nothing of a server that wants to be left alone. */
    Optional<RefusedException> throttled(WebAddress server) {
        return storage.throttledServers().refusal(this, server);
    }

    /** A server limits requests, and said for how long. */
    void throttled(WebAddress server, Duration wait, String reason) {
        if (!listener.isStopping()) {
            storage.throttledServers().pause(this, server, wait, reason);
        }
    }

    // --- what is here already ----------------------------------------------------------------------------------

    /** Before anything is fetched: parts of it may be in files that are here. */
    private void reuseLocalCopies() {
        if (reuseStarted) {
            return;
        }
        reuseStarted = true;
        transferListener.waiting(TransferObstacle.REUSE, "Looking for parts of it that are on this disk already", null);
        var subscription = new XetReuse(storage.client(), file, fileSink, loop, listener::isStopping)
                .copyShared(copies)
                .emitOn(loop)
                .subscribe()
                .with(copied -> reuseStopped(), this::reuseFailed);
    }

    /** What was not copied is fetched; of a storage that says nothing that is not tried. */
    private void reuseFailed(Throwable failure) {
        if (FailureReason.isTimeout(failure)) {
            planFailed(failure);
        }
        reuseStopped();
    }

    private void reuseStopped() {
        reuseStopped = true;
        transferListener.resumed();
        listener.moreToFetch();
    }

    // --- streams -----------------------------------------------------------------------------------------------

    /** The answer's head is there and was found right. */
    void responseReceived() {
        listener.responseReceived();
    }

    /** Takes bytes of a xorb that a stream brought; the next ones are asked for when the result is there. */
    Uni<Void> accept(PieceStream stream, Buffer bytes, long nowNanos) {
        ByteRanges places = new ByteRanges();
        stream.addRemaining(places);
        return fileSink.unpack(
                        stream.batch(),
                        places,
                        placed -> unpack(stream.reader(), bytes, distrusting ? placed.comparing() : placed),
                        taken -> chunksWritten(stream, taken))
                .chain(() -> flowControl.awaitRoom(stream, bytes.length(), nowNanos));
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

    /** The last bytes of a stream that has stopped count before its piece goes on from where it is. */
    private void chunksWritten(PieceStream stream, long taken) {
        stream.setPaused(false, System.nanoTime());
        listener.received(taken);
        if (stream.isStopped() && stream.batch().writesInFlight() == 0) {
            plan.streamStopped(stream, true);
            listener.moreToFetch();
        }
    }

    @Override
    public void stopped(FileStream stream, @Nullable Throwable failure) {
        if (stream.batch().writesInFlight() == 0) {
            plan.streamStopped(stream, failure != null);
        }
        listener.stopped(stream, failure instanceof BadXorbException ? badAnswer(failure) : failure);
    }

    /** Addresses that have expired are renewed, once for all streams; a fresh one that is refused is renewed once. */
    RuntimeException refused(PieceStream stream, String reply) {
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

    private void planFailed(Throwable failure) {
        listener.planFailed(this, failure instanceof XetException xet ? asTransferFailure(xet) : failure);
    }

    private void proofStopped() {
        plan.changed();
        listener.moreToFetch();
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
