package io.hfdownloader.transfer.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.hfdownloader.sidecar.ByteRanges;
import org.jspecify.annotations.Nullable;

/** The streams of one transfer, those that wait for a connection included. Lives on the transfer's event loop. */
public final class Streams {

    /** How long a server may take to end an answer of which all bytes are here. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

    private final List<FileStream> all = new ArrayList<>();

    public void add(FileStream stream) {
        all.add(stream);
    }

    public void remove(FileStream stream) {
        all.remove(stream);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int size() {
        return all.size();
    }

    /** How many have a connection. */
    public int openCount() {
        int openCount = 0;
        for (FileStream stream : all) {
            openCount += stream.isStarted() ? 1 : 0;
        }
        return openCount;
    }

    /** Those that have a connection. */
    public Stream<FileStream> started() {
        return all.stream().filter(FileStream::isStarted);
    }

    public void forEach(Consumer<FileStream> action) {
        all.forEach(action);
    }

    /** Stops all without counting it as a failure, but for one. */
    public void stopAllBut(@Nullable FileStream kept) {
        List.copyOf(all).stream()
                .filter(stream -> stream != kept)
                .forEach(stream -> stream.stop(new StoppedException()));
    }

    /** What somebody has been sent for, as far as it has not come. */
    public void addRemaining(ByteRanges ranges) {
        all.forEach(stream -> stream.addRemaining(ranges));
    }

    /** How long the liveliest of those with a connection has been quiet; 0 when there is none. */
    public long minIdleNanos(long nowNanos) {
        return all.stream()
                .filter(FileStream::isStarted)
                .mapToLong(stream -> stream.idleNanos(nowNanos))
                .min()
                .orElse(0);
    }

    /**
     * Stops those that have all their bytes although the server does not end its answer, and those that have been quiet
     * for too long.
     *
     * @param stalled told of one of the latter before it is stopped, as another may take its place at once
     */
    public void stopIdle(long nowNanos, Duration stallTimeout, Runnable stalled) {
        for (FileStream stream : List.copyOf(all)) {
            long idleNanos = stream.idleNanos(nowNanos);
            if (stream.isComplete() && idleNanos > END_TIMEOUT.toNanos()) {
                stream.complete();
            } else if (idleNanos > stallTimeout.toNanos()) {
                stalled.run();
                stream.stop(new StalledException(stallTimeout));
            }
        }
    }

    /** A connection was given up. */
    public static final class StalledException extends RuntimeException {
        StalledException(Duration timeout) {
            super("The connection brought no byte for " + timeout.toSeconds() + " seconds and was replaced");
        }
    }
}
