package io.hfdownloader.startup;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd that the service listens, that it still works, and that it stops, as <a
 * href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify(3)</a> has it for units of
 * {@code Type=notify}. Java has no datagrams over Unix sockets, so {@code systemd-notify}, which is wherever systemd is, is
 * run for each message; the unit needs {@code NotifyAccess=all} for that. Without {@code NOTIFY_SOCKET} nothing is done.
 */
@Singleton
final class SystemdNotifier {

    private static final Logger LOG = Logger.getLogger(SystemdNotifier.class);

    static final String SOCKET = "NOTIFY_SOCKET";
    private static final String COMMAND = "systemd-notify";
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
    private static final String WATCHDOG_PID = "WATCHDOG_PID";
    private static final long COMMAND_SECONDS = 5;
    private static final int SIGNS_PER_LIMIT = 3;
    private static final long RETRY_MILLIS = 5_000;

    private final Vertx vertx;
    private final Map<String, String> environment;
    private final boolean isSupervised;
    private volatile @Nullable Thread watchdog;
    private volatile boolean hasComplained;

    @Inject
    SystemdNotifier(Vertx vertx) {
        this(vertx, System.getenv());
    }

    SystemdNotifier(Vertx vertx, Map<String, String> environment) {
        this.vertx = vertx;
        this.environment = environment;
        this.isSupervised = !environment.getOrDefault(SOCKET, "").isBlank();
    }

    /** Runs on a worker; blocks for as long as systemd takes to listen, five seconds at most. */
    void ready(@ObservesAsync HttpServerStart listening) {
        if (!isSupervised) {
            return;
        }
        if (!isInstalled()) {
            LOG.warnf(
                    "systemd waits for messages (%s is set), but there is no systemd-notify. Use Type=exec without WatchdogSec in"
                            + " the unit.",
                    SOCKET);
            return;
        }
        Thread thread = new Thread(this::watch, "systemd-watchdog");
        thread.setDaemon(true);
        thread.start();
        watchdog = thread;
    }

    void stop(@Observes ShutdownEvent event) {
        Thread thread = watchdog;
        if (thread != null) {
            thread.interrupt();
            if (!tell("STOPPING=1")) {
                LOG.debug("systemd does not know that this stop is meant");
            }
        }
    }

    private boolean isInstalled() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> new File(folder, COMMAND).canExecute());
    }

    /** How long systemd waits for a sign of life, in milliseconds; 0 when it waits for none of this process. */
    long watchdogMillis() {
        String pid = environment.getOrDefault(WATCHDOG_PID, "");
        if (!pid.isBlank() && !pid.equals(String.valueOf(ProcessHandle.current().pid()))) {
            return 0;
        }
        try {
            return TimeUnit.MICROSECONDS.toMillis(Long.parseLong(environment.getOrDefault(WATCHDOG_MICROS, "0")));
        } catch (NumberFormatException notTold) {
            return 0;
        }
    }

    /**
     * That it is ready is told until it arrives: a system may be out of processes or descriptors for a moment. A sign of life
     * stands for all event loops: while one does not answer, none is given.
     */
    private void watch() {
        long pause = Math.max(1, watchdogMillis() / SIGNS_PER_LIMIT);
        List<EventExecutor> loops = new ArrayList<>();
        vertx.nettyEventLoopGroup().forEach(loops::add);
        try {
            while (!tell("READY=1")) {
                Thread.sleep(RETRY_MILLIS);
            }
            while (watchdogMillis() > 0) {
                Thread.sleep(pause);
                while (allAnswer(loops, pause) && !tell("WATCHDOG=1")) {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException | RejectedExecutionException stopped) {
            LOG.debug("No more signs of life to systemd: the service stops");
        }
    }

    private static boolean allAnswer(List<EventExecutor> loops, long millis) throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.execute(answers::countDown));
        return answers.await(millis, TimeUnit.MILLISECONDS);
    }

    /** @return whether it has arrived */
    private boolean tell(String message) {
        try {
            Process command = new ProcessBuilder(COMMAND, message)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (command.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                if (command.exitValue() == 0) {
                    hasComplained = false;
                    return true;
                }
                complain("systemd-notify ended with " + command.exitValue());
            } else {
                command.destroyForcibly();
                complain("it is not taken within " + COMMAND_SECONDS + " seconds");
            }
        } catch (IOException shortage) {
            complain("systemd-notify cannot be run: " + shortage.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Once, until a message arrives. */
    private void complain(String reason) {
        if (!hasComplained) {
            LOG.warnf("systemd cannot be told how it goes, which is tried again: %s", reason);
            hasComplained = true;
        }
    }
}
