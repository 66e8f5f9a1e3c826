package io.hfdownloader.transfer.xet;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.ContentRange;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.stream.ErrorBody;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.RefusedException.Kind;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.xet.BadXorbException;
import io.hfdownloader.xet.Piece;
import io.hfdownloader.xet.PieceReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * Brings one range of a xorb from its signed address, which is used exactly as it came and gets no token. Lives on its
 * transfer's event loop.
 */
final class PieceStream extends FileStream {

    private final XetTransport transport;
    private final XetResources storage;
    private final Executor loop;
    private final Piece piece;
    private final PieceReader reader;
    private final long firstByte;
    private long position;
    private boolean bodyEnded;
    private boolean overrun;

    /** @param reader stands where the stream is to begin */
    PieceStream(XetTransport transport, XetResources storage, Executor loop, Piece piece, PieceReader reader) {
        super(transport);
        this.transport = transport;
        this.storage = storage;
        this.loop = loop;
        this.piece = piece;
        this.reader = reader;
        this.firstByte = reader.nextByte();
        this.position = firstByte;
    }

    Piece piece() {
        return piece;
    }

    PieceReader reader() {
        return reader;
    }

    /** True when it asked for a part of what was signed. */
    boolean startedMidPiece() {
        return firstByte > piece.firstByte();
    }

    @Override
    public void sendRequest() {
        Optional<RefusedException> throttled = transport.throttled(piece.url().address());
        if (throttled.isPresent()) {
            stopped(throttled.get());
            return;
        }
        var subscription = request()
                .invoke(this::attach)
                .chain(request -> storage.connector()
                        .send(request, piece.url().address())
                        .chain(response -> checkResponse(request, response)))
                .subscribe()
                .with(done -> stopped(null), this::stopped);
    }

    @Override
    public boolean isComplete() {
        return isStarted() && position == piece.endByte() && batch().writesInFlight() == 0;
    }

    @Override
    public void complete() {
        try {
            reader.checkEnd();
            stopped(null);
        } catch (BadXorbException incomplete) {
            stopped(incomplete);
        }
    }

    @Override
    public boolean isConnectionReusable() {
        return bodyEnded;
    }

    @Override
    public long remainingBytes() {
        return piece.endByte() - position;
    }

    @Override
    public void addRemaining(ByteRanges ranges) {
        piece.placements().forEach(place -> ranges.add(new ByteRange(place.fileStart(), place.fileEnd())));
    }

    private Uni<HttpClientRequest> request() {
        WebAddress address = piece.url().address();
        Map<String, String> headers = Map.of(
                "Accept-Encoding", "identity", "Range", new ByteRange(firstByte, piece.endByte()).toRangeHeader());
        return storage.connector().request(address, headers, storage.timeout());
    }

    private Uni<Void> checkResponse(HttpClientRequest request, HttpClientResponse response) {
        if (isStopped()) {
            throw new StoppedException();
        }
        int status = response.statusCode();
        if (status == 206) {
            checkRange(response);
            transport.responseReceived();
            return consume(response);
        }
        if (status == 200) {
            throw new RefusedException(Kind.BAD_ANSWER, "The storage sends a whole xorb where a part of it was asked");
        }
        return ErrorBody.read(request, response, this, loop)
                .map(reply -> refusal(response, reply))
                .chain(refusal -> Uni.createFrom().failure(refusal));
    }

    private void checkRange(HttpClientResponse response) {
        String header = String.valueOf(response.getHeader("Content-Range"));
        boolean right = ContentRange.parse(header)
                        .filter(range -> range.start() == firstByte && range.end() == piece.endByte())
                        .isPresent()
                && response.getHeader("Content-Encoding") == null;
        if (!right) {
            throw new RefusedException(
                    Kind.BAD_ANSWER, "The storage's Content-Range is \"" + UntrustedText.message(header) + "\"");
        }
    }

    private Uni<Void> consume(HttpClientResponse response) {
        return MultiHelper.toMulti(response)
                .select()
                .first(bytes -> wantsMore())
                .onItem()
                .transformToUniAndConcatenate(this::deliver)
                .onItem()
                .ignoreAsUni()
                .invoke(this::checkWhole);
    }

    /** A body that goes on beyond its promise is not read on; its connection cannot be used again. */
    private boolean wantsMore() {
        overrun |= !isStopped() && position >= piece.endByte();
        return !isStopped() && !overrun;
    }

    private Uni<Void> deliver(Buffer bytes) {
        long now = System.nanoTime();
        int wanted = (int) Math.min(bytes.length(), piece.endByte() - position);
        received(wanted, now);
        position += wanted;
        overrun = wanted < bytes.length();
        setPaused(true, now); // until they are unpacked it is we who are slow
        return transport.accept(this, wanted == bytes.length() ? bytes : bytes.slice(0, wanted), now);
    }

    private void checkWhole() {
        if (position < piece.endByte()) {
            throw new ShortBodyException(piece.endByte() - position);
        }
        reader.checkEnd();
        bodyEnded = !overrun;
    }

    private RuntimeException refusal(HttpClientResponse response, String text) {
        int status = response.statusCode();
        String reply = "status " + status + (text.isBlank() ? "" : ": " + UntrustedText.message(text));
        if (HttpStatus.isPassing(status)) {
            RetryAfter.of(status, response.headers())
                    .ifPresent(wait -> transport.throttled(
                            piece.url().address(), wait, "The storage limits requests (" + reply + ")"));
        }
        return RefusedException.passing("The storage", status, reply, response.headers())
                .map(RuntimeException.class::cast)
                .orElseGet(() -> transport.refused(this, reply));
    }
}
