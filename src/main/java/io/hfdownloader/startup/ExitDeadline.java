package io.hfdownloader.startup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.program.ShutdownLimits;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An end that somebody asked for comes in time, also where a disk or a library does not answer: supervisors kill after a while. */
@Singleton
final class ExitDeadline {

    private static final Logger LOG = Logger.getLogger(ExitDeadline.class);
    private static final int EXIT_STATUS = 143; // 128 and SIGTERM, as of one that it has ended

    private @Nullable Thread running;

    /** The beginning of the end. */
    void begin(@Observes ShutdownDelayInitiatedEvent event, LaunchMode mode) {
        begin(mode);
    }

    /** Where nobody announced it. */
    void begin(@Observes ShutdownEvent event, LaunchMode mode) {
        begin(mode);
    }

    private synchronized void begin(LaunchMode mode) {
        if (mode == LaunchMode.NORMAL && running == null) { // else the process goes on
            running = start(ShutdownLimits.ALL, () -> {
                LOG.warn("Something did not stop in time, and the process ends without it. What has arrived is kept.");
                Runtime.getRuntime().halt(EXIT_STATUS);
            });
        }
    }

    /** @param end what to do when the time is over; the process may be gone before */
    static Thread start(Duration time, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(time.toNanos());
                        end.run();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                "exit-deadline");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
