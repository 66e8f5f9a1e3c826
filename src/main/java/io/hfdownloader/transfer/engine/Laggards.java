package io.hfdownloader.transfer.engine;

import java.util.Comparator;
import java.util.Optional;

import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.Streams;

/**
 * Near the end of a file, when connections are free: finds the one at work that is so much slower than usual that a new
 * one would bring the rest sooner. Lives on the transfer's event loop.
 */
final class Laggards {

    private static final int MUCH_SLOWER = 4;
    private static final double WORTH_SECONDS = 3;
    private static final double WEIGHT_OF_NEWEST = 0.3;
    private static final long ENOUGH_BYTES = 256 << 10;

    /** So that a server that is slow with everything is not asked for the same again and again. */
    private static final int MOST_REPLACED = 8;

    private double usualRate;
    private int replaced;

    /** A stream is over: what it brought says what is usual. */
    void ended(FileStream stream, long nowNanos) {
        if (stream.arrivedBytes() >= ENOUGH_BYTES) {
            double rate = stream.rate(nowNanos);
            usualRate = usualRate == 0 ? rate : usualRate + WEIGHT_OF_NEWEST * (rate - usualRate);
        }
    }

    /** The one to be replaced, if it is worth that. To be asked only while connections have nothing to do. */
    Optional<FileStream> toReplace(Streams streams) {
        if (replaced >= MOST_REPLACED) {
            return Optional.empty();
        }
        Optional<FileStream> slowest = streams.started()
                .filter(stream -> stream.recentRate().isPresent() && !stream.isHeld())
                .filter(this::isWorthIt)
                .min(Comparator.comparingDouble(stream -> stream.recentRate().getAsDouble()));
        slowest.ifPresent(stream -> replaced++);
        return slowest;
    }

    private boolean isWorthIt(FileStream stream) {
        double rate = stream.recentRate().getAsDouble();
        return rate * MUCH_SLOWER < usualRate && stream.restBytes() > rate * WORTH_SECONDS;
    }
}
