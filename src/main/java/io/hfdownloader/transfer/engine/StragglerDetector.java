package io.hfdownloader.transfer.engine;

import java.util.Comparator;
import java.util.Optional;

import io.hfdownloader.transfer.stream.FileStream;
import io.hfdownloader.transfer.stream.Streams;

/**
 * Near the end of a file, when connections are free: finds the one at work that is so much slower than usual that a new
 * one would bring the rest sooner. Lives on the transfer's event loop.
 */
final class StragglerDetector {

    private static final int SLOWNESS_FACTOR = 4;
    private static final double MIN_REMAINING_SECONDS = 3;
    private static final double NEWEST_WEIGHT = 0.3;
    private static final long MIN_SAMPLE_BYTES = 256 << 10;

    /** So that a server that is slow with everything is not asked for the same again and again. */
    private static final int MAX_REPLACED = 8;

    private double typicalRate;
    private int replaced;

    /** A stream has stopped: what it brought says what is usual. */
    void learnFrom(FileStream stream, long nowNanos) {
        if (stream.receivedBytes() >= MIN_SAMPLE_BYTES) {
            double rate = stream.rate(nowNanos);
            typicalRate = typicalRate == 0 ? rate : typicalRate + NEWEST_WEIGHT * (rate - typicalRate);
        }
    }

    /** The one to be replaced, if it is worth that. To be asked only while connections have nothing to do. */
    Optional<FileStream> findStraggler(Streams streams) {
        if (replaced >= MAX_REPLACED) {
            return Optional.empty();
        }
        Optional<FileStream> slowest = streams.started()
                .filter(stream -> stream.recentRate().isPresent() && !stream.isPaused())
                .filter(this::isStraggler)
                .min(Comparator.comparingDouble(stream -> stream.recentRate().getAsDouble()));
        slowest.ifPresent(stream -> replaced++);
        return slowest;
    }

    private boolean isStraggler(FileStream stream) {
        double rate = stream.recentRate().getAsDouble();
        return rate * SLOWNESS_FACTOR < typicalRate && stream.remainingBytes() > rate * MIN_REMAINING_SECONDS;
    }
}
