package io.hfdownloader.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One connection at work for a file, whatever it is sent for: its place in the budget, whether it lives, and what it has
 * gathered for the disk. Lives on its transfer's event loop.
 */
abstract class FileStream implements Source.RequestHandle {

    private static final long SAMPLE_NANOS = 2_500_000_000L;

    private final Ends ends;
    private ConnectionBudget.@Nullable Ticket ticket;
    private @Nullable HttpClientRequest request;
    private boolean started;
    private boolean over;
    private boolean held;
    private long lastByteNanos;
    private long startNanos;
    private long arrivedBytes;
    private long sampledNanos;
    private long sampledBytes;
    private OptionalDouble recentRate = OptionalDouble.empty();

    private long batchStart;
    private long batchBytes;
    private List<Buffer> batch = new ArrayList<>();
    private int writesInFlight;
    private long lastWriteNanos;

    /** Hears of the end of streams. */
    interface Ends {

        /** The stream is over; without a failure it has brought all it was sent for. */
        void ended(FileStream stream, @Nullable Throwable failure);
    }

    FileStream(Ends ends) {
        this.ends = ends;
    }

    /** Asks, now that there is a connection for it; calls {@link #finish} at the end. */
    abstract void ask();

    /** True when its connection can be used again. */
    abstract boolean isCleanlyOver();

    /** All of its bytes are here although the server has not ended its answer. */
    abstract boolean hasAll();

    /** Bytes that its answer still has to bring. */
    abstract long restBytes();

    /** Adds what it has been sent for and has not brought yet. */
    abstract void addRest(RangeSet ranges);

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
        startNanos = nowNanos;
        sampledNanos = nowNanos;
        lastByteNanos = nowNanos;
        lastWriteNanos = nowNanos;
        ask();
    }

    @Override
    public void holds(HttpClientRequest current) {
        request = current;
        current.exceptionHandler(failure -> {}); // whoever waits for its answer hears of it
        if (over) {
            current.reset();
        }
    }

    /** Ends the stream as one that has brought what it was sent for; its connection is closed. */
    void done() {
        finish(null);
    }

    /** Ends the stream now; its connection is closed. */
    void abort(Throwable cause) {
        finish(cause);
    }

    /** So many bytes came. */
    void arrived(long bytes, long nowNanos) {
        arrivedBytes += bytes;
        lastByteNanos = nowNanos;
    }

    long arrivedBytes() {
        return arrivedBytes;
    }

    /** Bytes per second since it began. */
    double rate(long nowNanos) {
        return arrivedBytes * 1e9 / Math.max(1, nowNanos - startNanos);
    }

    /** To be called now and then. */
    void sample(long nowNanos) {
        long elapsed = nowNanos - sampledNanos;
        if (elapsed >= SAMPLE_NANOS) {
            recentRate = OptionalDouble.of((arrivedBytes - sampledBytes) * 1e9 / elapsed);
            sampledNanos = nowNanos;
            sampledBytes = arrivedBytes;
        }
    }

    /** Bytes per second of the last seconds; empty in the first ones. */
    OptionalDouble recentRate() {
        return recentRate;
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

    boolean isOver() {
        return over;
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

    /** The last step of every stream; a second one does nothing. */
    final void finish(@Nullable Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        if (request != null && !isCleanlyOver()) {
            request.reset();
        }
        if (ticket != null) {
            ticket.giveBack();
        }
        ends.ended(this, failure);
    }

    /** The body ended before what it was asked for did. */
    static final class ShortBodyException extends RuntimeException {
        ShortBodyException(long missing) {
            super("The connection was closed " + missing + " bytes too early");
        }
    }
}
