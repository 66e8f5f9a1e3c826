package io.hfdownloader.transfer;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One connection at work on one segment: waits for its place in the budget, asks, and hands over what arrives.
 * Lives on its transfer's event loop.
 */
final class SegmentStream implements Source.RequestHandle {

    /** What the owner of the stream does with it. */
    interface Owner {

        /** The answer's head is there and was found right. May give the stream another segment. */
        void answered(SegmentStream stream, Answer answer);

        /** Bytes arrived; the next ones are asked for when the result is there. */
        Uni<Void> accept(SegmentStream stream, Buffer bytes);

        /** The stream is over; without a failure it has brought its whole segment. */
        void ended(SegmentStream stream, @Nullable Throwable failure);
    }

    private final Owner owner;
    private final Source source;
    private Segment segment;
    private long position;
    private ConnectionBudget.@Nullable Ticket ticket;
    private @Nullable HttpClientRequest request;
    private boolean bodyEnded;
    private boolean overrun;
    private boolean started;
    private boolean over;
    private boolean held;
    private long lastByteNanos;

    private long batchStart;
    private long batchBytes;
    private List<Buffer> batch = new ArrayList<>();
    private int writesInFlight;
    private long lastWriteNanos;

    SegmentStream(Owner owner, Source source, Segment segment) {
        this.owner = owner;
        this.source = source;
        this.segment = segment;
        this.position = segment.start();
    }

    void waitsWith(ConnectionBudget.Ticket place) {
        ticket = place;
        if (over) {
            place.giveBack();
        }
    }

    /** The budget has granted a connection. */
    void start(long nowNanos) {
        if (over) {
            return;
        }
        started = true;
        lastByteNanos = nowNanos;
        lastWriteNanos = nowNanos;
        var subscription =
                source.open(segment, this).chain(this::consume).subscribe().with(done -> finish(null), this::finish);
    }

    @Override
    public void holds(HttpClientRequest current) {
        request = current;
        current.exceptionHandler(failure -> {}); // whoever waits for its answer hears of it
        if (over) {
            current.reset();
        }
    }

    /** All of its bytes are here although the server has not ended its answer. */
    boolean hasAll() {
        return started && rest().length() == 0;
    }

    /** Ends the stream as one that has brought its segment; its connection is closed. */
    void done() {
        finish(null);
    }

    /** Ends the stream now; its connection is closed. */
    void abort(Throwable cause) {
        finish(cause);
    }

    /** What it has not brought yet. */
    Segment rest() {
        return new Segment(Math.min(position, segment.end()), segment.end());
    }

    Segment segment() {
        return segment;
    }

    /** The server sends the file from its start, whatever was asked. */
    void takeWholeFile(long size) {
        segment = new Segment(0, size);
        position = 0;
    }

    long position() {
        return position;
    }

    void advance(long bytes, long nowNanos) {
        position += bytes;
        lastByteNanos = nowNanos;
    }

    /** True while it is we who do not ask for more, because the disk or the bandwidth limit is the bottleneck. */
    void held(boolean now, long nowNanos) {
        held = now;
        lastByteNanos = nowNanos;
    }

    boolean isHeld() {
        return held;
    }

    boolean isStarted() {
        return started && !over;
    }

    /** How long it has brought nothing although it could. */
    long quietNanos(long nowNanos) {
        return started && !held ? nowNanos - lastByteNanos : 0;
    }

    /** True when bytes for this offset can be written together with those that are gathered already. */
    boolean canGather(long offset) {
        return batch.isEmpty() || batchStart + batchBytes == offset;
    }

    /** Adds to the bytes that are to be written next. */
    void gather(long offset, Buffer bytes) {
        if (batch.isEmpty()) {
            batchStart = offset;
        }
        batch.add(bytes);
        batchBytes += bytes.length();
    }

    int writesInFlight() {
        return writesInFlight;
    }

    void writeStarted(long nowNanos) {
        writesInFlight++;
        lastWriteNanos = nowNanos;
    }

    long sinceWriteNanos(long nowNanos) {
        return nowNanos - lastWriteNanos;
    }

    void writeEnded() {
        writesInFlight--;
    }

    long batchBytes() {
        return batchBytes;
    }

    long batchStart() {
        return batchStart;
    }

    List<Buffer> takeBatch() {
        List<Buffer> taken = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        return taken;
    }

    private Uni<Void> consume(Answer answer) {
        if (over) {
            throw new StoppedException();
        }
        owner.answered(this, answer);
        return MultiHelper.toMulti(answer.response())
                .select()
                .first(bytes -> wantsMore())
                .onItem()
                .transformToUniAndConcatenate(bytes -> owner.accept(this, bytes))
                .onItem()
                .ignoreAsUni()
                .invoke(this::checkWhole);
    }

    /** A body that goes on beyond its promise is not read on; its connection cannot be used again. */
    private boolean wantsMore() {
        overrun = !over && position >= segment.end();
        return !over && !overrun;
    }

    private void checkWhole() {
        bodyEnded = position == segment.end() && !overrun;
        if (position < segment.end()) {
            throw new ShortBodyException(segment.end() - position);
        }
    }

    private void finish(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        if (request != null && !bodyEnded) {
            request.reset();
        }
        if (ticket != null) {
            ticket.giveBack();
        }
        owner.ended(this, failure);
    }

    /** The body ended before the segment did. */
    static final class ShortBodyException extends RuntimeException {
        ShortBodyException(long missing) {
            super("The connection was closed " + missing + " bytes too early");
        }
    }
}
