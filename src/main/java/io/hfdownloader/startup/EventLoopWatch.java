package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks each event loop every few seconds whether it still runs. One that stands for a minute serves nobody any more, and nothing
 * but a new start helps: the process ends with a sentence, as it would when killed, and whoever supervises it starts it anew.
 */
@Singleton
final class EventLoopWatch {

    private static final Logger LOG = Logger.getLogger(EventLoopWatch.class);

    static final int EXIT_STATUS = 70; // EX_SOFTWARE of sysexits.h
    private static final long INTERVAL_MILLIS = 5_000;
    /** Looks in a row without an answer: a machine that sleeps or swaps misses looks as well, so that it is not time that counts. */
    private static final int MAX_MISSED = 12;

    private final Vertx vertx;
    private @Nullable Thread watching;

    EventLoopWatch(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Where somebody changes the program, a debugger stops loops. */
    void start(@Observes StartupEvent event, LaunchMode mode) {
        if (mode != LaunchMode.NORMAL) {
            return;
        }
        List<Loop> loops = new ArrayList<>();
        vertx.nettyEventLoopGroup().forEach(loop -> loops.add(new Loop(loop)));
        Thread thread = new Thread(() -> watch(loops), "event-loop-watch");
        thread.setDaemon(true);
        thread.start();
        watching = thread;
    }

    void stop(@Observes ShutdownEvent event) {
        if (watching != null) {
            watching.interrupt();
        }
    }

    private static void watch(List<Loop> loops) {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
                loops.forEach(loop -> loop.look(EventLoopWatch::end));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(String loop) {
        LOG.fatalf(
                "The event loop %s has stood still for a minute, so that nobody is served. The process ends; nothing is lost,"
                        + " and downloads go on when it is started again.",
                loop);
        Runtime.getRuntime().halt(EXIT_STATUS); // an orderly end would wait for the loop
    }

    /** One loop, and how many looks it has not answered. */
    static final class Loop {

        private final EventExecutor executor;
        private final AtomicInteger missed = new AtomicInteger();

        Loop(EventExecutor executor) {
            this.executor = executor;
        }

        /** @param standing is told the loop when it has answered none of the last looks */
        void look(Consumer<String> standing) {
            if (missed.getAndIncrement() == 0) {
                try {
                    executor.execute(() -> missed.set(0));
                } catch (RejectedExecutionException closed) {
                    missed.set(0);
                }
            } else if (missed.get() > MAX_MISSED) {
                standing.accept(executor.toString());
            }
        }
    }
}
