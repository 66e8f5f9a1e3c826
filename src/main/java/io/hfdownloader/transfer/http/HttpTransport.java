package io.hfdownloader.transfer.http;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.disk.ByteRanges;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.FlushTimer;
import io.hfdownloader.transfer.stream.RangeResponse;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Transport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Plain HTTP: each stream brings a segment of the file, or the only one all of it. Lives on the transfer's event loop. */
public final class HttpTransport implements Transport, SegmentStream.Owner {

    /** Above this the Hub's CDN refuses to send a file as a whole. */
    private static final long MAX_PLAIN_BYTES = 50_000_000_000L;

    private final HttpSource httpSource;
    private final SegmentPlanner segmentPlanner;
    private final Arrivals arrivals;
    private final FlushTimer flushTimer;
    private final Owner owner;
    private final long size;

    /** Hears what concerns the whole transfer. */
    public interface Owner extends FileStream.StopListener {

        /** An answer came and was right. */
        void answered();

        /** Ranges lead nowhere: the file comes as a whole, over this one connection or, if null, a new one. */
        void onlyOneStream(@Nullable FileStream kept);
    }

    public HttpTransport(
            HttpSource httpSource, long size, Streams streams, Arrivals arrivals, FlushTimer flushTimer, Owner owner) {
        this.httpSource = httpSource;
        this.size = size;
        this.segmentPlanner = new SegmentPlanner(size, streams);
        this.arrivals = arrivals;
        this.flushTimer = flushTimer;
        this.owner = owner;
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
        return next.length() == 0 ? null : new SegmentStream(this, httpSource, next);
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
    public int maxRetries() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void answered(SegmentStream stream, RangeResponse rangeResponse) {
        boolean wholeAsked = stream.segment().start() == 0 && stream.segment().end() == size;
        if (!rangeResponse.ranged() && !wholeAsked) {
            stream.switchToWholeFile(size);
            useSingleStream(stream);
        }
        owner.answered();
    }

    @Override
    public Uni<Void> accept(SegmentStream stream, Buffer bytes) {
        long now = System.nanoTime();
        long start = stream.position();
        long end = Math.min(start + bytes.length(), stream.segment().end());
        stream.advance(bytes.length(), now);
        long taken = arrivals.intake().accept(stream, bytes, start, end, now);
        if (taken > 0) {
            arrivals.count(taken);
            flushTimer.schedule();
        }
        return arrivals.readOn(stream, bytes.length(), now);
    }

    @Override
    public void stopped(FileStream stream, @Nullable Throwable failure) {
        owner.stopped(stream, failure);
    }

    private void useSingleStream(@Nullable FileStream kept) {
        segmentPlanner.useSingleStream();
        owner.onlyOneStream(kept);
    }
}
