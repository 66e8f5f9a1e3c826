package io.hfdownloader.transfer.http;

import io.hfdownloader.http.Segment;
import io.hfdownloader.transfer.disk.Intake;
import io.hfdownloader.transfer.disk.RangeSet;
import io.hfdownloader.transfer.stream.Streams;

/** Which bytes of a file a stream is sent for next. Lives on the transfer's event loop. */
final class Portions {

    private static final long SMALLEST_BYTES = 4L << 20;
    private static final long LARGEST_BYTES = 32L << 20;
    private static final Segment NOTHING = new Segment(0, 0);

    private final long size;
    private final Streams streams;
    private boolean plainOnly;

    Portions(long size, Streams streams) {
        this.size = size;
        this.streams = streams;
    }

    /** From now on the file comes as a whole, over one connection. */
    void plainOnly() {
        plainOnly = true;
    }

    /**
     * The first gap that nobody has been sent for, or a part of it; of length zero when there is none.
     *
     * @param accepted bytes that are here
     * @param connections at most for this file: towards the end, portions become small enough for all of them
     */
    Segment next(RangeSet accepted, int connections) {
        if (plainOnly || accepted.total() == 0 && size <= Intake.PLAIN_BYTES) {
            boolean allCame = accepted.total() == size; // and only has to be written
            return streams.isEmpty() && !allCame ? new Segment(0, size) : NOTHING;
        }
        RangeSet taken = RangeSet.of(accepted.segments());
        streams.addRests(taken);
        Segment gap = taken.firstGap(0, size);
        long share = (size - accepted.total()) / (2L * connections);
        long length = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, share));
        return new Segment(gap.start(), Math.min(gap.end(), gap.start() + length));
    }
}
