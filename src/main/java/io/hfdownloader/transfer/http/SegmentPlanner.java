package io.hfdownloader.transfer.http;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.sidecar.ByteRanges;
import io.hfdownloader.transfer.disk.FileSink;
import io.hfdownloader.transfer.stream.Streams;

/** Which bytes of a file a stream is sent for next. Lives on the transfer's event loop. */
final class SegmentPlanner {

    private static final long MIN_SEGMENT_BYTES = 4L << 20;
    private static final long MAX_SEGMENT_BYTES = 32L << 20;
    private static final ByteRange NOTHING = new ByteRange(0, 0);

    private final long size;
    private final Streams streams;
    private boolean singleStream;

    SegmentPlanner(long size, Streams streams) {
        this.size = size;
        this.streams = streams;
    }

    /** From now on the file comes as a whole, over one connection. */
    void useSingleStream() {
        singleStream = true;
    }

    /**
     * The first gap that nobody has been sent for, or a part of it; of length zero when there is none.
     *
     * @param accepted bytes that are here
     * @param connections at most for this file: towards the end, segments become small enough for all of them
     */
    ByteRange next(ByteRanges accepted, int connections) {
        if (singleStream || accepted.total() == 0 && size <= FileSink.PLAIN_BYTES) {
            boolean allCame = accepted.total() == size; // and only has to be written
            return streams.isEmpty() && !allCame ? new ByteRange(0, size) : NOTHING;
        }
        ByteRanges taken = ByteRanges.of(accepted.toList());
        streams.addRemaining(taken);
        ByteRange gap = taken.firstGap(0, size);
        long share = (size - accepted.total()) / (2L * connections);
        long length = Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, share));
        return new ByteRange(gap.start(), Math.min(gap.end(), gap.start() + length));
    }
}
