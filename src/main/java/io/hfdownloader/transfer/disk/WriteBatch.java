package io.hfdownloader.transfer.disk;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.http.ByteRange;
import io.vertx.core.buffer.Buffer;

/**
 * What one connection has gathered for the disk: bytes that follow on each other and are written together, and how many
 * writes of it are under way. Lives on the transfer's event loop.
 */
public final class WriteBatch {

    private long start;
    private long sizeBytes;
    private List<Buffer> buffers = new ArrayList<>();
    private int writesInFlight;
    private long lastWriteNanos;

    /** Its connection starts: the first bytes may wait as long for others as later ones. */
    public void start(long nowNanos) {
        lastWriteNanos = nowNanos;
    }

    /** True when bytes for this offset can be written together with those that are in it already. */
    boolean continuesAt(long offset) {
        return buffers.isEmpty() || start + sizeBytes == offset;
    }

    /** Adds to the bytes that are to be written next; to be asked before: {@link #continuesAt}. */
    void add(long offset, Buffer bytes) {
        if (buffers.isEmpty()) {
            start = offset;
        }
        buffers.add(bytes);
        sizeBytes += bytes.length();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** The place in the file of what is in it. */
    ByteRange range() {
        return new ByteRange(start, start + sizeBytes);
    }

    /** Hands out what is in it, and is empty then. */
    List<Buffer> take() {
        List<Buffer> taken = buffers;
        buffers = new ArrayList<>();
        sizeBytes = 0;
        return taken;
    }

    public void writeStarted(long nowNanos) {
        writesInFlight++;
        lastWriteNanos = nowNanos;
    }

    public void writeStopped() {
        writesInFlight--;
    }

    public int writesInFlight() {
        return writesInFlight;
    }

    long nanosSinceWrite(long nowNanos) {
        return nowNanos - lastWriteNanos;
    }
}
