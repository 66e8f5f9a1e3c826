package io.hfdownloader.standin.http;

import java.time.Duration;

/**
 * When a connection may send its next byte, so that it gets its rate and no more over all its requests. What a
 * late timer held back within a body is made up for; a time in which nothing was asked is lost. Event loop of its
 * connection only.
 */
final class Pacer {

    private static final long MAX_CATCH_UP_NANOS = Duration.ofMillis(50).toNanos();
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private long freeAt;

    Pacer(long nowNanos) {
        freeAt = nowNanos;
    }

    /** A body is about to be sent. */
    void start(long nowNanos) {
        freeAt = Math.max(freeAt, nowNanos);
    }

    /** How long the next byte has to wait. */
    long waitNanos(long nowNanos) {
        freeAt = Math.max(freeAt, nowNanos - MAX_CATCH_UP_NANOS);
        return Math.max(0, freeAt - nowNanos);
    }

    /** This many bytes were sent. */
    void sent(int bytes, long perSecond) {
        freeAt += bytes * NANOS_PER_SECOND / perSecond;
    }
}
