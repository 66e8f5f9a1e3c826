package io.hfdownloader.progress;

import java.time.Instant;

import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one file of a download. Written by one thread at a time, read by any; no method blocks.
 */
public final class FileMeter {

    private final Meter download;
    private final String path;
    private final long size;
    private volatile long received;
    private long copied;
    private volatile long hashed;
    private volatile FileState state = FileState.QUEUED;
    private volatile @Nullable String transport;
    private volatile @Nullable CodedText transportReason;
    private volatile int connections;
    private boolean closed;
    private volatile int tries;
    private volatile @Nullable CodedText lastError;
    private volatile @Nullable Wait wait;
    private volatile long changedNanos;
    private long lastSlot;

    private record Wait(
            String cause,
            long sinceNanos,
            String reason,
            @Nullable Instant until) {}

    FileMeter(Meter download, String path, long size) {
        this.download = download;
        this.path = path;
        this.size = size;
        this.changedNanos = System.nanoTime();
        this.lastSlot = RecentChanges.slotOf(changedNanos) - 1;
    }

    public String path() {
        return path;
    }

    long size() {
        return size;
    }

    /** Bytes came from the network. */
    public synchronized void received(long bytes) {
        if (closed) {
            return;
        }
        received += bytes;
        download.received(this, way(), bytes);
        changed();
    }

    /** Bytes are on the disk from an earlier run; replaces what was counted for this file. */
    public synchronized void foundOnDisk(long bytes) {
        if (closed) {
            return;
        }
        download.adjustReceived(bytes - received);
        received = bytes;
        if (bytes < copied) { // they are gone
            download.adjustReused(bytes - copied);
            copied = bytes;
        }
        changed();
    }

    /** Bytes came from other files on this disk. */
    public synchronized void copied(long bytes) {
        if (closed) {
            return;
        }
        received += bytes;
        copied += bytes;
        download.adjustReceived(bytes);
        download.reused(Totals.COPY, bytes);
        changed();
    }

    /** This many bytes from the start have gone through the hash. */
    public synchronized void hashed(long bytesFromStart) {
        if (closed) {
            return;
        }
        download.adjustHashed(bytesFromStart - hashed);
        hashed = bytesFromStart;
        changed();
    }

    /** The file was complete on the disk before the download started. Follow with {@link #completed}. */
    public synchronized void reused() {
        if (!closed) {
            download.reused(Totals.DISK, size);
        }
    }

    /** The file is in place and its hash was checked. */
    public synchronized void completed() {
        if (state != FileState.COMPLETED && !closed) {
            download.verified(way(), size);
            wasCompleted();
        }
    }

    /** The same, done before anything was counted. */
    synchronized void wasCompleted() {
        if (state != FileState.COMPLETED && !closed) {
            foundOnDisk(size);
            hashed(size);
            changeState(FileState.COMPLETED);
            connections(0);
            setWait(null);
            lastError = null;
            download.fileCompleted(size);
            changed();
        }
    }

    /** The file was given up for this reason. */
    public synchronized void failed(CodedText error) {
        lastError = error;
        setWait(null);
        connections(0);
        changeState(FileState.FAILED);
    }

    public synchronized void state(FileState now) {
        changeState(now);
    }

    public FileState state() {
        return state;
    }

    public synchronized void connections(int open) {
        if (closed || connections == open) {
            return;
        }
        download.adjustConnections(open - connections);
        connections = open;
        changed();
    }

    private String way() {
        String now = transport;
        return now == null ? Totals.DISK : now;
    }

    /**
     * The bytes come over this transport from now on.
     *
     * @param reason why the one before was left, or null
     */
    public synchronized void transport(String name, @Nullable CodedText reason) {
        if (closed) {
            return;
        }
        transport = name;
        transportReason = reason;
        download.transport(name);
        changed();
    }

    /**
     * A try failed.
     *
     * @param cause one of a few words
     * @param triesInARow counts those since the last new byte
     */
    public synchronized void tryFailed(String cause, int triesInARow, CodedText error) {
        if (closed) {
            return;
        }
        tries = triesInARow;
        lastError = error;
        download.tryFailed(cause, error);
        changed();
    }

    /**
     * Nothing comes right now.
     *
     * @param cause one of a few words
     * @param reason a sentence for the user
     */
    public void waiting(String cause, String reason, @Nullable Instant until) {
        setWait(new Wait(cause, System.nanoTime(), reason, until));
    }

    /** It goes on. */
    public void resumed() {
        setWait(null);
    }

    private synchronized void setWait(@Nullable Wait now) {
        if (closed || wait == null && now == null) {
            return;
        }
        Wait before = wait;
        if (before != null && now != null && before.cause().equals(now.cause())) {
            wait = new Wait(now.cause(), before.sinceNanos(), now.reason(), now.until()); // is one wait
        } else {
            count(before, now);
            wait = now;
        }
        download.setWaiting(this, now != null);
        changed();
    }

    private void count(@Nullable Wait before, @Nullable Wait now) {
        if (before != null) {
            download.waitEnded(before.cause(), System.nanoTime() - before.sinceNanos());
        }
        if (now != null) {
            download.waitBegan(now.cause());
        }
    }

    /** The download is counted anew: late calls from what worked on it before mean nothing any more. */
    synchronized void close() {
        count(closed ? null : wait, null);
        closed = true;
    }

    /** True when something of it changed at this moment of {@link System#nanoTime} or later. */
    boolean hasChangedSince(long nanos) {
        return changedNanos - nanos >= 0;
    }

    /** To be called after the change itself, one thread at a time. */
    private void changed() {
        long now = System.nanoTime();
        long slot = RecentChanges.slotOf(now);
        changedNanos = now;
        if (slot != lastSlot) {
            lastSlot = slot;
            download.changed(this, slot);
        }
    }

    private void changeState(FileState next) {
        if (closed) {
            return;
        }
        download.stateChanged(this, state, next);
        state = next;
        changed();
    }

    /** What a page shows of this file. */
    public FileProgress snapshot() {
        Wait now = wait;
        return new FileProgress(
                path,
                size,
                new FileProgress.Counted(received, state == FileState.COMPLETED ? size : 0, hashed),
                state,
                FileProgress.Origin.of(transport, transportReason),
                connections,
                Retries.of(tries, lastError),
                now == null ? FileProgress.Delay.NONE : new FileProgress.Delay(now.reason(), now.until(), now.cause()));
    }
}
