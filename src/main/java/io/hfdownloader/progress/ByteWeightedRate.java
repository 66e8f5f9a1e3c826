package io.hfdownloader.progress;

import java.util.OptionalLong;

/**
 * The rate at which the last bytes came, for estimates of what is still to come: each moment counts by the bytes it brought, so a
 * slow start and pauses hardly count. One thread adds, any thread reads.
 */
final class ByteWeightedRate {

    /** What came before so many bytes counts for little: a minute at 1 MB/s, two seconds at 30 MB/s. */
    private static final double HORIZON_BYTES = 64_000_000;

    /** Fewer bytes than that tell of answer times, not of the line. */
    private static final double MIN_BYTES = 4_000_000;

    private double weight;
    private double mean;
    private volatile long perSecond = -1;

    /** @param seconds how long bytes came at this rate */
    void add(long rate, double seconds) {
        double bytes = rate * seconds;
        if (bytes <= 0) {
            return;
        }
        weight = Math.min(HORIZON_BYTES, weight + bytes);
        mean += (rate - mean) * Math.min(1, bytes / weight);
        if (weight >= MIN_BYTES) {
            perSecond = Math.max(1, Math.round(mean));
        }
    }

    /** Empty until enough bytes came to tell. */
    OptionalLong perSecond() {
        long now = perSecond;
        return now < 0 ? OptionalLong.empty() : OptionalLong.of(now);
    }
}
