package io.hfdownloader.transfer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.http.Source;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One connection at work for a file, whatever it is sent for: its place in the budget, whether it lives, and what it has
 * gathered for the disk. Lives on its transfer's event loop.
 */
public abstract class FileStream implements Source.RequestHandle {

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
    public interface Ends {

        /** The stream is over; without a failure it has brought all it was sent for. */
        void ended(FileStream stream, @Nullable Throwable failure);
    }

    public FileStream(Ends ends) {
        this.ends = ends;
    }

    /** Asks, now that there is a connection for it; calls {@link #finish} at the end. */
    public abstract void ask();

    /** True when its connection can be used again. */
    public abstract boolean isCleanlyOver();

    /** All of its bytes are here although the server has not ended its answer. */
    public abstract boolean hasAll();

    /** Bytes that its answer still has to bring. */
    public abstract long restBytes();

    /** Adds what it has been sent for and has not brought yet. */
    public abstract void addRest(RangeSet ranges);

    public void waitsWith(ConnectionBudget.Ticket place) {
        ticket = place;
        if (over) {
            place.giveBack();
        }
    }

    /** The budget has granted a connection. */
    public void start(long nowNanos) {
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
    public void done() {
        finish(null);
    }

    /** Ends the stream now; its connection is closed. */
    public void abort(Throwable cause) {
        finish(cause);
    }

    /** So many bytes came. */
    public void arrived(long bytes, long nowNanos) {
        arrivedBytes += bytes;
        lastByteNanos = nowNanos;
    }

    public long arrivedBytes() {
        return arrivedBytes;
    }

    /** Bytes per second since it began. */
    public double rate(long nowNanos) {
        return arrivedBytes * 1e9 / Math.max(1, nowNanos - startNanos);
    }

    /** To be called now and then. */
    public void sample(long nowNanos) {
        long elapsed = nowNanos - sampledNanos;
        if (elapsed >= SAMPLE_NANOS) {
            recentRate = OptionalDouble.of((arrivedBytes - sampledBytes) * 1e9 / elapsed);
            sampledNanos = nowNanos;
            sampledBytes = arrivedBytes;
        }
    }

    /** Bytes per second of the last seconds; empty in the first ones. */
    public OptionalDouble recentRate() {
        return recentRate;
    }

    /** True while it is we who do not ask for more, because the disk or the bandwidth limit is the bottleneck. */
    public void held(boolean now, long nowNanos) {
        held = now;
        lastByteNanos = nowNanos;
    }

    public boolean isHeld() {
        return held;
    }

    public boolean isStarted() {
        return started && !over;
    }

    public boolean isOver() {
        return over;
    }

    /** How long it has brought nothing although it could. */
    long quietNanos(long nowNanos) {
        return started && !held ? nowNanos - lastByteNanos : 0;
    }

    /** True when bytes for this offset can be written together with those that are gathered already. */
    public boolean canGather(long offset) {
        return batch.isEmpty() || batchStart + batchBytes == offset;
    }

    /** Adds to the bytes that are to be written next. */
    public void gather(long offset, Buffer bytes) {
        if (batch.isEmpty()) {
            batchStart = offset;
        }
        batch.add(bytes);
        batchBytes += bytes.length();
    }

    public int writesInFlight() {
        return writesInFlight;
    }

    public void writeStarted(long nowNanos) {
        writesInFlight++;
        lastWriteNanos = nowNanos;
    }

    public long sinceWriteNanos(long nowNanos) {
        return nowNanos - lastWriteNanos;
    }

    public void writeEnded() {
        writesInFlight--;
    }

    public long batchBytes() {
        return batchBytes;
    }

    public long batchStart() {
        return batchStart;
    }

    public List<Buffer> takeBatch() {
        List<Buffer> taken = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        return taken;
    }

    /** The last step of every stream; a second one does nothing. */
    public final void finish(@Nullable Throwable failure) {
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
    public static final class ShortBodyException extends RuntimeException {
        public ShortBodyException(long missing) {
            super("The connection was closed " + missing + " bytes too early");
        }
    }
}
