package io.hfdownloader.transfer.http;

import io.hfdownloader.http.Segment;
import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.Answer;
import io.hfdownloader.transfer.stream.Arrivals;
import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.LateWrites;
import io.hfdownloader.transfer.stream.Streams;
import io.hfdownloader.transfer.stream.Way;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Plain HTTP: each stream brings a segment of the file, or the only one all of it. Lives on the transfer's event loop. */
public final class HttpWay implements Way, SegmentStream.Owner {

    /** Above this the Hub's CDN refuses to send a file as a whole. */
    private static final long LARGEST_PLAIN_BYTES = 50_000_000_000L;

    private final Source source;
    private final Portions portions;
    private final Arrivals arrivals;
    private final LateWrites lateWrites;
    private final Owner owner;
    private final long size;

    /** Hears what concerns the whole transfer. */
    public interface Owner extends FileStream.Ends {

        /** An answer came and was right. */
        void answered();

        /** Ranges lead nowhere: the file comes as a whole, over this one connection or, if null, a new one. */
        void onlyOneStream(@Nullable FileStream kept);
    }

    public HttpWay(Source source, long size, Streams streams, Arrivals arrivals, LateWrites lateWrites, Owner owner) {
        this.source = source;
        this.size = size;
        this.portions = new Portions(size, streams);
        this.arrivals = arrivals;
        this.lateWrites = lateWrites;
        this.owner = owner;
    }

    @Override
    public String word() {
        return "http";
    }

    @Override
    public String name() {
        return "HTTP";
    }

    @Override
    public void left(Throwable why) {}

    @Override
    public boolean mayCountConnections() {
        return true;
    }

    @Override
    public @Nullable FileStream next(RangeSet accepted, int connections) {
        Segment next = portions.next(accepted, connections);
        return next.length() == 0 ? null : new SegmentStream(this, source, next);
    }

    @Override
    public WebAddress lastAsked() {
        return source.lastAsked();
    }

    @Override
    public void renewLinks() {
        source.renewLink();
    }

    @Override
    public void sawNewBytes() {}

    @Override
    public boolean simplify() {
        if (size <= LARGEST_PLAIN_BYTES) {
            plain(null);
        }
        return true;
    }

    @Override
    public boolean doubt() {
        return false;
    }

    @Override
    public boolean goesOnWithin() {
        return true; // where it cannot, there is one stream only
    }

    @Override
    public int mostTries() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void answered(SegmentStream stream, Answer answer) {
        boolean wholeAsked = stream.segment().start() == 0 && stream.segment().end() == size;
        if (!answer.ranged() && !wholeAsked) {
            stream.takeWholeFile(size);
            plain(stream);
        }
        owner.answered();
    }

    @Override
    public Uni<Void> accept(SegmentStream stream, Buffer bytes) {
        long now = System.nanoTime();
        long start = stream.position();
        long end = Math.min(start + bytes.length(), stream.segment().end());
        stream.advance(bytes.length(), now);
        long taken = arrivals.intake().take(stream, bytes, start, end, now);
        if (taken > 0) {
            arrivals.count(taken);
            lateWrites.expect();
        }
        return arrivals.readOn(stream, bytes.length(), now);
    }

    @Override
    public void ended(FileStream stream, @Nullable Throwable failure) {
        owner.ended(stream, failure);
    }

    private void plain(@Nullable FileStream kept) {
        portions.plainOnly();
        owner.onlyOneStream(kept);
    }
}
