package io.hfdownloader.transfer.stream;

import java.util.OptionalDouble;

import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.disk.WriteBatch;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One connection at work for a file, whatever it is sent for: its place in the budget and whether it lives. Lives on its
 * transfer's event loop.
 */
public abstract class FileStream implements RequestHandle {

    private static final long SAMPLE_NANOS = 2_500_000_000L;

    private final StopListener stopListener;
    private final WriteBatch batch = new WriteBatch();
    private ConnectionBudget.@Nullable Ticket ticket;
    private @Nullable HttpClientRequest request;
    private boolean started;
    private boolean stopped;
    private boolean paused;
    private long lastByteNanos;
    private long startNanos;
    private long receivedBytes;
    private long sampledNanos;
    private long sampledBytes;
    private OptionalDouble recentRate = OptionalDouble.empty();

    /** Is told when a stream has stopped. */
    public interface StopListener {

        /** The stream has stopped; without a failure it has brought all it was sent for. */
        void stopped(FileStream stream, @Nullable Throwable failure);
    }

    public FileStream(StopListener stopListener) {
        this.stopListener = stopListener;
    }

    /** Asks, now that there is a connection for it; calls {@link #stopped} at the end. */
    public abstract void sendRequest();

    /** True when its connection can be used again. */
    public abstract boolean isConnectionReusable();

    /** All of its bytes are here although the server has not ended its answer. */
    public abstract boolean isComplete();

    /** Bytes that its answer still has to bring. */
    public abstract long remainingBytes();

    /** Adds what it has been sent for and has not brought yet. */
    public abstract void addRemaining(ByteRanges ranges);

    public void holdTicket(ConnectionBudget.Ticket granted) {
        ticket = granted;
        if (stopped) {
            granted.close();
        }
    }

    /** The budget has granted a connection. */
    public void start(long nowNanos) {
        if (stopped) {
            return;
        }
        started = true;
        startNanos = nowNanos;
        sampledNanos = nowNanos;
        lastByteNanos = nowNanos;
        batch.start(nowNanos);
        sendRequest();
    }

    @Override
    public void attach(HttpClientRequest current) {
        request = current;
        current.exceptionHandler(failure -> {}); // whoever waits for its answer hears of it
        if (stopped) {
            current.reset();
        }
    }

    @Override
    public void answered(HttpClientRequest current) {
        if (request == current) {
            request = null;
        }
    }

    /** Stops the stream as one that has brought what it was sent for; its connection is closed. */
    public void complete() {
        stopped(null);
    }

    /** Stops the stream now; its connection is closed. */
    public void stop(Throwable cause) {
        stopped(cause);
    }

    /** Bytes came. */
    public void received(long bytes, long nowNanos) {
        receivedBytes += bytes;
        lastByteNanos = nowNanos;
    }

    public long receivedBytes() {
        return receivedBytes;
    }

    /** Bytes per second since it started. */
    public double rate(long nowNanos) {
        return receivedBytes * 1e9 / Math.max(1, nowNanos - startNanos);
    }

    /** To be called now and then. */
    public void sample(long nowNanos) {
        long elapsed = nowNanos - sampledNanos;
        if (elapsed >= SAMPLE_NANOS) {
            recentRate = OptionalDouble.of((receivedBytes - sampledBytes) * 1e9 / elapsed);
            sampledNanos = nowNanos;
            sampledBytes = receivedBytes;
        }
    }

    /** Bytes per second of the last seconds; empty in the first ones. */
    public OptionalDouble recentRate() {
        return recentRate;
    }

    /** True while it is we who do not ask for more, because the disk or the bandwidth limit is the bottleneck. */
    public void setPaused(boolean now, long nowNanos) {
        paused = now;
        lastByteNanos = nowNanos;
    }

    public boolean isPaused() {
        return paused;
    }

    public boolean isStarted() {
        return started && !stopped;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** How long it has brought nothing although it could. */
    long idleNanos(long nowNanos) {
        return started && !paused ? nowNanos - lastByteNanos : 0;
    }

    /** What it has gathered for the disk. */
    public final WriteBatch batch() {
        return batch;
    }

    /** The last step of every stream; a second one does nothing. */
    public final void stopped(@Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        stopped = true;
        if (request != null && !isConnectionReusable()) {
            request.reset();
        }
        if (ticket != null) {
            ticket.close();
        }
        stopListener.stopped(this, failure);
    }

    /** The body ended before what it was asked for did. */
    public static final class ShortBodyException extends RuntimeException {
        public ShortBodyException(long missing) {
            super("The connection was closed " + missing + " bytes too early");
        }
    }
}
