package io.hfdownloader.transfer.engine;

import java.time.Duration;
import java.time.Instant;

import io.hfdownloader.transfer.TransferMonitor;
import io.hfdownloader.transfer.stream.Streams;

/** Tells why nothing comes, once, and when it comes again. Lives on one transfer's event loop. */
final class Silence {

    private static final Duration NOTICED_AFTER = Duration.ofSeconds(4);

    private final TransferMonitor monitor;
    private final Streams streams;
    private final Pause pause;
    private boolean told;

    Silence(TransferMonitor monitor, Streams streams, Pause pause) {
        this.monitor = monitor;
        this.streams = streams;
        this.pause = pause;
    }

    /** Bytes came. */
    void broken() {
        if (told) {
            told = false;
            monitor.going();
        }
    }

    /** A wait between two tries is worth a word when no stream goes on meanwhile. */
    void tellPause() {
        if (streams.isEmpty() && !told) {
            told = true;
            monitor.waiting(pause.reason(), pause.until());
        }
    }

    /** Connections that are quiet are worth a word before they are replaced. */
    void tellQuiet(long nowNanos, Duration stallTimeout) {
        long shortest = streams.shortestQuietNanos(nowNanos);
        if (shortest > NOTICED_AFTER.toNanos() && !told) {
            told = true;
            monitor.waiting(
                    "No byte has come for some seconds; the connection will be replaced",
                    Instant.now().plusNanos(Math.max(0, stallTimeout.toNanos() - shortest)));
        }
    }
}
