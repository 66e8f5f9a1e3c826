package io.hfdownloader.transfer.http;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.FlowControl;
import io.hfdownloader.transfer.stream.FlushTimer;
import io.hfdownloader.transfer.stream.RangeResponse;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Transport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Plain HTTP: each stream brings a segment of the file, or the only one all of it. Lives on the transfer's event loop. */
public final class HttpTransport implements Transport {

    /** Above this the Hub's CDN refuses to send a file as a whole. */
    private static final long MAX_PLAIN_BYTES = 50_000_000_000L;

    private final HttpSource httpSource;
    private final SegmentPlanner segmentPlanner;
    private final FileSink fileSink;
    private final FlowControl flowControl;
    private final FlushTimer flushTimer;
    private final Listener listener;
    private final long size;

    public HttpTransport(
            HttpSource httpSource,
            long size,
            Streams streams,
            FileSink fileSink,
            FlowControl flowControl,
            FlushTimer flushTimer,
            Listener listener) {
        this.httpSource = httpSource;
        this.size = size;
        this.segmentPlanner = new SegmentPlanner(size, streams);
        this.fileSink = fileSink;
        this.flowControl = flowControl;
        this.flushTimer = flushTimer;
        this.listener = listener;
    }

    @Override
    public String id() {
        return "http";
    }

    @Override
    public String name() {
        return "HTTP";
    }

    @Override
    public void abandoned(Throwable why) {}

    @Override
    public boolean mayLimitConnections() {
        return true;
    }

    @Override
    public @Nullable FileStream nextStream(ByteRanges accepted, int connections) {
        ByteRange next = segmentPlanner.next(accepted, connections);
        return next.length() == 0 ? null : new SegmentStream(this, httpSource, next, listener);
    }

    @Override
    public WebAddress lastServer() {
        return httpSource.lastServer();
    }

    @Override
    public void renewLinks() {
        httpSource.renewLink();
    }

    @Override
    public void receivedNewBytes() {}

    @Override
    public boolean simplify() {
        if (size <= MAX_PLAIN_BYTES) {
            useSingleStream(null);
        }
        return true;
    }

    @Override
    public boolean distrust() {
        return false;
    }

    @Override
    public boolean canResumeMidRange() {
        return true; // where it cannot, there is one stream only
    }

    @Override
    public int maxRetries(Throwable failure) {
        return Integer.MAX_VALUE;
    }

    @Override
    public long unansweredNanos(long nowNanos) {
        return 0; // each stream asks for itself
    }

    @Override
    public boolean isFoundDown() {
        return false;
    }

    @Override
    public void close() {
        httpSource.close();
    }

    /** The answer's head is there and was found right; it may give the stream another segment. */
    void responseReceived(SegmentStream stream, RangeResponse rangeResponse) {
        boolean wholeAsked = stream.segment().start() == 0 && stream.segment().end() == size;
        if (!rangeResponse.ranged() && !wholeAsked) {
            stream.switchToWholeFile(size);
            useSingleStream(stream);
        }
        listener.responseReceived();
    }

    /**
     * Takes the bytes that a stream brought; the next ones are asked for when the result is there.
     *
     * @param start place of the first one in the file
     * @param end place after the last one that the stream was sent for
     */
    Uni<Void> accept(SegmentStream stream, Buffer bytes, long start, long end, long nowNanos) {
        long taken = fileSink.accept(stream.batch(), bytes, start, end, nowNanos);
        if (taken > 0) {
            listener.received(taken);
            flushTimer.schedule();
        }
        return flowControl.awaitRoom(stream, bytes.length(), nowNanos);
    }

    private void useSingleStream(@Nullable FileStream kept) {
        segmentPlanner.useSingleStream();
        listener.useSingleStream(kept);
    }
}
