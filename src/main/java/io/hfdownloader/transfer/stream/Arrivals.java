package io.hfdownloader.transfer.stream;

import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.disk.FileSink;
import io.smallrye.mutiny.Uni;

/** Counts what comes, on whichever way, and says when a stream may read on. Lives on the transfer's event loop. */
public final class Arrivals {

    private final TransferListener listener;
    private final FileSink fileSink;
    private final FlowControl flowControl;
    private final Runnable sawNewBytes;
    private long received;
    private boolean doubting;

    /** @param sawNewBytes told of each arrival of bytes that were not here before */
    public Arrivals(TransferListener listener, FileSink fileSink, FlowControl flowControl, Runnable sawNewBytes) {
        this.listener = listener;
        this.fileSink = fileSink;
        this.flowControl = flowControl;
        this.sawNewBytes = sawNewBytes;
    }

    public FileSink intake() {
        return fileSink;
    }

    /** Parts of the file are looked for in others that are here. */
    public void tellReuse() {
        listener.waiting("Looking for parts of it that are on this disk already", null);
    }

    /** Bytes are fetched now. */
    public void goesOn() {
        listener.resumed();
    }

    /** So many bytes of the file are new. */
    public void count(long newBytes) {
        if (newBytes > 0) {
            received += newBytes;
            if (!doubting) {
                listener.received(newBytes);
            }
            sawNewBytes.run();
        }
    }

    /** What comes now was counted before, and comes once more. */
    public void doubt() {
        doubting = true;
    }

    /** All that this transfer has received so far. */
    public long received() {
        return received;
    }

    /** The item arrives when a stream that has brought so many bytes over the network may read on. */
    public Uni<Void> readOn(FileStream stream, int networkBytes, long nowNanos) {
        return flowControl.awaitRoom(stream, networkBytes, nowNanos);
    }
}
